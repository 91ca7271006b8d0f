package io.github.curvelane.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.ChunkRequest;
import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ClusterObjective;
import io.github.curvelane.cluster.QuantityDigests;
import io.github.curvelane.cluster.ThreadWorkers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Executors against one process, bit for bit. */
final class SparkWorkersTest {
  /** 26 chunks, the last of them of 77 examples. */
  private static final Blobs BLOBS = new Blobs(25 * 4096 + 77, 8, 5, 3);

  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = Clusters.local(2, Map.of());
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  static Stream<Precision<?>> precisions() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE);
  }

  private static <A> Map<String, String> digests(
      io.github.curvelane.cluster.Workers<A> workers, A theta) {
    return QuantityDigests.of(new ClusterObjective<>(workers), theta, List.of(Diagonal.values()));
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void everyQuantityHasTheBitsOfOneProcess(Precision<A> precision) {
    A theta = BLOBS.theta(precision);
    Map<String, String> expected;
    try (ThreadWorkers<A> here = BLOBS.here(precision)) {
      expected = digests(here, theta);
    }
    for (int partitions : precision == Precision.FLOAT ? new int[] {5} : new int[] {3}) {
      try (SparkWorkers<A> workers =
          SparkWorkers.of(
              BLOBS.objective(precision), BLOBS.rdd(cluster.context(), precision, partitions))) {
        assertThat(digests(workers, theta)).as("%d partitions", partitions).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void everyReductionAndAnyPartitionsHaveTheBitsOfOneProcess(Precision<A> precision) {
    A theta = BLOBS.theta(precision);
    Sums<A> expected = new Sums<>(BLOBS.here(precision), theta);
    int[] all = precision == Precision.FLOAT ? new int[] {1, 2, 3, 5, 8, 25, 40} : new int[] {8};
    for (int partitions : all) {
      try (SparkWorkers<A> workers =
          SparkWorkers.of(
              BLOBS.objective(precision), BLOBS.rdd(cluster.context(), precision, partitions))) {
        assertThat(workers.chunks()).isEqualTo(26);
        assertThat(workers.examples()).isEqualTo(25 * 4096 + 77);
        for (Reduction reduction : Reduction.values()) {
          workers.reduceBy(reduction);
          assertThat(new Sums<>(workers, theta))
              .as("%d partitions, %s", partitions, reduction)
              .isEqualTo(expected);
        }
      }
    }
  }

  /** Value, gradient and two products, as they come. */
  private static final class Sums<A> {
    final Precision<A> precision;
    final double value;
    final double ofGradient;
    final A gradient;
    final A first;
    final A second;

    Sums(io.github.curvelane.cluster.Workers<A> workers, A theta) {
      precision = workers.precision();
      int n = workers.dimension();
      gradient = precision.newArray(n);
      first = precision.newArray(n);
      second = precision.newArray(n);
      ChunkRequest<A> request = new ChunkRequest<>(theta);
      value = workers.sum(request.ask(ChunkQuantity.VALUE), List.of());
      ofGradient = workers.sum(request.ask(ChunkQuantity.GRADIENT), List.of(gradient));
      A v = precision.newArray(n);
      precision.fill(v, 0, n, 0.5);
      workers.sum(
          request.ask(ChunkQuantity.HESSIAN_VECTORS, List.of(v, theta)), List.of(first, second));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Sums<?> that
          && value == that.value
          && ofGradient == that.ofGradient
          && java.util.Objects.deepEquals(gradient, that.gradient)
          && java.util.Objects.deepEquals(first, that.first)
          && java.util.Objects.deepEquals(second, that.second);
    }

    @Override
    public int hashCode() {
      return Double.hashCode(value);
    }

    @Override
    public String toString() {
      return "sums of value " + value;
    }
  }

  @Test
  void someChunksAreTheObjectiveOfTheirExamples() {
    float[] theta = BLOBS.theta(Precision.FLOAT);
    try (ThreadWorkers<float[]> here = BLOBS.here(Precision.FLOAT);
        SparkWorkers<float[]> workers = BLOBS.workers(cluster, 5)) {
      int[] chosen = {3, 4, 9, 11, 25};
      SparkWorkers<float[]> some = workers.ofChunks(chosen);
      assertThat(some.examples()).isEqualTo(4 * 4096 + 77);
      assertThat(digests(some, theta)).isEqualTo(digests(here.ofChunks(chosen), theta));
      some.close();
      assertThat(new Sums<>(some.ofChunks(0, 2, 3), theta))
          .isEqualTo(new Sums<>(here.ofChunks(3, 9, 11), theta));
      assertThat(new Sums<>(workers, theta)).isEqualTo(new Sums<>(here, theta));
    }
  }

  @Test
  void theTimeOfTheLastRequestIsTold() {
    try (SparkWorkers<float[]> workers = BLOBS.workers(cluster, 2)) {
      assertThat(workers.lastTiming()).isEqualTo(new SparkTiming(0, 0, 0));
      new Sums<>(workers, BLOBS.theta(Precision.FLOAT));
      SparkTiming timing = workers.lastTiming();
      assertThat(timing.slowestTaskMillis()).isPositive();
      assertThat(timing.beyondSlowestTaskMillis()).isPositive();
      // Both partitions have at least a node of two vectors.
      assertThat(timing.resultBytes()).isGreaterThan(2L * 2 * 4 * workers.dimension());
    }
  }
}
