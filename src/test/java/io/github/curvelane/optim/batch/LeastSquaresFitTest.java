package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class LeastSquaresFitTest {
  /** y = a + bx at x = 0 … 4, by the formulas of linear regression. */
  @Test
  void aLineHasTheTextbooksErrors() {
    double[] y = {1.1, 2.9, 5.2, 7.1, 8.8};
    UnaryOperator<double[]> r =
        t -> {
          double[] residuals = new double[5];
          for (int i = 0; i < 5; i++) {
            residuals[i] = t[0] + t[1] * i - y[i];
          }
          return residuals;
        };
    double[] rows = {1, 0, 1, 1, 1, 2, 1, 3, 1, 4};
    double[] theta = {1.1, 1.96}; // ȳ − 2b and Σ(x − 2)y/10
    LeastSquaresFit fit = LeastSquaresFit.of(curve(theta, r, rows), theta);
    double squares = 0;
    for (double residual : r.apply(theta)) {
      squares += residual * residual;
    }
    double s2 = squares / 3;
    assertThat(fit.sumOfSquares()).isCloseTo(squares, within(1e-15));
    assertThat(fit.degreesOfFreedom()).isEqualTo(3);
    assertThat(fit.residualStandardDeviation()).isCloseTo(Math.sqrt(s2), within(1e-15));
    assertThat(fit.covariance(1, 1)).isCloseTo(s2 / 10, within(1e-15));
    assertThat(fit.covariance(0, 1)).isCloseTo(-2 * s2 / 10, within(1e-15));
    assertThat(fit.covariance(1, 0)).isEqualTo(fit.covariance(0, 1));
    assertThat(fit.standardDeviation(0)).isCloseTo(Math.sqrt(s2 * 0.6), within(1e-15));
    assertThat(fit.rank()).isEqualTo(2);
    // R of unit columns: 1 and the sine of their angle, cos = 10/√150
    assertThat(fit.condition()).isCloseTo(1 / Math.sqrt(1 - 100 / 150.0), within(1e-14));
    assertThat(fit).hasToString(fit.toString()).asString().contains("rank 2", "5 residuals");
  }

  @Test
  void whatIsNotDeterminedHasNoVariance() {
    double[] theta = {1, 2, 3, 4};
    UnaryOperator<double[]> r = t -> new double[] {0.5, -0.5, 0.25, 1};
    double[] rows = {1, 1, 0, 0, 2, 2, 0, 0, 0, 0, 3, 0, 1, 1, 1, 0};
    LeastSquaresFit fit = LeastSquaresFit.of(curve(theta, r, rows), theta);
    assertThat(fit.rank()).isEqualTo(2);
    assertThat(fit.condition()).isInfinite();
    assertThat(fit.standardDeviation(0)).isNaN();
    assertThat(fit.standardDeviation(1)).isNaN();
    assertThat(fit.standardDeviation(3)).isNaN();
    assertThat(fit.covariance(0, 2)).isNaN();
    // JᵀJ of the columns 0 and 2 is [[6, 1], [1, 10]].
    double variance = fit.sumOfSquares() / 2 * 6 / 59;
    assertThat(fit.covariance(2, 2)).isCloseTo(variance, within(1e-15));
  }

  @Test
  void rowsInSeveralBlocksGiveTheSame() {
    int m = 1300;
    double[] theta = {0.5, -0.25};
    UnaryOperator<double[]> r =
        t -> {
          double[] residuals = new double[m];
          for (int i = 0; i < m; i++) {
            residuals[i] = (i * 37 % 101 - 50) / 64.0;
          }
          return residuals;
        };
    double[] rows = new double[2 * m];
    double a = 0;
    double b = 0;
    double c = 0;
    for (int i = 0; i < m; i++) {
      rows[2 * i] = 1 + i % 7;
      rows[2 * i + 1] = i % 5 - 2;
      a += rows[2 * i] * rows[2 * i];
      b += rows[2 * i] * rows[2 * i + 1];
      c += rows[2 * i + 1] * rows[2 * i + 1];
    }
    LeastSquaresFit fit = LeastSquaresFit.of(curve(theta, r, rows), theta);
    double s2 = fit.sumOfSquares() / (m - 2);
    assertThat(fit.covariance(0, 0)).isCloseTo(s2 * c / (a * c - b * b), within(1e-18));
    assertThat(fit.covariance(0, 1)).isCloseTo(-s2 * b / (a * c - b * b), within(1e-18));
  }

  @Test
  void whatIsNoFitIsRefusedByName() {
    Objective<double[]> bowl =
        Objective.of(Precision.DOUBLE, 1, t -> t[0] * t[0], (t, g) -> g[0] = 2 * t[0]);
    assertThatThrownBy(() -> LeastSquaresFit.of(bowl, new double[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a fit needs Residuals");
    double[] theta = {1};
    assertThatThrownBy(
            () ->
                LeastSquaresFit.of(
                    curve(theta, t -> new double[] {1}, new double[] {Double.NaN}), theta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column 0 of the Jacobian is not finite");
    assertThatThrownBy(
            () ->
                LeastSquaresFit.of(
                    curve(theta, t -> new double[] {Double.NaN}, new double[] {1}), theta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("E is NaN");
    LeastSquaresFit fit =
        LeastSquaresFit.of(curve(theta, t -> new double[] {1}, new double[] {1}), theta);
    assertThat(fit.residualStandardDeviation()).isNaN();
    assertThatThrownBy(() -> fit.covariance(0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static Objective<double[]> curve(
      double[] theta, UnaryOperator<double[]> r, double[] rows) {
    return new Curve<>(Precision.DOUBLE, theta, r, t -> rows.clone()).objective();
  }
}
