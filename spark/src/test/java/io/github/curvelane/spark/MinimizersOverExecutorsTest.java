package io.github.curvelane.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ClusterObjective;
import io.github.curvelane.cluster.ThreadWorkers;
import io.github.curvelane.cluster.Workers;
import io.github.curvelane.curvature.Lanczos;
import io.github.curvelane.io.ParameterDigest;
import io.github.curvelane.optim.batch.ConjugateGradient;
import io.github.curvelane.optim.batch.HessianFree;
import io.github.curvelane.optim.batch.Lbfgs;
import io.github.curvelane.optim.batch.Minimizer;
import io.github.curvelane.optim.batch.Minimum;
import io.github.curvelane.optim.batch.Stopping;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Methods that know of no cluster, 20 iterations each on two executors and in one process. */
@Tag("cluster")
final class MinimizersOverExecutorsTest {
  private static final Blobs BLOBS = new Blobs(4 * 4096 + 100, 4, 3, 2);

  private static final Stopping AFTER_20 = Stopping.DEFAULT.iterations(20);

  @Test
  void endInTheSameBits() {
    assertSameEnds(new Lbfgs().stopping(AFTER_20), new ConjugateGradient().stopping(AFTER_20));
  }

  /** Hundreds of products, each a job. */
  @Tag("exhaustive")
  @Test
  void hessianFreeEndsInTheSameBits() {
    assertSameEnds(new HessianFree(1, AFTER_20));
  }

  private static void assertSameEnds(Minimizer... minimizers) {
    Map<String, String> expected;
    try (ThreadWorkers<double[]> here = BLOBS.here(Precision.DOUBLE)) {
      expected = ends(here, minimizers);
    }
    try (Cluster cluster = Clusters.localCluster(2, 1, 1024, Map.of());
        SparkWorkers<double[]> workers =
            SparkWorkers.of(
                BLOBS.objective(Precision.DOUBLE),
                BLOBS.rdd(cluster.context(), Precision.DOUBLE, 2))) {
      assertThat(ends(workers, minimizers)).isEqualTo(expected);
    }
  }

  private static Map<String, String> ends(Workers<double[]> workers, Minimizer... minimizers) {
    ClusterObjective<double[]> objective = new ClusterObjective<>(workers);
    Map<String, String> ends = new LinkedHashMap<>();
    for (Minimizer minimizer : minimizers) {
      double[] theta = BLOBS.theta(Precision.DOUBLE);
      Minimum minimum = minimizer.minimize(objective, theta);
      assertThat(minimum.iterations()).as(minimizer + ": " + minimum).isEqualTo(20);
      ends.put(
          minimizer.getClass().getSimpleName(),
          minimum.value() + " " + ParameterDigest.of(Precision.DOUBLE, theta));
    }
    double[] theta = BLOBS.theta(Precision.DOUBLE);
    objective.linearize(theta, new double[theta.length]);
    ends.put(
        "Lanczos",
        new Lanczos().largest(2).products(20).find(objective.hessian()).largest().toString());
    return ends;
  }
}
