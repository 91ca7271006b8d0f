package io.github.curvelane.cluster;

import static io.github.curvelane.cluster.ClusterCase.CHUNK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.ChunkRequest;
import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.optim.batch.Lbfgs;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Chunks on the threads of one process: whose they are, and what becomes of failures. */
final class ThreadWorkersTest {
  private static final ChunkRequest<double[]> VALUE = new ChunkRequest<>(new double[2]);

  private static LinearRegression.Points points(int from, int count) {
    double[] x = new double[count];
    double[] y = new double[count];
    for (int i = 0; i < count; i++) {
      x[i] = (from + i) % 97 / 97.0;
      y[i] = 3 * x[i] - 2;
    }
    return new LinearRegression.Points(x, y);
  }

  private static List<LinearRegression.Points> line(int chunks, int last) {
    List<LinearRegression.Points> points = new ArrayList<>();
    for (int c = 0; c < chunks; c++) {
      points.add(points(c * CHUNK, c == chunks - 1 ? last : CHUNK));
    }
    return points;
  }

  @Test
  void anObjectiveOfAUsersOwnIsMinimized() {
    try (Parallelism parallelism = Parallelism.threads(3);
        var workers = ThreadWorkers.of(new LinearRegression(), line(6, 11), parallelism)) {
      var objective = new ClusterObjective<>(workers);
      assertThat(objective.examples()).isEqualTo(5 * CHUNK + 11);
      assertThat(objective.diagonals()).isEmpty();
      assertThat(objective.hasDistribution()).isFalse();
      assertThat(objective.hasExamples()).isFalse();
      double[] theta = new double[2];
      new Lbfgs().minimize(objective, theta).orThrow();
      assertThat(theta[0]).isCloseTo(3, within(1e-6));
      assertThat(theta[1]).isCloseTo(-2, within(1e-6));
      objective.linearize(theta, new double[2]);
      double[] product = new double[2];
      objective.hessianVector(new double[] {0, 1}, product);
      assertThat(product[1]).isEqualTo(1);
      assertThatThrownBy(() -> objective.diagonal(Diagonal.HESSIAN, new double[2]))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageStartingWith("the workers have no HESSIAN_DIAGONAL: ");
      assertThatThrownBy(() -> workers.sum(VALUE.ask(ChunkQuantity.SQUARED_GRADIENTS), List.of()))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("the objective has no SQUARED_GRADIENTS of chunks");
      VALUE.ask(ChunkQuantity.VALUE);
    }
  }

  /** Every chunk once, whichever thread had it before. */
  @Test
  void eachChunkIsSummedOnce() {
    ClusterCase<float[]> c = new ClusterCase<>(Precision.FLOAT, 2 * CHUNK + 5);
    try (Parallelism parallelism = Parallelism.threads(3);
        var workers = c.workers(parallelism)) {
      var objective = new ClusterObjective<>(workers);
      double value = objective.value(c.theta);
      for (int i = 0; i < 300; i++) {
        assertThat(objective.value(c.theta)).isEqualTo(value);
      }
    }
  }

