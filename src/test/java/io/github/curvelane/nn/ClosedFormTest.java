package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Diagonal;
import io.github.curvelane.curvature.DenseCurvature;
import io.github.curvelane.nn.NetworkCase.Cost;
import io.github.curvelane.nn.NetworkCase.Unit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hessians of linear models, written down. Row i·n + j of W, and of the bias with i = n_in. */
final class ClosedFormTest {
  private static final double RELATIVE = 1e-12;

  /** The Hessian of one example's loss at the outputs. */
  private interface OutputHessian {
    double at(double[] outputs, int c, int d);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "50,6,4", "33,1,5", "7,12,1", "200,5,3"})
  void leastSquares(int batch, int inputs, int outputs) {
    check(Cost.HALF_SQUARED_ERROR, batch, inputs, outputs, (a, c, d) -> c == d ? 1 : 0);
    check(
        Cost.MEAN_SQUARED_ERROR, batch, inputs, outputs, (a, c, d) -> c == d ? 2.0 / a.length : 0);
  }

  @ParameterizedTest
  @CsvSource({"1,1,2", "50,6,4", "33,1,5", "7,12,2", "200,5,3"})
  void softmaxRegression(int batch, int inputs, int outputs) {
    check(
        Cost.SOFTMAX,
        batch,
        inputs,
        outputs,
        (a, c, d) -> {
          double sum = 0;
          for (double logit : a) {
            sum += Math.exp(logit);
          }
          double p = Math.exp(a[c]) / sum;
          return (c == d ? p : 0) - p * Math.exp(a[d]) / sum;
        });
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "50,6,1", "33,3,4", "200,5,1"})
  void logisticRegression(int batch, int inputs, int outputs) {
    check(
        Cost.BINARY,
        batch,
        inputs,
        outputs,
        (a, c, d) -> {
          double s = 1 / (1 + Math.exp(-a[c]));
          return c == d ? s * (1 - s) : 0;
        });
  }

  /** H = G = (1/B) Σ x̃x̃ᵀ ⊗ H_L with x̃ = (x; 1), and every exact diagonal is its diagonal. */
  private static void check(Cost cost, int batch, int inputs, int outputs, OutputHessian second) {
    NetworkCase network =
        new NetworkCase(Unit.IDENTITY, Unit.IDENTITY, cost, batch, inputs, outputs);
    double[] theta = network.theta();
    double[][] expected = new double[theta.length][theta.length];
    for (double[] x : network.inputs()) {
      add(expected, x, theta, outputs, batch, second);
    }
    NetworkObjective<double[]> objective = network.objective();
    double size = Close.largest(expected);
    assertClose(DenseCurvature.hessian(objective, theta), expected, size);
    assertClose(DenseCurvature.gaussNewton(objective, theta), expected, size);
    double[] diagonal = new double[theta.length];
    for (Diagonal kind : Diagonal.values()) {
      if (kind != Diagonal.EMPIRICAL_FISHER) {
        objective.diagonal(kind, diagonal);
        for (int i = 0; i < diagonal.length; i++) {
          assertThat(diagonal[i]).isCloseTo(expected[i][i], within(RELATIVE * size));
        }
      }
    }
  }

  private static void add(
      double[][] sum, double[] x, double[] theta, int outputs, int batch, OutputHessian second) {
    double[] a = new double[outputs];
    for (int i = 0; i <= x.length; i++) {
      for (int c = 0; c < outputs; c++) {
        a[c] += tilde(x, i) * theta[i * outputs + c];
      }
    }
    for (int i = 0; i <= x.length; i++) {
      for (int j = 0; j <= x.length; j++) {
        for (int c = 0; c < outputs; c++) {
          for (int d = 0; d < outputs; d++) {
            sum[i * outputs + c][j * outputs + d] +=
                tilde(x, i) * tilde(x, j) * second.at(a, c, d) / batch;
          }
        }
      }
    }
  }

  private static double tilde(double[] x, int i) {
    return i == x.length ? 1 : x[i];
  }

  private static void assertClose(double[] matrix, double[][] expected, double size) {
    int n = expected.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        assertThat(matrix[i * n + j])
            .as("[%d][%d]", i, j)
            .isCloseTo(expected[i][j], within(RELATIVE * size));
      }
    }
  }
}
