package io.github.curvelane.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ClusterObjective;
import io.github.curvelane.cluster.QuantityDigests;
import io.github.curvelane.cluster.ThreadWorkers;
import io.github.curvelane.cluster.Workers;
import io.github.curvelane.io.ParameterDigest;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks of digits over a master and two workers, in every number of partitions and by every
 * reduction: gradient and product, and all quantities once.
 */
@Tag("cluster")
@Tag("exhaustive")
final class DigitsMatrixTest {
  static Stream<Arguments> cases() {
    List<Integer> small = List.of(784, 300, 10);
    List<Integer> large = List.of(784, 512, 256, 10);
    return Stream.of(
        Arguments.of(small, 49_152, Precision.FLOAT),
        Arguments.of(large, 49_152, Precision.FLOAT),
        Arguments.of(small, 49_152, Precision.DOUBLE),
        Arguments.of(small, 100_000, Precision.FLOAT),
        Arguments.of(large, 100_000, Precision.FLOAT));
  }

  @ParameterizedTest
  @MethodSource("cases")
  <A> void haveTheBitsOfOneProcess(
      List<Integer> layers, int examples, Precision<A> precision, TestReporter reporter) {
    Assumptions.assumeTrue(Digits.areThere(), "no digits");
    Digits digits = new Digits(Digits.place(), examples, layers);
    A theta = digits.theta(precision);
    // The exact diagonal of the Hessian takes as many passes as there are hidden units; small
    // networks show it.
    Set<Diagonal> all = EnumSet.complementOf(EnumSet.of(Diagonal.HESSIAN));
    Map<String, String> every;
    String pair;
    try (Parallelism threads = Parallelism.threads(2);
        ThreadWorkers<A> two = digits.here(precision, threads);
        ThreadWorkers<A> one = digits.here(precision, Parallelism.none())) {
      every = QuantityDigests.of(new ClusterObjective<>(two), theta, all);
      pair = pair(two, theta);
      assertThat(pair(one, theta)).isEqualTo(pair);
    }
    try (Cluster cluster = Clusters.standalone(List.of(List.of(), List.of()), 1, Map.of())) {
      for (int partitions : new int[] {1, 2, 3, 5, 8, 25}) {
        try (SparkWorkers<A> workers =
            SparkWorkers.of(
                digits.objective(precision),
                digits.rdd(cluster.context(), precision, partitions))) {
          for (Reduction reduction : Reduction.values()) {
            workers.reduceBy(reduction);
            assertThat(pair(workers, theta))
                .as("%d partitions, %s", partitions, reduction)
                .isEqualTo(pair);
          }
          if (partitions == 5) {
            assertThat(QuantityDigests.of(new ClusterObjective<>(workers), theta, all))
                .isEqualTo(every);
          }
        }
      }
    }
    reporter.publishEntry(Map.of("digests", pair, "all", every.toString()));
  }

  private static <A> String pair(Workers<A> workers, A theta) {
    Precision<A> precision = workers.precision();
    A gradient = precision.newArray(workers.dimension());
    A product = precision.newArray(workers.dimension());
    ClusterObjective<A> objective = new ClusterObjective<>(workers);
    double value = objective.linearize(theta, gradient);
    objective.hessianVector(theta, product);
    return value
        + " "
        + ParameterDigest.of(precision, gradient).substring(0, 12)
        + " "
        + ParameterDigest.of(precision, product).substring(0, 12);
  }
}
