package io.github.curvelane.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.io.Model;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.serve.Predictor;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Many threads at once, for as long as one likes. */
final class Soak {
  private static final int N = 96;

  private final float[] x = Precision.FLOAT.of(new SplittableRandom(1).doubles(N * N).toArray());
  private final float[] product = multiply(Parallelism.none());

  /** Enough work for several tasks. */
  private float[] multiply(Parallelism parallelism) {
    Product<float[]> multiplier = Kernels.of(Precision.FLOAT).newProduct(parallelism);
    float[] c = new float[2 * N * N];
    multiplier.a(x, 0, N).b(x, 0, N).c(c, 0, N);
    multiplier.batch(2, 0, 0, N * N).multiply(N, N, N);
    return c;
  }

  /** Used memory after a collection, in bytes. */
  static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /**
   * Threads that all predict with one predictor, multiply on one team and reduce by themselves, in
   * rounds of new threads.
   *
   * @return the heap after each round
   */
  List<Long> crowd(int threads, int rounds) throws InterruptedException {
    Predictor predictor =
        Predictor.of(
            new Model<>(
                ObjectiveThings.NETWORK,
                ObjectiveThings.theta(0),
                Normalization.none(5),
                Loss.softmaxCrossEntropy()));
    double[][] rows = new double[40][];
    Arrays.setAll(rows, i -> new SplittableRandom(i).doubles(5).toArray());
    String predicted = Arrays.deepToString(predictor.predict(rows));
    double sum = Kernels.of(Precision.FLOAT).newReductions().logSumExp(N * N, x, 0);
    List<Long> heaps = new ArrayList<>();
    try (Parallelism team = Parallelism.threads(3)) {
      for (int round = 0; round < rounds; round++) {
        CyclicBarrier start = new CyclicBarrier(threads);
        Queue<String> faults = new ConcurrentLinkedQueue<>();
        AtomicInteger right = new AtomicInteger();
        Thread[] crowd = new Thread[threads];
        for (int t = 0; t < threads; t++) {
          crowd[t] =
              Thread.ofPlatform()
                  .stackSize(256 << 10)
                  .start(
                      () -> {
                        Throwable thrown =
                            catchThrowable(
                                () -> {
                                  start.await();
                                  Reductions<float[]> own =
                                      Kernels.of(Precision.FLOAT).newReductions();
                                  boolean same =
                                      own.logSumExp(N * N, x, 0) == sum
                                          && Arrays.equals(multiply(team), product)
                                          && Arrays.deepToString(predictor.predict(rows))
                                              .equals(predicted);
                                  if (same) {
                                    right.incrementAndGet();
                                  } else {
                                    faults.add("wrong without a word");
                                  }
                                });
                        if (thrown != null) {
                          faults.add(thrown.toString());
                        }
                      });
        }
        for (Thread one : crowd) {
          one.join();
        }
        assertThat(faults).isEmpty();
        assertThat(right).hasValue(threads);
        heaps.add(heap());
      }
    }
    return heaps;
  }

  /** Races of two threads from a barrier each, spread over all things. */
  static Race races(int races) throws InterruptedException {
    List<SharedThing> things =
        Stream.concat(KernelThings.all().stream(), ObjectiveThings.all().stream()).toList();
    Race all = new Race();
    int each = Math.ceilDiv(races, things.size());
    for (SharedThing thing : things) {
      all.together(thing, 2, each);
    }
    return all;
  }

  /** Teams that are closed while threads use them: right products until then, and a refusal. */
  void closedTeams(int teams) throws InterruptedException {
    for (int i = 0; i < teams; i++) {
      Parallelism team = Parallelism.threads(2 + i % 3);
      CountDownLatch begun = new CountDownLatch(3);
      Queue<Throwable> ends = new ConcurrentLinkedQueue<>();
      List<Thread> users = new ArrayList<>();
      for (int u = 0; u < 3; u++) {
        users.add(
            Thread.ofPlatform()
                .start(
                    () ->
                        ends.add(
                            catchThrowable(
                                () -> {
                                  while (true) {
                                    team.run(2, (index, worker) -> {});
                                    assertThat(multiply(team)).isEqualTo(product);
                                    begun.countDown();
                                  }
                                }))));
      }
      begun.await();
      Thread.sleep(i % 5);
      team.close();
      for (Thread user : users) {
        user.join();
      }
      assertThat(ends)
          .hasSize(3)
          .allSatisfy(
              end ->
                  assertThat(end)
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessage("this parallelism is closed"));
    }
  }

  /**
   * Virtual threads that have reduced once, in both precisions, and hold what they have reduced
   * with while they are parked.
   *
   * @param n the elements that each has reduced
   * @return the bytes of all
   */
  static long parkedThreads(int threads, int n) throws InterruptedException {
    double[] doubles = new SplittableRandom(2).doubles(n).toArray();
    float[] floats = Precision.FLOAT.of(doubles);
    CountDownLatch reduced = new CountDownLatch(threads);
    CountDownLatch free = new CountDownLatch(1);
    List<Thread> parked = new ArrayList<>(threads);
    long before = heap();
    for (int i = 0; i < threads; i++) {
      parked.add(
          Thread.startVirtualThread(
              () -> {
                Reductions<float[]> single = Kernels.of(Precision.FLOAT).newReductions();
                Reductions<double[]> twice = Kernels.of(Precision.DOUBLE).newReductions();
                double first = single.logSumExp(n, floats, 0);
                double second = twice.logSumExp(n, doubles, 0);
                reduced.countDown();
                try {
                  free.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                // Used after the pause, so that the parked thread holds them.
                assertThat(single.logSumExp(n, floats, 0)).isEqualTo(first);
                assertThat(twice.logSumExp(n, doubles, 0)).isEqualTo(second);
              }));
    }
    reduced.await();
    long bytes = heap() - before;
    free.countDown();
    for (Thread thread : parked) {
      thread.join();
    }
    return bytes;
  }
}
