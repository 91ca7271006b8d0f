package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import java.io.IOException;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class GaussNewtonTest {
  private static final GaussNewton DEFAULT = new GaussNewton();

  /** r = Aθ − b with 30 rows of 20 parameters: the first step leads to the minimum. */
  @Test
  void aLinearProblemIsSolvedInOneStep() {
    int n = 20;
    int m = 30;
    double[] a = new double[m * n];
    Random random = new Random(3);
    for (int i = 0; i < a.length; i++) {
      a[i] = random.nextDouble() - 0.5;
    }
    double[] solution = new double[n];
    for (int j = 0; j < n; j++) {
      solution[j] = j - 7;
    }
    UnaryOperator<double[]> residuals =
        t -> {
          double[] r = new double[m];
          for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
              r[i] += a[i * n + j] * (t[j] - solution[j]);
            }
          }
          return r;
        };
    for (LeastSquaresSolver solver : LeastSquaresSolver.values()) {
      double[] theta = new double[n];
      var curve = new Curve<>(Precision.DOUBLE, theta, residuals, t -> a.clone());
      MinimizerRun<double[]> run = DEFAULT.solver(solver).start(curve.objective(), theta);
      run.step();
      for (int j = 0; j < n; j++) {
        assertThat(theta[j]).as("%s %d", solver, j).isCloseTo(solution[j], within(1e-10));
      }
      assertThat(run.finish().isMinimum()).isTrue();
      assertThat(run.iterations()).isLessThanOrEqualTo(3);
    }
  }

  /** From y = 2 Newton's iteration for arctan diverges, halved steps do not. */
  @Test
  void aStepThatWouldRiseIsShortened() {
    double[] theta = {2};
    var curve =
        new Curve<>(
            Precision.DOUBLE,
            theta,
            t -> new double[] {StrictMath.atan(t[0])},
            t -> new double[] {1 / (1 + t[0] * t[0])});
    Minimum end = DEFAULT.minimize(curve.objective(), theta).orThrow();
    assertThat(theta[0]).as(end.toString()).isCloseTo(0, within(1e-12));
    assertThat(end.counts().evaluations()).isGreaterThan(end.counts().jacobians());
  }

  @Test
  void columnsThatDependOnOthersAreLeftOut() {
    double[] theta = {3, -5};
    var curve =
        new Curve<>(
            Precision.DOUBLE,
            theta,
            t -> new double[] {t[0] + t[1] - 1, 2 * (t[0] + t[1]) - 3},
            t -> new double[] {1, 1, 2, 2});
    Minimum end = DEFAULT.minimize(curve.objective(), theta);
    assertThat(end.isMinimum()).as(end.toString()).isTrue();
    assertThat(theta[0] + theta[1]).isCloseTo(1.4, within(1e-12));
    double[] again = {3, -5};
    end = DEFAULT.solver(LeastSquaresSolver.NORMAL_EQUATIONS).minimize(curve.objective(), again);
    assertThat(end.reason()).isEqualTo(Reason.LINE_SEARCH);
    assertThat(end.message()).contains("normal equations are singular");
  }

  @Test
  void aWrongJacobianIsNoMinimum() {
    double[] theta = {3};
    var curve =
        new Curve<>(Precision.DOUBLE, theta, t -> new double[] {t[0] - 1}, t -> new double[] {-1});
    Minimum end = DEFAULT.minimize(curve.objective(), theta);
    assertThat(end.reason()).isEqualTo(Reason.LINE_SEARCH);
    assertThat(end.message()).contains("See Checks");
    assertThat(theta[0]).isEqualTo(3);
  }

  @Test
  void runsKeepTheirContract() throws IOException {
    double[] start = {4, -0.3};
    new RunContract<>(DEFAULT, () -> Curve.exponential(Precision.DOUBLE).objective(), start)
        .check();
    new RunContract<>(
            DEFAULT.solver(LeastSquaresSolver.NORMAL_EQUATIONS),
            () -> Curve.exponential(Precision.FLOAT).objective(),
            new float[] {4, -0.3f})
        .check();
  }
}
