package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Precision;
import io.github.curvelane.curvature.FiniteDifferenceProducts.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DenseCurvatureTest {
  private static final double[] POINT = {0.4, -0.7, 1.3};

  /** exp(a) sin(b) + a²c³, with a product whose columns differ by a rounding. */
  private static final class Mixed implements HessianProducts<double[]> {
    private final int size;
    private double[] kept;
    int gradients;

    Mixed(int size) {
      this.size = size;
    }

    static double[][] hessian(double[] t) {
      double e = Math.exp(t[0]);
      double s = Math.sin(t[1]);
      double c = Math.cos(t[1]);
      double x = t[2];
      return new double[][] {
        {e * s + 2 * x * x * x, e * c, 6 * t[0] * x * x},
        {e * c, -e * s, 0},
        {6 * t[0] * x * x, 0, 6 * t[0] * t[0] * x}
      };
    }

    @Override
    public Precision<double[]> precision() {
      return Precision.DOUBLE;
    }

    @Override
    public int dimension() {
      return size;
    }

    @Override
    public double value(double[] t) {
      return Math.exp(t[0]) * Math.sin(t[1]) + t[0] * t[0] * t[2] * t[2] * t[2];
    }

    @Override
    public double valueAndGradient(double[] t, double[] g) {
      gradients++;
      double x = t[2];
      g[0] = Math.exp(t[0]) * Math.sin(t[1]) + 2 * t[0] * x * x * x;
      g[1] = Math.exp(t[0]) * Math.cos(t[1]);
      g[2] = 3 * t[0] * t[0] * x * x;
      return value(t);
    }

    @Override
    public double linearize(double[] t, double[] g) {
      kept = t;
      return valueAndGradient(t, g);
    }

    @Override
    public void hessianVector(double[] v, double[] product) {
      double[][] h = hessian(kept);
      for (int i = 0; i < 3; i++) {
        product[i] = (h[i][0] * v[0] + h[i][1] * v[1] + h[i][2] * v[2]) * (1 + i * 1e-15);
      }
    }
  }

  private static void assertSymmetric(double[] matrix) {
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        assertThat(matrix[i * 3 + j]).isEqualTo(matrix[j * 3 + i]);
      }
    }
  }

  private static void assertClose(double[] matrix, double tolerance) {
    double[][] expected = Mixed.hessian(POINT);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        assertThat(matrix[i * 3 + j]).isCloseTo(expected[i][j], within(tolerance));
      }
    }
  }

  @Test
  void exactColumnsAreSymmetrised() {
    double[] h = DenseCurvature.hessian(new Mixed(3), POINT);
    assertSymmetric(h);
    assertClose(h, 1e-13);
  }

  @Test
  void differencesOfGradientsGiveTenDigits() {
    Mixed objective = new Mixed(3);
    double[] h = DenseCurvature.finiteDifferenceHessian(objective, POINT);
    assertSymmetric(h);
    assertClose(h, 2e-9);
    assertThat(objective.gradients).isEqualTo(1 + 2 * 3);
  }

  @Test
  void aLargeProblemIsRefusedByTheBoundsName() {
    Mixed large = new Mixed(DenseCurvature.MAX_DIMENSION + 1);
    double[] theta = new double[large.dimension()];
    assertThatThrownBy(() -> DenseCurvature.hessian(large, theta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4097")
        .hasMessageContaining("4096 (MAX_DIMENSION)");
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void productsAgreeToTheirOrder(Form form) {
    var products = new FiniteDifferenceProducts<>(new Mixed(3), form);
    double[] gradient = new double[3];
    double[] v = {1e3, -2e3, 0.5e3};
    double[] product = new double[3];
    products.linearize(POINT, gradient);
    products.hessianVector(v, product);
    double[][] h = Mixed.hessian(POINT);
    double tolerance = 1e3 * (form == Form.FORWARD ? 3e-6 : 1e-8);
    for (int i = 0; i < 3; i++) {
      double expected = h[i][0] * v[0] + h[i][1] * v[1] + h[i][2] * v[2];
      assertThat(product[i]).isCloseTo(expected, within(tolerance));
    }
  }

  @Test
  void wrongArgumentsAreRefusedByName() {
    var products = new FiniteDifferenceProducts<>(new Mixed(3), Form.FORWARD);
    double[] v = {1, 0, 0};
    double[] out = {7, 7, 7};
    assertThatThrownBy(() -> products.hessianVector(v, out))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("linearize");
    products.linearize(POINT, new double[3]);
    assertThatThrownBy(() -> products.hessianVector(new double[3], out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the norm of v is 0.0, must be positive and finite");
    assertThatThrownBy(() -> products.hessianVector(new double[2], out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("v has 2 elements");
    assertThatThrownBy(() -> products.hessianVector(v, v))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("v and product are the same array");
    assertThat(out).containsOnly(7);
    assertThatThrownBy(() -> products.linearize(v, v))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("theta and gradient are the same array");
    assertThatThrownBy(() -> products.linearize(new double[] {0, Double.NaN, 0}, new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("theta[1] is NaN, must be finite");
  }
}
