package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.LeastSquares;
import io.github.curvelane.Precision;
import io.github.curvelane.check.Checks;
import io.github.curvelane.check.Verdict;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LeastSquaresObjectiveTest {
  /** What a user writes: r_i = a(1 − exp(−b x_i)) − y_i, and both derivatives. */
  private static class Saturation implements LeastSquares<double[]> {
    private final double[] x;
    private final double[] y;
    int blocks;

    Saturation(int count) {
      SplittableRandom random = new SplittableRandom(count);
      x = random.doubles(count, 0.1, 4).toArray();
      y = random.doubles(count, 0, 3).toArray();
    }

    @Override
    public Precision<double[]> precision() {
      return Precision.DOUBLE;
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public int residuals() {
      return x.length;
    }

    @Override
    public void residuals(double[] t, double[] r) {
      for (int i = 0; i < x.length; i++) {
        r[i] = t[0] * (1 - Math.exp(-t[1] * x[i])) - y[i];
      }
    }

    @Override
    public void jacobianRows(double[] t, int from, int to, double[] rows) {
      blocks++;
      for (int i = from; i < to; i++) {
        rows[2 * (i - from)] = 1 - Math.exp(-t[1] * x[i]);
        rows[2 * (i - from) + 1] = t[0] * x[i] * Math.exp(-t[1] * x[i]);
      }
    }

    double[] allRows(double[] t) {
      double[] rows = new double[2 * x.length];
      jacobianRows(t, 0, x.length, rows);
      return rows;
    }
  }

  private static final double[] POINT = {1.7, 0.6};

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 14, 700, 5000})
  void everyCheckPasses(int count) {
    Verdict verdict = Checks.all(new LeastSquaresObjective<>(new Saturation(count)), POINT);
    assertThat(verdict).matches(Verdict::passed);
    assertThat(verdict.check()).contains("Gauss-Newton-vector product", "residuals");
  }

  @Test
  void aWrongDerivativeOfOneResidualIsFound() {
    Saturation wrong =
        new Saturation(14) {
          @Override
          public void jacobianRows(double[] t, int from, int to, double[] rows) {
            super.jacobianRows(t, from, to, rows);
            if (from <= 9 && 9 < to) {
              rows[2 * (9 - from) + 1] *= 1.001;
            }
          }
        };
    assertThat(Checks.all(new LeastSquaresObjective<>(wrong), POINT)).matches(Verdict::failed);
  }

  /** The chains that the Javadoc promises, one after another; up to three chunks left to right. */
  @ParameterizedTest
  @ValueSource(ints = {3, 512, 513, 4096, 4097, 8192 + 600})
  void sumsAreChainsOverResidualsInCanonicalChunks(int count) {
    Saturation problem = new Saturation(count);
    LeastSquaresObjective<double[]> objective = new LeastSquaresObjective<>(problem);
    double[] gradient = new double[2];
    double value = objective.linearize(POINT, gradient);
    double[] v = {0.3, -1.1};
    double[] product = new double[2];
    objective.gaussNewtonVector(v, product);

    double[] r = new double[count];
    problem.residuals(POINT, r);
    double[] rows = problem.allRows(POINT);
    double squares = 0;
    double[] expected = new double[2];
    double[] expectedProduct = new double[2];
    for (int chunk = 0; chunk < count; chunk += Arithmetic.EXAMPLE_CHUNK) {
      double chain = 0;
      double[] sums = new double[4];
      for (int i = chunk; i < Math.min(count, chunk + Arithmetic.EXAMPLE_CHUNK); i++) {
        chain = Math.fma(r[i], r[i], chain);
        double tangent = Math.fma(rows[2 * i + 1], v[1], Math.fma(rows[2 * i], v[0], 0.0));
        for (int j = 0; j < 2; j++) {
          sums[j] = Math.fma(rows[2 * i + j], r[i], sums[j]);
          sums[2 + j] = Math.fma(rows[2 * i + j], tangent, sums[2 + j]);
        }
      }
      squares = chunk == 0 ? chain : squares + chain;
      for (int j = 0; j < 2; j++) {
        expected[j] = chunk == 0 ? sums[j] : expected[j] + sums[j];
        expectedProduct[j] = chunk == 0 ? sums[2 + j] : expectedProduct[j] + sums[2 + j];
      }
    }
    assertThat(value).isEqualTo(squares / 2);
    assertThat(gradient).containsExactly(expected);
    assertThat(product).containsExactly(expectedProduct);
    assertThat(objective.value(POINT)).isEqualTo(value);
  }

  @Test
  void residualsKeepThePointWithoutReadingTheJacobian() {
    Saturation problem = new Saturation(20);
    LeastSquaresObjective<double[]> objective = new LeastSquaresObjective<>(problem);
    double[] r = new double[20];
    double value = objective.residuals(POINT, r);
    assertThat(problem.blocks).isZero();
    assertThat(value).isEqualTo(Arrays.stream(r).map(x -> x * x).sum() / 2, within(1e-12));
    double[] rows = new double[6];
    objective.jacobianRows(4, 7, rows);
    assertThat(rows).containsExactly(Arrays.copyOfRange(problem.allRows(POINT), 8, 14));
    assertThat(objective.rows()).isEqualTo(objective.residuals()).isEqualTo(20);
  }

  @Test
  void wrongArgumentsAreRefusedByName() {
    LeastSquaresObjective<double[]> objective = new LeastSquaresObjective<>(new Saturation(5));
    double[] out = {7, 7};
    refused(
        "rows has 2 elements, must have at least 4: 2 rows of 2 parameters",
        () -> objective.jacobianRows(1, 3, out));
    assertThatThrownBy(() -> objective.jacobianRows(1, 2, out))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no point is kept: call linearize first");
    assertThatThrownBy(() -> objective.gaussNewton().apply(new double[2], out))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> objective.jacobianRows(3, 6, out))
        .isInstanceOf(IndexOutOfBoundsException.class);
    refused("residuals has 2 elements, must have 5", () -> objective.residuals(POINT, out));
    refused(
        "theta has 5 elements, must have the objective's 2 parameters",
        () -> objective.value(new double[5]));
    refused(
        "theta[0] is Infinity, must be finite",
        () -> objective.linearize(new double[] {1 / 0.0, 0}, out));
    refused("scratch has 3 elements, must have 2", () -> objective.keep(POINT, new double[3]));
    refused("theta and scratch are the same array", () -> objective.keep(out, out));
    objective.linearize(POINT, new double[2]);
    refused("theta and product are the same array", () -> objective.gaussNewtonVector(out, POINT));
    refused("v and product are the same array", () -> objective.gaussNewtonVector(out, out));
    assertThat(out).containsExactly(7, 7);
    refused(
        "the problem has 0 residuals of 2 parameters, must have at least one of each",
        () -> new LeastSquaresObjective<>(new Saturation(0)));
  }

  private static void refused(String message, Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
