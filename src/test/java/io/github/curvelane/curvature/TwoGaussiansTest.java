package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.nn.Layers;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.Updater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The linear network of [EB 5.2], figures 9 to 12: two inputs, one output and a bias, on 100
 * examples of two classes about (−0.4, −0.8) and (0.4, 0.8). With deviation 0.2 within classes the
 * inputs' second moments have the eigenvalues 0.8 + 0.04 and 0.04; [EB]'s sample had 0.84 and
 * 0.036.
 */
final class TwoGaussiansTest {
  private static final int EXAMPLES = 100;
  private static final double[] START = {0.5, -1, 0.7};

  private final double[][] x = new double[EXAMPLES][3];
  private final double[] d = new double[EXAMPLES];
  private final NetworkObjective<double[]> objective;

  /** (1/B) X̃ᵀX̃, with x̃ = (x; 1). */
  private final double[] h = new double[9];

  /** (1/B) X̃ᵀd. */
  private final double[] c = new double[3];

  TwoGaussiansTest() {
    NormalNumbers numbers = new NormalNumbers(1);
    for (int p = 0; p < EXAMPLES; p++) {
      d[p] = p % 2 == 0 ? -1 : 1;
      x[p][0] = 0.4 * d[p] + 0.2 * numbers.next();
      x[p][1] = 0.8 * d[p] + 0.2 * numbers.next();
      x[p][2] = 1;
      for (int i = 0; i < 3; i++) {
        c[i] += x[p][i] * d[p] / EXAMPLES;
        for (int j = 0; j < 3; j++) {
          h[i * 3 + j] += x[p][i] * x[p][j] / EXAMPLES;
        }
      }
    }
    objective =
        objective(
            Network.perceptron(
                Precision.DOUBLE, Activation.identity(), Activation.identity(), 2, 1));
  }

  private NetworkObjective<double[]> objective(Network<double[]> network) {
    double[] inputs = new double[2 * EXAMPLES];
    for (int p = 0; p < EXAMPLES; p++) {
      System.arraycopy(x[p], 0, inputs, 2 * p, 2);
    }
    return new NetworkObjective<>(
        network.newWorkspace(EXAMPLES),
        Loss.halfSquaredError(),
        inputs,
        Targets.matrix(Precision.DOUBLE, d, 1));
  }

  private static double largest(NetworkObjective<double[]> objective, double... theta) {
    objective.linearize(theta, new double[theta.length]);
    return new Lanczos().largest(1).find(objective.hessian()).orThrow().largest().get(0).value();
  }

  /**
   * With m the mean of the inputs and C their second moments H = [C m; mᵀ 1]: 1 ≤ λ_max, and λ_max
   * − 1 = mᵀ(λ_max − C)⁻¹m. So it is the bias that bounds the rate.
   */
  @Test
  void theBiasHasTheLargestEigenvalue() {
    double[] moments = JacobiEigenvalues.of(2, new double[] {h[0], h[1], h[3], h[4]});
    // Four deviations of a sample of 100.
    assertThat(moments[0]).isEqualTo(0.04, within(4 * 0.04 * Math.sqrt(0.02)));
    assertThat(moments[1]).isEqualTo(0.84, within(4 * 2 * Math.sqrt(0.8 * 0.04 / EXAMPLES)));
    NetworkObjective<double[]> withoutBias =
        objective(
            Network.of(
                Precision.DOUBLE,
                Layers.inputs(2).denseWithoutBiases(1, Activation.identity()).list()));
    assertThat(largest(withoutBias, 0.5, -1)).isEqualTo(moments[1], within(1e-12));

    double lambda = largest(objective, START);
    assertThat(lambda).isEqualTo(JacobiEigenvalues.of(3, h)[2], within(1e-12));
    double mean = h[2] * h[2] + h[5] * h[5];
    assertThat(lambda).isBetween(1.0, 1 + mean / (1 - moments[1]));
    assertThat(lambda).isEqualTo(1, within(0.01));
  }

