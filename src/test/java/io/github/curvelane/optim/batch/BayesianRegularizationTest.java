package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import io.github.curvelane.curvature.LeastSquaresObjective;
import io.github.curvelane.optim.batch.BayesianRegularization.Evidence;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** sin πx with noise of standard deviation 0.1 at 41 points, fitted by hidden tanh units. */
final class BayesianRegularizationTest {
  private static final BayesianRegularization DEFAULT = new BayesianRegularization();
  private static final int STARTS = 3;

  private static LeastSquaresObjective<double[]> sine(int units, int draw) {
    return new LeastSquaresObjective<>(network(units, draw));
  }

  private static TanhNetwork network(int units, int draw) {
    Random random = new Random(100 + draw);
    double[] x = new double[41];
    double[] y = new double[41];
    for (int i = 0; i < 41; i++) {
      x[i] = -1 + i / 20.0;
      y[i] = StrictMath.sin(Math.PI * x[i]) + 0.1 * random.nextGaussian();
    }
    return new TanhNetwork(units, x, y);
  }

  private static double[] start(int units, int draw, int start) {
    return TanhNetwork.start(units, new Random(7 * start + 31 * draw + 1));
  }

  /** The mean distance from sin πx, squared. */
  private static double error(TanhNetwork network, double[] theta) {
    double sum = 0;
    for (int i = 0; i <= 100; i++) {
      double x = -1 + i / 50.0;
      double d = network.output(theta, x) - StrictMath.sin(Math.PI * x);
      sum += d * d;
    }
    return sum / 101;
  }

  @Test
  void theDataDetermineAsManyParametersWhateverTheStartAndTheSize() {
    for (int draw = 0; draw < 4; draw++) {
      double gamma = Double.NaN;
      double regularized = 0;
      double plain = 0;
      for (int k = 0; k < STARTS; k++) {
        double[] theta = start(4, draw, k);
        MinimizerRun<double[]> run = DEFAULT.start(sine(4, draw), theta);
        Minimum end = run.finish().orThrow();
        Evidence evidence = BayesianRegularization.evidence(run);
        gamma = k == 0 ? evidence.gamma() : gamma;
        assertThat(evidence.gamma()).as("%s", end).isCloseTo(gamma, within(1e-3 * gamma));
        assertThat(gamma).isBetween(7.0, 9.5);
        assertThat(1 / Math.sqrt(2 * evidence.beta())).isBetween(0.07, 0.13);
        regularized += error(network(4, draw), theta);

        double[] wide = start(8, draw, k);
        MinimizerRun<double[]> more = DEFAULT.start(sine(8, draw), wide);
        more.finish().orThrow();
        assertThat(BayesianRegularization.evidence(more).gamma())
            .isCloseTo(gamma, within(0.15 * gamma));
        regularized += error(network(8, draw), wide);

        double[] free = start(8, draw, k);
        new LevenbergMarquardt()
            .stopping(Stopping.DEFAULT.iterations(100))
            .minimize(sine(8, draw), free);
        plain += 2 * error(network(8, draw), free);
      }
      assertThat(regularized).as("draw %d", draw).isLessThan(plain);
    }
  }

  /** The defining equations at the end, with H inverted by elimination. */
  @Test
  void alphaBetaAndGammaSatisfyTheirEquations() {
    double[] theta = start(4, 1, 0);
    MinimizerRun<double[]> run = DEFAULT.start(sine(4, 1), theta);
    run.finish();
    Evidence evidence = BayesianRegularization.evidence(run);
    TanhNetwork network = network(4, 1);
    int n = network.dimension();
    double[] r = new double[41];
    double[] jacobian = new double[41 * n];
    network.residuals(theta, r);
    network.jacobianRows(theta, 0, 41, jacobian);
    double[][] h = new double[n][2 * n];
    double[] gradient = new double[n];
    double errors = 0;
    double weights = 0;
    for (int i = 0; i < 41; i++) {
      errors += r[i] * r[i];
      for (int j = 0; j < n; j++) {
        gradient[j] += 2 * evidence.beta() * jacobian[i * n + j] * r[i];
        for (int k = 0; k < n; k++) {
          h[j][k] += 2 * evidence.beta() * jacobian[i * n + j] * jacobian[i * n + k];
        }
      }
    }
    for (int j = 0; j < n; j++) {
      weights += theta[j] * theta[j];
      h[j][j] += 2 * evidence.alpha();
      h[j][n + j] = 1;
      assertThat(gradient[j]).isCloseTo(-2 * evidence.alpha() * theta[j], within(2e-3));
    }
    double gamma = n - 2 * evidence.alpha() * traceOfInverse(h);
    assertThat(evidence.gamma()).isCloseTo(gamma, within(1e-4));
    assertThat(evidence.alpha()).isCloseTo(gamma / (2 * weights), within(1e-4));
    assertThat(evidence.beta()).isCloseTo((41 - gamma) / (2 * errors), within(1e-3));
  }

  private static double traceOfInverse(double[][] h) {
    int n = h.length;
    for (int k = 0; k < n; k++) {
      double pivot = h[k][k];
      for (int j = 0; j < 2 * n; j++) {
        h[k][j] /= pivot;
      }
      for (int i = 0; i < n; i++) {
        double factor = h[i][k];
        for (int j = 0; j < 2 * n && i != k; j++) {
          h[i][j] -= factor * h[k][j];
        }
      }
    }
    double trace = 0;
    for (int j = 0; j < n; j++) {
      trace += h[j][n + j];
    }
    return trace;
  }

  @Test
  void bothSolversTakeTheSameSteps() {
    double[] one = start(4, 2, 1);
    double[] other = one.clone();
    BayesianRegularization few = DEFAULT.stopping(Stopping.DEFAULT.iterations(5));
    few.minimize(sine(4, 2), one);
    few.solver(LeastSquaresSolver.QR).minimize(sine(4, 2), other);
    assertThat(other).containsExactly(one, within(1e-9));
  }

  /** θ is the last accepted point: that of the least E fits the noise. */
  @Test
  void runsContinueWithTheSameBits() throws IOException {
    BayesianRegularization few = DEFAULT.stopping(Stopping.DEFAULT.iterations(12));
    new RunContract<>(few, () -> sine(3, 0), start(3, 0, 0)).check();
    new RunContract<>(few.solver(LeastSquaresSolver.QR), () -> sine(3, 0), start(3, 0, 0)).check();
  }

  @Test
  void runsOfOtherMethodsHaveNoEvidence() {
    MinimizerRun<double[]> run = new GaussNewton().start(sine(2, 0), start(2, 0, 0));
    assertThatThrownBy(() -> BayesianRegularization.evidence(run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be of BayesianRegularization");
  }

  @Test
  void aConstantTargetIsFitted() {
    double[] x = {0, 1, 2, 3, 4, 5};
    TanhNetwork network = new TanhNetwork(1, x, new double[] {1, 1, 1, 1, 1, 1.001});
    double[] theta = {0.1, 0.2, 0.3, 0.4};
    Minimum end = DEFAULT.minimize(new LeastSquaresObjective<>(network), theta);
    assertThat(end.value()).as(end.toString()).isLessThan(1e-5);
    assertThat(Precision.DOUBLE.indexOfNonFinite(theta, 0, 4)).isEqualTo(-1);
  }
}