  @Test
  void whatAChunkThrowsIsThrownAndTheWorkersStayUsable() {
    try (Parallelism parallelism = Parallelism.threads(2)) {
      AtomicInteger failures = new AtomicInteger();
      var failing =
          new Delegating() {
            @Override
            public ChunkLoader<double[], LinearRegression.Points> newLoader() {
              var loader = super.newLoader();
              return chunk -> {
                if (failures.get() > 0 && chunk.x().length == 5) {
                  failures.decrementAndGet();
                  throw new IllegalStateException("a block cannot be read");
                }
                return loader.load(chunk);
              };
            }
          };
      var workers = ThreadWorkers.of(failing, line(4, 5), parallelism);
      double value = workers.sum(VALUE.ask(ChunkQuantity.VALUE), List.of());
      for (int i = 0; i < 20; i++) {
        failures.set(1);
        double[] gradient = {7, 7};
        assertThatThrownBy(() -> workers.sum(VALUE.ask(ChunkQuantity.GRADIENT), List.of(gradient)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("a block cannot be read");
        assertThat(gradient).containsExactly(7, 7);
        assertThat(workers.sum(VALUE.ask(ChunkQuantity.VALUE), List.of())).isEqualTo(value);
      }
    }
  }

  /** An objective that a test changes. */
  private static class Delegating implements ChunkedObjective<double[], LinearRegression.Points> {
    private static final long serialVersionUID = 1;
    private final LinearRegression regression = new LinearRegression();

    @Override
    public Precision<double[]> precision() {
      return regression.precision();
    }

    @Override
    public int dimension() {
      return regression.dimension();
    }

    @Override
    public Set<ChunkQuantity> quantities() {
      return regression.quantities();
    }

    @Override
    public int examples(LinearRegression.Points chunk) {
      return regression.examples(chunk);
    }

    @Override
    public ChunkLoader<double[], LinearRegression.Points> newLoader() {
      return regression.newLoader();
    }
  }

  @Test
  void aSecondThreadIsRefused() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(1);
    var waiting =
        new Delegating() {
          @Override
          public ChunkLoader<double[], LinearRegression.Points> newLoader() {
            inside.countDown();
            try {
              refused.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            return super.newLoader();
          }
        };
    var workers = ThreadWorkers.of(waiting, line(1, 5), Parallelism.none());
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread first =
        new Thread(() -> workers.sum(new ChunkRequest<>(new double[2]), List.of()), "the first");
    first.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
    first.start();
    inside.await();
    assertThatThrownBy(() -> workers.sum(VALUE.ask(ChunkQuantity.VALUE), List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "this group of workers is in use by thread 'the first': each thread needs its own");
    refused.countDown();
    first.join();
    assertThat(failure.get()).isNull();
    workers.sum(VALUE, List.of());
  }

  @Test
  void wrongChunksAreRefusedByName() {
    refused("chunks is empty, must be at least one", () -> of(List.of()));
    refused(
        "chunk 0 of 2 has 5 examples, must have 4096",
        () -> of(List.of(points(0, 5), points(0, CHUNK))));
    refused(
        "chunk 1 of 2 has 4097 examples, must have from 1 to 4096",
        () -> of(List.of(points(0, CHUNK), points(0, CHUNK + 1))));
    var workers = of(line(3, 1));
    refused("chunks is empty, must be at least one", () -> workers.ofChunks());
    refused("chunks[1] is 3, must be a chunk from 0 to 2", () -> workers.ofChunks(1, 3));
    refused("chunks[0] is -1, must be a chunk from 0 to 2", () -> workers.ofChunks(-1));
    refused("chunks[1] is 1, must be greater than the 1 before it", () -> workers.ofChunks(1, 1));
    double[] sum = new double[2];
    refused(
        "sums has 2 arrays, must have the 1 of the request",
        () -> workers.sum(VALUE.ask(ChunkQuantity.GRADIENT), List.of(sum, sum)));
    refused(
        "a sum and theta are the same array",
        () -> workers.sum(VALUE.ask(ChunkQuantity.GRADIENT), List.of(VALUE.theta())));
    refused(
        "sums[0] has 3 elements, must have the objective's 2 parameters",
        () -> workers.sum(VALUE.ask(ChunkQuantity.GRADIENT), List.of(new double[3])));
    List<double[]> v = List.of(sum, new double[1]);
    refused(
        "directions[1] has 1 elements, must have the objective's 2 parameters",
        () -> workers.sum(VALUE.ask(ChunkQuantity.HESSIAN_VECTORS, v), v));
    VALUE.ask(ChunkQuantity.VALUE);
  }

  private static ThreadWorkers<double[]> of(List<LinearRegression.Points> chunks) {
    return ThreadWorkers.of(new LinearRegression(), chunks, Parallelism.none());
  }

  private static void refused(String message, Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  /** By no thread of the process, once the kernels are compiled. */
  @Test
  void nothingIsAllocatedByAnEvaluation() {
    ClusterCase<float[]> c = new ClusterCase<>(Precision.FLOAT, 2 * CHUNK + 5);
    float[] gradient = c.vector();
    float[] product = c.vector();
    List<float[]> directions = List.of(c.theta.clone(), c.theta.clone());
    List<float[]> products = List.of(c.vector(), c.vector());
    try (Parallelism parallelism = Parallelism.threads(2);
        var workers = c.workers(parallelism)) {
      var objective = new ClusterObjective<>(workers);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long allocated = Long.MAX_VALUE;
      for (int round = 0; round < 4000 && allocated != 0; round++) {
        long before = threads.getTotalThreadAllocatedBytes();
        for (int i = 0; i < 3; i++) {
          objective.value(c.theta);
          objective.valueAndGradient(c.theta, gradient);
          objective.linearize(c.theta, gradient);
          objective.hessianVector(directions.getFirst(), product);
          objective.hessianVectors(directions, products);
          objective.gaussNewtonVector(directions.getFirst(), product);
          objective.empiricalFisherVector(directions.getFirst(), product);
          objective.diagonal(Diagonal.BECKER_LECUN, product);
          objective.gradientVariance(product);
        }
        allocated = threads.getTotalThreadAllocatedBytes() - before;
      }
      assertThat(allocated).isZero();
    }
  }
}