  /** Hθ = (1/B) X̃ᵀd by elimination. */
  private double[] minimum() {
    double[][] a = new double[3][4];
    for (int i = 0; i < 3; i++) {
      System.arraycopy(h, 3 * i, a[i], 0, 3);
      a[i][3] = c[i];
    }
    for (int k = 0; k < 3; k++) {
      for (int i = 0; i < 3; i++) {
        double factor = a[i][k] / a[k][k];
        for (int j = k; i != k && j < 4; j++) {
          a[i][j] -= factor * a[k][j];
        }
      }
    }
    return new double[] {a[0][3] / a[0][0], a[1][3] / a[1][1], a[2][3] / a[2][2]};
  }

  /** e ← e − ηHe. */
  private void contract(double[] e, double rate) {
    double[] he = new double[3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        he[i] += h[3 * i + j] * e[j];
      }
    }
    for (int i = 0; i < 3; i++) {
      e[i] -= rate * he[i];
    }
  }

  private static Updater<double[]> descent() {
    return new Sgd().init(Kernels.of(Precision.DOUBLE), 3);
  }

  /** [EB]'s rates of figure 11, and one above 2/λ_max that is below 2/0.84. */
  @ParameterizedTest
  @ValueSource(doubles = {0.2, 1.5, 2.3, 2.5})
  void iteratesOfDescentFollowThePowersOfTheirMatrix(double rate) {
    double[] best = minimum();
    double[] theta = START.clone();
    double[] gradient = new double[3];
    double[] error = new double[3];
    for (int i = 0; i < 3; i++) {
      error[i] = theta[i] - best[i];
    }
    Updater<double[]> descent = descent();
    for (int t = 1; t <= 60; t++) {
      objective.valueAndGradient(theta, gradient);
      descent.step(rate, theta, gradient);
      contract(error, rate);
      double size = Math.max(1, norm(error));
      for (int i = 0; i < 3; i++) {
        assertThat(theta[i]).as("step %d", t).isEqualTo(best[i] + error[i], within(1e-10 * size));
      }
    }
    if (rate < 2) {
      assertThat(norm(error)).isLessThan(1);
    } else {
      assertThat(norm(error)).isGreaterThan(1e4);
    }
  }

  private static double norm(double[] e) {
    return Math.sqrt(e[0] * e[0] + e[1] * e[1] + e[2] * e[2]);
  }

  /** Over 15,000 steps 0.998 to their number is 1e-13, 1.002 is 1e13. */
  @Test
  void twiceTheInverseEigenvalueIsTheBoundOfTheRate() {
    double bound = LearningRates.divergenceBound(largest(objective, START));
    assertThat(distanceAfter(15_000, 0.999 * bound)).isLessThan(1e-10);
    assertThat(distanceAfter(15_000, 1.001 * bound)).isGreaterThan(1e10);
  }

  private double distanceAfter(int steps, double rate) {
    double[] theta = START.clone();
    double[] gradient = new double[3];
    Updater<double[]> descent = descent();
    for (int t = 0; t < steps; t++) {
      objective.valueAndGradient(theta, gradient);
      descent.step(rate, theta, gradient);
    }
    double[] error = minimum();
    for (int i = 0; i < 3; i++) {
      error[i] -= theta[i];
    }
    return norm(error);
  }

  /**
   * Figure 12, presentations one by one at rate 0.2: the error stays above its minimum by the part
   * η·tr H/(2 − η·tr H) = 0.23 of it (Widrow and Stearns 1985, for inputs that are independent),
   * where batches would come down to the minimum itself.
   */
  @Test
  void presentationsOneByOneAreNoisy() {
    double[] best = minimum();
    double least = objective.value(best);
    double[] theta = START.clone();
    double[] gradient = new double[3];
    double[] error = new double[3];
    int[] order = new int[EXAMPLES];
    Updater<double[]> descent = descent();
    double excess = 0;
    for (int epoch = 1; epoch <= 60; epoch++) {
      SamplingOrder.shuffled(1).arrange(epoch, order);
      for (int p = 0; p < EXAMPLES; p++) {
        objective.select(order, p, p + 1);
        objective.valueAndGradient(theta, gradient);
        descent.step(0.2, theta, gradient);
        for (int i = 0; epoch > 20 && i < 3; i++) {
          error[i] = theta[i] - best[i];
          double slope = h[3 * i] * error[0] + h[3 * i + 1] * error[1] + h[3 * i + 2] * error[2];
          excess += slope * error[i] / 2 / (40 * EXAMPLES);
        }
      }
    }
    assertThat(excess / least).isBetween(0.23 / 2, 0.23 * 2);
  }
}
