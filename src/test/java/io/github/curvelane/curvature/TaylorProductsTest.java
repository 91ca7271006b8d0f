package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TaylorProductsTest {
  /** Σ θ_i³: H = diag 6θ, and the difference over α is 6θv + 3αv² along a unit vector. */
  private static final Objective<double[]> CUBIC =
      Objective.of(
          Precision.DOUBLE,
          2,
          t -> t[0] * t[0] * t[0] + t[1] * t[1] * t[1],
          (t, g) -> {
            g[0] = 3 * t[0] * t[0];
            g[1] = 3 * t[1] * t[1];
          });

  private final double[] theta = {0.5, -1};
  private final double[] gradient = new double[2];
  private final double[] product = new double[2];

  @Test
  void theStepHasItsLengthAlongTheDirection() {
    TaylorProducts<double[]> products = new TaylorProducts<>(CUBIC, 0.125);
    assertThat(products.linearize(theta, gradient)).isEqualTo(CUBIC.value(theta));
    products.hessianVector(new double[] {3, 4}, product);
    // ‖v‖ = 5: 5·(6θ·0.6 + 3·0.125·0.36), by differences that lose u·3θ²·5/α
    assertThat(product[0]).isCloseTo(5 * (3 * 0.6 + 0.375 * 0.36), within(1e-14));
    assertThat(product[1]).isCloseTo(5 * (-6 * 0.8 + 0.375 * 0.64), within(3e-14));
  }

  @Test
  void theDefaultStepIsAHundredth() {
    TaylorProducts<double[]> products = new TaylorProducts<>(CUBIC);
    products.keep(theta, gradient);
    products.hessianVector(new double[] {1, 0}, product);
    assertThat(product[0]).isCloseTo(3 + 0.03, within(1e-13));
    assertThat(TaylorProducts.STEP).isEqualTo(0.01);
  }

  @Test
  void badInputIsRefused() {
    TaylorProducts<double[]> products = new TaylorProducts<>(CUBIC);
    double[] v = {1, 2};
    assertThatThrownBy(() -> products.hessianVector(v, product))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no point is kept: call linearize first");
    products.linearize(theta, gradient);
    assertThatThrownBy(() -> products.hessianVector(new double[2], product))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the norm of v is 0.0, must be positive and finite");
    double[] other = {1, 1};
    assertThatThrownBy(
            () ->
                products.hessianVectors(List.of(v, new double[2]), List.of(product, new double[2])))
        .hasMessage("the norm of vectors[1] is 0.0, must be positive and finite");
    assertThatThrownBy(() -> products.hessianVectors(List.of(v, other), List.of(other, product)))
        .hasMessage("products[0] and vectors[1] are the same array");
    assertThatThrownBy(() -> products.hessianVectors(List.of(v, other), List.of(product, product)))
        .hasMessage("products[1] and products[0] are the same array");
    assertThatThrownBy(() -> products.hessianVector(v, v))
        .hasMessage("v and product are the same array");
    assertThatThrownBy(() -> products.hessianVector(v, theta))
        .hasMessage("theta and product are the same array");
    assertThatThrownBy(() -> products.hessianVector(new double[3], product))
        .hasMessage("v has 3 elements, must have the objective's 2 parameters");
    assertThatThrownBy(() -> products.keep(new double[] {1, Double.NaN}, product))
        .hasMessage("theta[1] is NaN, must be finite");
    assertThatThrownBy(() -> products.linearize(theta, theta))
        .hasMessage("theta and gradient are the same array");
    assertThatThrownBy(() -> products.keep(theta, theta))
        .hasMessage("theta and scratch are the same array");
    assertThatThrownBy(() -> new TaylorProducts<>(CUBIC, Double.NaN))
        .hasMessage("step is NaN, must be positive and finite");
    products.value(theta);
    assertThatThrownBy(() -> products.hessianVector(v, product))
        .isInstanceOf(IllegalStateException.class);
  }
}
