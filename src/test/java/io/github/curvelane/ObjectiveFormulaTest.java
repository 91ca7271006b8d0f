package io.github.curvelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.check.Checks;
import io.github.curvelane.check.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objectives of formulas, with the examples that stand in the documentation. */
final class ObjectiveFormulaTest {
  private static final double[] POINT = {-1.2, 1};

  private static Objective<double[]> rosenbrock() {
    Objective<double[]> rosenbrock =
        Objective.of(
            Precision.DOUBLE,
            2,
            t -> 100 * Math.pow(t[1] - t[0] * t[0], 2) + Math.pow(1 - t[0], 2),
            (t, gradient) -> {
              gradient[0] = -400 * t[0] * (t[1] - t[0] * t[0]) - 2 * (1 - t[0]);
              gradient[1] = 200 * (t[1] - t[0] * t[0]);
            });
    return rosenbrock;
  }

  private static HessianProducts<double[]> saddle() {
    HessianProducts<double[]> saddle =
        Objective.of(
            Precision.DOUBLE,
            2,
            t -> t[0] * t[0] - t[1] * t[1],
            (t, gradient) -> {
              gradient[0] = 2 * t[0];
              gradient[1] = -2 * t[1];
            },
            (t, v, product) -> {
              product[0] = 2 * v[0];
              product[1] = -2 * v[1];
            });
    return saddle;
  }

  @Test
  void formulasAreAnObjective() {
    assertThat(rosenbrock().value(POINT)).isEqualTo(24.2, within(1e-12));
    assertThat(Checks.all(rosenbrock(), POINT)).matches(Verdict::passed);
    Verdict verdict = Checks.all(saddle(), POINT);
    assertThat(verdict).matches(Verdict::passed);
    assertThat(verdict.check()).contains("Hessian-vector product");
    assertThat(verdict.skipped()).isEmpty();
  }

  @Test
  void aWrongFormulaIsFound() {
    Objective<double[]> wrong =
        Objective.of(
            Precision.DOUBLE, 1, t -> t[0] * t[0], (t, gradient) -> gradient[0] = 2.001 * t[0]);
    assertThat(Checks.gradient(wrong, new double[] {3})).matches(Verdict::failed);
  }

  @Test
  void singlePrecisionIsAskedForByName() {
    Objective<float[]> square =
        Objective.of(Precision.FLOAT, 1, t -> t[0] * t[0], (t, g) -> g[0] = 2 * t[0]);
    float[] gradient = new float[1];
    assertThat(square.valueAndGradient(new float[] {3}, gradient)).isEqualTo(9);
    assertThat(gradient).containsExactly(6);
  }

  @Test
  void theHessianIsThatOfThePointThatIsKept() {
    HessianProducts<double[]> cubic =
        Objective.of(
            Precision.DOUBLE,
            1,
            t -> t[0] * t[0] * t[0],
            (t, gradient) -> gradient[0] = 3 * t[0] * t[0],
            (t, v, product) -> product[0] = 6 * t[0] * v[0]);
    SymmetricOperator<double[]> hessian = cubic.hessian();
    assertThat(hessian.dimension()).isEqualTo(1);
    assertThat(hessian.precision()).isSameAs(Precision.DOUBLE);
    double[] product = {7};
    assertThatThrownBy(() -> hessian.apply(new double[] {1}, product))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no point is kept: call linearize first");
    cubic.linearize(new double[] {2}, new double[1]);
    hessian.apply(new double[] {1}, product);
    assertThat(product).containsExactly(12);
    cubic.linearize(new double[] {-1}, new double[1]);
    hessian.apply(List.of(new double[] {1}), List.of(product));
    assertThat(product).containsExactly(-6);
    for (Runnable forgetter :
        List.<Runnable>of(
            () -> cubic.value(new double[] {5}),
            () -> cubic.valueAndGradient(new double[] {5}, new double[1]))) {
      cubic.linearize(new double[] {2}, new double[1]);
      forgetter.run();
      assertThatThrownBy(() -> hessian.apply(new double[] {1}, product))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(product).containsExactly(-6);
  }

  @Test
  void wrongArgumentsAreRefusedByName() {
    HessianProducts<double[]> saddle = saddle();
    double[] theta = POINT.clone();
    double[] out = {7, 7};
    saddle.linearize(theta, new double[2]);
    refused(
        "theta has 3 elements, must have the objective's 2 parameters",
        () -> saddle.value(new double[3]));
    saddle.linearize(theta, new double[2]);
    refused(
        "gradient has 1 elements, must have the objective's 2 parameters",
        () -> saddle.valueAndGradient(theta, new double[1]));
    refused("theta and gradient are the same array", () -> saddle.valueAndGradient(theta, theta));
    refused(
        "theta[1] is NaN, must be finite",
        () -> saddle.linearize(new double[] {0, Double.NaN}, out));
    saddle.linearize(theta, new double[2]);
    refused(
        "v has 3 elements, must have the objective's 2 parameters",
        () -> saddle.hessianVector(new double[3], out));
    refused("v and product are the same array", () -> saddle.hessianVector(out, out));
    refused("theta and product are the same array", () -> saddle.hessianVector(out, theta));
    refused(
        "1 vectors and 0 products, must be as many of both and at least one",
        () -> saddle.hessianVectors(List.of(out), List.of()));
    refused(
        "dimension is 0, must be at least 1",
        () -> Objective.of(Precision.DOUBLE, 0, t -> 0, (t, g) -> {}));
    assertThat(out).containsExactly(7, 7);
    assertThat(theta).isEqualTo(POINT);
  }

  private static void refused(String message, Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
