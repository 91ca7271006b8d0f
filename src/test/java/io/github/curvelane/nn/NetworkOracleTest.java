package io.github.curvelane.nn;

import static io.github.curvelane.nn.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All that a network's objective gives, against hyper-dual numbers. */
@ParameterizedClass(name = "{0}")
@MethodSource("cases")
final class NetworkOracleTest {
  private final ScalarNetwork oracle;
  private final NetworkObjective<double[]> objective;
  private final double[] theta;
  private final int size;
  private final int batch;
  private final double[] gradient;

  static Stream<Arguments> cases() {
    return Stream.concat(
        NetworkCase.all().stream()
            .map(c -> Arguments.of(c.toString(), c.oracle(), c.objective(), c.theta())),
        LayerCase.all().stream()
            .map(
                c ->
                    Arguments.of(
                        c.toString(), c.oracle(), c.objective(Precision.DOUBLE), c.theta())));
  }

  NetworkOracleTest(
      String name, ScalarNetwork oracle, NetworkObjective<double[]> objective, double[] theta) {
    this.oracle = oracle;
    this.objective = objective;
    this.theta = theta;
    size = theta.length;
    batch = objective.batch();
    gradient = new double[size];
    objective.linearize(theta, gradient);
  }

  private double[] unit(int i) {
    double[] unit = new double[size];
    unit[i] = 1;
    return unit;
  }

  private double[] diagonal(Diagonal kind) {
    double[] diagonal = new double[size];
    objective.diagonal(kind, diagonal);
    return diagonal;
  }

  private static double[] diagonalOf(double[][] matrix) {
    double[] diagonal = new double[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      diagonal[i] = matrix[i][i];
    }
    return diagonal;
  }

  @Test
  void valueAndGradient() {
    assertThat(objective.dimension()).isEqualTo(oracle.parameters);
    double[] again = new double[size];
    double value = objective.valueAndGradient(theta, again);
    assertClose("value", new double[] {value}, new double[] {oracle.value(theta)});
    assertThat(objective.value(theta)).isEqualTo(value);
    assertThat(again).isEqualTo(gradient);
    assertClose("gradient", gradient, oracle.gradient(theta));
  }

  @Test
  void hessianVectorProducts() {
    double[][] hessian = oracle.hessian(theta);
    double[] column = new double[size];
    for (int i = 0; i < size; i++) {
      objective.hessianVector(unit(i), column);
      assertClose("column " + i, column, hessian[i], Close.largest(hessian));
    }
  }

  @Test
  void gaussNewtonVectorProducts() {
    double[][] g = oracle.gaussNewton(theta);
    double[] column = new double[size];
    for (int i = 0; i < size; i++) {
      objective.gaussNewtonVector(unit(i), column);
      assertClose("column " + i, column, g[i], Close.largest(g));
    }
  }

  @Test
  void empiricalFisherProducts() {
    double[][] f = oracle.empiricalFisher(theta);
    double[] column = new double[size];
    for (int i = 0; i < size; i++) {
      objective.empiricalFisherVector(unit(i), column);
      assertClose("column " + i, column, f[i], Close.largest(f));
    }
  }

  @Test
  void jacobianProducts() {
    int rows = objective.outputs();
    int outputs = rows / batch;
    double[][] all = new double[rows][];
    for (int p = 0; p < batch; p++) {
      double[][] jacobian = oracle.jacobian(theta, p);
      System.arraycopy(jacobian, 0, all, p * outputs, outputs);
    }
    double[] column = new double[rows];
    for (int i = 0; i < size; i++) {
      objective.jacobianVector(unit(i), column);
      for (int r = 0; r < rows; r++) {
        assertThat(column[r]).isCloseTo(all[r][i], Close.to(1 + Math.abs(all[r][i])));
      }
    }
    double[] row = new double[size];
    for (int r = 0; r < rows; r++) {
      double[] u = new double[rows];
      u[r] = 1;
      objective.jacobianTransposeVector(u, row);
      assertClose("row " + r, row, all[r]);
    }
  }

  @Test
  void exactDiagonals() {
    assertClose("Hessian", diagonal(Diagonal.HESSIAN), diagonalOf(oracle.hessian(theta)));
    assertClose("GN", diagonal(Diagonal.GAUSS_NEWTON), diagonalOf(oracle.gaussNewton(theta)));
    assertClose(
        "Fisher", diagonal(Diagonal.EMPIRICAL_FISHER), diagonalOf(oracle.empiricalFisher(theta)));
  }

  @Test
  void recursions() {
    assertClose("BL", diagonal(Diagonal.BECKER_LECUN), oracle.beckerLeCun(theta, false));
    assertClose(
        "with f″", diagonal(Diagonal.BECKER_LECUN_SECOND_ORDER), oracle.beckerLeCun(theta, true));
  }

  @Test
  void singleExamples() {
    assertThat(objective.batch()).isEqualTo(batch);
    double[] rows = new double[batch * size];
    objective.gradients(0, batch, rows);
    double[] norms = new double[batch];
    objective.squaredGradientNorms(norms);
    double[] variance = new double[size];
    objective.gradientVariance(variance);
    double[] expectedVariance = new double[size];
    double[] mean = oracle.gradient(theta);
    double[] expectedNorms = new double[batch];
    for (int p = 0; p < batch; p++) {
      double[] expected = oracle.gradient(theta, p);
      double[] row = java.util.Arrays.copyOfRange(rows, p * size, (p + 1) * size);
      assertClose("gradient of example " + p, row, expected);
      for (int i = 0; i < size; i++) {
        expectedNorms[p] += expected[i] * expected[i];
        expectedVariance[i] += (expected[i] - mean[i]) * (expected[i] - mean[i]) / batch;
      }
    }
    assertClose("norms", norms, expectedNorms);
    double squares = Close.largest(new double[][] {expectedNorms});
    assertClose("variance", variance, expectedVariance, squares);
    double[] one = new double[size];
    objective.gradients(batch - 1, batch, one);
    assertClose("the last alone", one, oracle.gradient(theta, batch - 1));
  }
}
