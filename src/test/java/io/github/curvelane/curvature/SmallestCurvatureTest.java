package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SmallestCurvatureTest {
  private static final double[] LAMBDA = {4, 1, 0.25};

  private final HessianProducts<double[]> quadratic =
      Objective.of(
          Precision.DOUBLE,
          3,
          t -> 0,
          (t, g) -> {
            for (int i = 0; i < 3; i++) {
              g[i] = LAMBDA[i] * t[i];
            }
          },
          (t, v, product) -> {
            for (int i = 0; i < 3; i++) {
              product[i] = LAMBDA[i] * v[i];
            }
          });

  private SmallestCurvature<double[]> descend(int steps, double rate, double noise) {
    SplittableRandom random = new SplittableRandom(1);
    SmallestCurvature<double[]> smallest = new SmallestCurvature<>(Precision.DOUBLE, 3, 0.1);
    double[] theta = {1, 1, 1};
    double[] gradient = new double[3];
    for (int k = 0; k < steps; k++) {
      quadratic.linearize(theta, gradient);
      for (int i = 0; i < 3; i++) {
        theta[i] -= rate * gradient[i];
        gradient[i] += noise * (random.nextDouble() - 0.5);
      }
      smallest.add(gradient);
    }
    quadratic.linearize(theta, gradient);
    return smallest;
  }

  /**
   * Of the second component (1 − 0.2)/(1 − 0.05) is left a step, of the average (1 − δ)/… of it.
   */
  @Test
  void pointsAlongTheSmallestEigenvalueAfterManySteps() {
    SmallestCurvature<double[]> smallest = descend(100, 0.2, 0);
    double[] direction = new double[3];
    smallest.direction(direction);
    // What is left of early gradients falls by 0.9/0.95 a step: 0.0045 after a hundred.
    double left = StrictMath.pow(0.9 / 0.95, 100);
    assertThat(Math.abs(direction[2])).isCloseTo(1, within(50 * left * left));
    RayleighQuotient curvature = smallest.curvature(quadratic.hessian());
    assertThat(curvature.value()).isBetween(0.25, 0.25 + 4 * 100 * left * left);
    assertThat(curvature.residual()).isGreaterThanOrEqualTo(curvature.value() - 0.25);
    assertThat(smallest.updates()).isEqualTo(100);
  }

  @Test
  void isTheLeakyAverage() {
    SmallestCurvature<double[]> smallest = new SmallestCurvature<>(Precision.DOUBLE, 2, 0.25);
    smallest.add(new double[] {4, 0});
    smallest.add(new double[] {0, 8});
    // r = (0.75, 2)
    assertThat(smallest.norm()).isCloseTo(Math.sqrt(0.5625 + 4), within(1e-15));
    double[] direction = new double[2];
    smallest.direction(direction);
    assertThat(direction[0] / direction[1]).isCloseTo(0.375, within(1e-15));
  }

  @Test
  void scatteredGradientsAverageOut() {
    double[] direction = new double[3];
    descend(60, 0.2, 0.05).direction(direction);
    assertThat(Math.abs(direction[2])).isGreaterThan(0.8);
  }

  @Test
  void badInputIsRefused() {
    SmallestCurvature<double[]> smallest = new SmallestCurvature<>(Precision.DOUBLE, 3, 0.1);
    assertThatThrownBy(() -> smallest.direction(new double[3]))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("the average of 0 gradients has the norm 0.0: it has no direction");
    assertThatThrownBy(() -> smallest.add(new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gradient has 2 elements, must have 3");
    assertThatThrownBy(
            () -> new SmallestCurvature<>(Precision.DOUBLE, 2, 0.1).curvature(quadratic.hessian()))
        .hasMessage("the matrix has 3 rows, must have 2");
    for (double leak : new double[] {0, 1, Double.NaN}) {
      assertThatThrownBy(() -> new SmallestCurvature<>(Precision.DOUBLE, 3, leak))
          .hasMessage("leak is " + leak + ", must be between 0 and 1");
    }
    assertThatThrownBy(() -> new SmallestCurvature<>(Precision.DOUBLE, 0, 0.1))
        .hasMessage("dimension is 0, must be at least 1");
  }
}
