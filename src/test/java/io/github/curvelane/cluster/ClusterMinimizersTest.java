package io.github.curvelane.cluster;

import static io.github.curvelane.cluster.ClusterCase.CHUNK;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.curvature.Eigenpair;
import io.github.curvelane.curvature.Eigenpairs;
import io.github.curvelane.curvature.Lanczos;
import io.github.curvelane.optim.batch.ConjugateGradient;
import io.github.curvelane.optim.batch.HessianFree;
import io.github.curvelane.optim.batch.Lbfgs;
import io.github.curvelane.optim.batch.Minimizer;
import io.github.curvelane.optim.batch.Stopping;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods that know nothing of workers end where they end with one objective. */
final class ClusterMinimizersTest {
  static Stream<Precision<?>> precisions() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void methodsEndInTheSameParameters(Precision<A> precision) {
    ClusterCase<A> c = new ClusterCase<>(precision, 2 * CHUNK + 300);
    try (Parallelism parallelism = Parallelism.threads(2);
        var workers = c.workers(parallelism)) {
      for (Minimizer method : methods()) {
        A here = copy(c);
        A there = copy(c);
        var one = method.minimize(c.inOneProcess(), here);
        var other = method.minimize(new ClusterObjective<>(workers), there);
        assertThat(one.iterations()).as("%s", method).isGreaterThanOrEqualTo(5);
        assertThat(precision.sameBits(here, c.theta)).as("%s moves", method).isFalse();
        assertThat(precision.sameBits(here, there)).as("%s", method).isTrue();
        assertThat(other.value()).isEqualTo(one.value());
      }
    }
  }

  private static <A> A copy(ClusterCase<A> c) {
    A copy = c.vector();
    c.network.precision().copy(c.theta, 0, copy, 0, c.network.parameters());
    return copy;
  }

  private static List<Minimizer> methods() {
    Stopping twenty = Stopping.DEFAULT.iterations(20);
    return List.of(
        new Lbfgs().stopping(twenty),
        new ConjugateGradient().stopping(twenty),
        new HessianFree().stopping(twenty));
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void eigenvaluesAreTheSame(Precision<A> precision) {
    ClusterCase<A> c = new ClusterCase<>(precision, 2 * CHUNK + 300);
    Lanczos lanczos = new Lanczos().largest(2).smallest(1);
    try (Parallelism parallelism = Parallelism.threads(2);
        var workers = c.workers(parallelism)) {
      var expected = lanczos.find(linearized(c, c.inOneProcess()).hessian());
      var found = lanczos.find(linearized(c, new ClusterObjective<>(workers)).hessian());
      assertThat(values(found)).isEqualTo(values(expected)).hasSize(3);
      expected = lanczos.find(linearized(c, c.inOneProcess()).gaussNewton());
      found = lanczos.find(linearized(c, new ClusterObjective<>(workers)).gaussNewton());
      assertThat(values(found)).isEqualTo(values(expected)).hasSize(3);
    }
  }

  private static List<Double> values(Eigenpairs<?> pairs) {
    return Stream.concat(pairs.largest().stream(), pairs.smallest().stream())
        .map(Eigenpair::value)
        .toList();
  }

  private static <A, O extends HessianProducts<A> & GaussNewtonProducts<A>> O linearized(
      ClusterCase<A> c, O objective) {
    objective.linearize(c.theta, c.vector());
    return objective;
  }
}
