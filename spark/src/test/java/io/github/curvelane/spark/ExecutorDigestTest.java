package io.github.curvelane.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ClusterObjective;
import io.github.curvelane.cluster.QuantityDigests;
import io.github.curvelane.cluster.ThreadWorkers;
import io.github.curvelane.cluster.Workers;
import io.github.curvelane.io.ParameterDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Executors that are processes, and unlike each other, against one process, bit for bit. */
@Tag("cluster")
final class ExecutorDigestTest {
  private static <A> Map<String, String> digests(
      Workers<A> workers, A theta, List<Diagonal> diagonals) {
    return QuantityDigests.of(new ClusterObjective<>(workers), theta, diagonals);
  }

  /** Lanes of 128 and of 512 bits, and none: one of each in one cluster. */
  @Tag("exhaustive")
  @Test
  void everyWidthInOneCluster() throws InterruptedException {
    Blobs blobs = new Blobs(8 * 4096 + 300, 21, 17, 5);
    List<Diagonal> all = List.of(Diagonal.values());
    List<List<String>> options =
        List.of(
            List.of("-Dcurvelane.vector.bits=128"),
            List.of("-Dcurvelane.vector.bits=512"),
            List.of("-Dcurvelane.provider=scalar"));
    try (Cluster cluster = Clusters.standalone(options, 1, Map.of())) {
      assertThat(cluster.executors()).hasSize(3);
      assertEveryWidth(cluster, blobs, Precision.FLOAT, all);
      assertEveryWidth(cluster, blobs, Precision.DOUBLE, all);
    }
  }

  private static <A> void assertEveryWidth(
      Cluster cluster, Blobs blobs, Precision<A> precision, List<Diagonal> diagonals) {
    A theta = blobs.theta(precision);
    try (ThreadWorkers<A> here = blobs.here(precision);
        SparkWorkers<A> workers =
            SparkWorkers.of(
                blobs.objective(precision), blobs.rdd(cluster.context(), precision, 6))) {
      assertThat(digests(workers, theta, diagonals)).isEqualTo(digests(here, theta, diagonals));
      assertThat(new HashSet<>(workers.executors().values())).hasSize(3);
    }
  }

  /** Eight executors of half a gigabyte, more partitions than chunks. */
  @Tag("exhaustive")
  @Test
  void eightExecutors() {
    Blobs blobs = new Blobs(7 * 4096 + 1, 30, 20, 4);
    float[] theta = blobs.theta(Precision.FLOAT);
    List<Diagonal> one = List.of(Diagonal.GAUSS_NEWTON);
    try (ThreadWorkers<float[]> here = blobs.here(Precision.FLOAT);
        Cluster cluster = Clusters.localCluster(8, 1, 512, Map.of());
        SparkWorkers<float[]> workers = blobs.workers(cluster, 13)) {
      Map<String, String> expected = digests(here, theta, one);
      for (Reduction reduction : List.of(Reduction.DRIVER, Reduction.SLICES)) {
        workers.reduceBy(reduction);
        assertThat(digests(workers, theta, one)).isEqualTo(expected);
      }
    }
  }

  /** 784-300-10 on 49,152 digits; the digests are those of a NetworkObjective of all of them. */
  @Test
  void digitsOnTwoExecutors() {
    Assumptions.assumeTrue(Digits.areThere(), "no digits");
    Digits digits = new Digits(Digits.place(), 49_152, List.of(784, 300, 10));
    float[] theta = digits.theta(Precision.FLOAT);
    float[] v = Digits.direction(theta.length);
    float[] result = new float[theta.length];
    try (Cluster cluster = Clusters.localCluster(2, 1, 1024, Map.of())) {
      for (int partitions : new int[] {2, 8}) {
        try (SparkWorkers<float[]> workers =
            SparkWorkers.of(
                digits.objective(Precision.FLOAT),
                digits.rdd(cluster.context(), Precision.FLOAT, partitions))) {
          ClusterObjective<float[]> objective = new ClusterObjective<>(workers);
          objective.linearize(theta, result);
          assertThat(ParameterDigest.of(Precision.FLOAT, result)).startsWith("70a032c527b9");
          objective.hessianVector(v, result);
          assertThat(ParameterDigest.of(Precision.FLOAT, result)).startsWith("a822613f4873");
        }
      }
    }
  }
}
