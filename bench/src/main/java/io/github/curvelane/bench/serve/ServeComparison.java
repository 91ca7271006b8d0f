package io.github.curvelane.bench.serve;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.Machine;
import io.github.curvelane.bench.measure.SampleFile;
import io.github.curvelane.bench.measure.Statistics;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.serve.Predictor;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/** One predictor, asked for single rows by one thread, by two, and by a thousand. */
public final class ServeComparison {
  private static final Precision<float[]> FLOAT = Precision.FLOAT;
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  /** Rows that a thread asks for in a sample of throughput. */
  private static final int ROWS = 2_000;

  private static final int VIRTUAL_THREADS = 1_000;
  private static final int ROUNDS_OF_THREADS = 5;
  private static final int INPUTS = 784;
  private static final int HIDDEN = 300;
  private static final int OUTPUTS = 10;

  private final Contest contest;
  private final PrintWriter out;

  /**
   * Describes a comparison.
   *
   * @param contest how times are taken
   * @param out where the results go
   */
  public ServeComparison(Contest contest, PrintWriter out) {
    this.contest = contest;
    this.out = out;
  }

  /**
   * Runs it.
   *
   * @param samples where the times go
   */
  public void run(SampleFile samples) {
    out.println(Machine.describe());
    double overhead = rowAgainstProducts(samples);
    double speedUp = twoThreadsAgainstOne(samples);
    double bytes = aThousandThreads();
    out.println(new ServeSummary(speedUp, bytes, overhead).line());
  }

  private static Predictor predictor(int... sizes) {
    Network<float[]> network =
        Network.perceptron(FLOAT, Activation.tanh(), Activation.identity(), sizes);
    return Predictor.of(
        network, network.initialize(Initializer.FAN_IN, 1), Loss.softmaxCrossEntropy());
  }

  private static float[] draw(int count) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  // ---------------------------------------------------------------- one row

  private double rowAgainstProducts(SampleFile samples) {
    Predictor predictor = predictor(INPUTS, HIDDEN, OUTPUTS);
    float[] row = draw(INPUTS);
    float[] probabilities = new float[OUTPUTS];
    Product<float[]> product = Kernels.of(FLOAT).newProduct(Parallelism.none());
    float[] first = draw(INPUTS * HIDDEN);
    float[] second = draw(HIDDEN * OUTPUTS);
    float[] hidden = new float[HIDDEN];
    float[] outputs = new float[OUTPUTS];
    double operations = 2.0 * (INPUTS * HIDDEN + HIDDEN * OUTPUTS);
    Entrant ours = new Entrant("row", operations, () -> predictor.predict(row, probabilities));
    Entrant products =
        new Entrant(
            "products",
            operations,
            () -> {
              multiply(product, row, first, hidden);
              multiply(product, hidden, second, outputs);
            });
    List<Entrant> entrants = List.of(ours, products);
    Contest.warmUp(entrants, WARM_UP);
    Contest.Result result = contest.run(entrants);
    samples.write(INPUTS + "-" + HIDDEN + "-" + OUTPUTS, result);
    double[] ratios = result.ratios("products", "row");
    double[] interval = Statistics.medianInterval(ratios);
    print(
        "a row of %d-%d-%d: %.2f us, its two products alone %.2f us, ratio %.3f (%.3f to %.3f)",
        INPUTS,
        HIDDEN,
        OUTPUTS,
        Statistics.median(result.nanos("row")) / 1e3,
        Statistics.median(result.nanos("products")) / 1e3,
        Statistics.median(ratios),
        interval[0],
        interval[1]);
    return Statistics.median(ratios);
  }

  private static void multiply(Product<float[]> product, float[] x, float[] w, float[] y) {
    product.a(x, 0, x.length).b(w, 0, y.length).c(y, 0, y.length).multiply(1, y.length, x.length);
  }

  // ---------------------------------------------------------------- two threads

  private double twoThreadsAgainstOne(SampleFile samples) {
    Predictor predictor = predictor(INPUTS, HIDDEN, OUTPUTS);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Entrant> entrants =
          List.of(
              new Entrant("one thread", ROWS, () -> ask(predictor, threads, 1)),
              new Entrant("two threads", 2 * ROWS, () -> ask(predictor, threads, 2)));
      Contest.warmUp(entrants, WARM_UP);
      Contest.Result result = contest.run(entrants);
      samples.write("rows", result);
      double ratio = result.ratio("two threads", "one thread");
      print(
          "rows a second: one thread %,.0f, two threads %,.0f, ratio %.3f",
          1e9 * result.medianSpeed("one thread"), 1e9 * result.medianSpeed("two threads"), ratio);
      return ratio;
    }
  }

  private static void ask(Predictor predictor, ExecutorService threads, int count) {
    List<Future<?>> asked = new ArrayList<>();
    for (int t = 0; t < count; t++) {
      asked.add(threads.submit(() -> askForRows(predictor)));
    }
    try {
      for (Future<?> future : asked) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while predicting", e);
    }
  }

  private static void askForRows(Predictor predictor) {
    float[] row = draw(INPUTS);
    float[] probabilities = new float[OUTPUTS];
    for (int i = 0; i < ROWS; i++) {
      predictor.predict(row, probabilities);
    }
  }

  // ---------------------------------------------------------------- a thousand threads

  /** Returns the bytes that a call leaves behind, in the round that leaves the fewest. */
  private double aThousandThreads() {
    ThreadMXBean allocation = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Predictor predictor = predictor(20, 64, OUTPUTS);
    int n = VIRTUAL_THREADS;
    float[] rows = draw(n * predictor.inputs());
    float[] batch = new float[n * OUTPUTS];
    predictor.predict(rows, 0, predictor.inputs(), n, batch, 0, OUTPUTS);
    StringBuilder heaps = new StringBuilder();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS_OF_THREADS; round++) {
      LongAdder wrong = new LongAdder();
      CountDownLatch ready = new CountDownLatch(n);
      CountDownLatch go = new CountDownLatch(1);
      CountDownLatch done = new CountDownLatch(n);
      for (int t = 0; t < n; t++) {
        int start = t;
        Thread.startVirtualThread(
            () -> {
              float[] results = new float[OUTPUTS];
              ready.countDown();
              await(go);
              for (int k = 0; k < n; k++) {
                int i = (start + k) % n;
                predictor.predict(
                    rows, i * predictor.inputs(), predictor.inputs(), 1, results, 0, OUTPUTS);
                int from = i * OUTPUTS;
                if (!Arrays.equals(results, 0, OUTPUTS, batch, from, from + OUTPUTS)) {
                  wrong.increment();
                }
              }
              done.countDown();
            });
      }
      await(ready);
      long before = allocation.getTotalThreadAllocatedBytes();
      go.countDown();
      await(done);
      least = Math.min(least, allocation.getTotalThreadAllocatedBytes() - before);
      if (wrong.sum() > 0) {
        throw new IllegalStateException(wrong + " rows differ from those of the batch");
      }
      System.gc();
      long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      heaps.append(String.format(Locale.ROOT, "%s%.2f", round == 0 ? "" : ", ", heap / 1e6));
    }
    double bytes = (double) least / n / n;
    print(
        "%,d virtual threads x %,d rows: the bits of the batch; %.3f bytes a call, of the threads'"
            + " own; heap after each of %d rounds %s MB",
        n, n, bytes, ROUNDS_OF_THREADS, heaps);
    return bytes;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while predicting", e);
    }
  }

  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}
