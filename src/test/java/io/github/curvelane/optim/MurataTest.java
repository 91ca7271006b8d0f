package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rate that adapts itself, and what it is for: the example of [EB 5.2], on line. */
final class MurataTest {
  private static final int EXAMPLES = 100;
  private static final int EPOCHS = 1_000;

  private static Updater<double[]> updater(UpdateRule rule, int n) {
    return rule.init(Kernels.of(Precision.DOUBLE), n);
  }

  /** r = 1½, then 2¼; η = 1, then 1 + ½·1·(1·1½ − 1) = 1¼. */
  @Test
  void theRateFollowsTheAverageGradient() {
    Updater<double[]> updater = updater(new Murata(0.5, 0.5, 1), 1);
    double[] theta = {0};
    updater.step(1, theta, new double[] {3});
    assertThat(theta).containsExactly(-3);
    assertThat(updater.arrays().get("mean")).containsExactly(1.5);
    assertThat(updater.numbers()).containsEntry("eta", 1.0);
    updater.step(1, theta, new double[] {3});
    assertThat(theta).containsExactly(-3 - 1.25 * 3);
    assertThat(updater.arrays().get("mean")).containsExactly(2.25);
    assertThat(updater.numbers()).containsEntry("eta", 1.25);
  }

  @Test
  void ratesCountRelativeToTheFirst() {
    Updater<double[]> updater = updater(new Murata(0.5, 0.5, 1), 1);
    double[] theta = {0};
    updater.step(0.5, theta, new double[] {0});
    updater.step(0.25, theta, new double[] {4});
    // η = ½ + ½·½·(0 − ½), half of which is taken.
    assertThat(theta[0]).isEqualTo(-0.375 / 2 * 4, within(1e-15));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> updater(new Murata(0.5, 0.5, 1), 1).step(0, new double[1], new double[1]))
        .withMessage(
            "the learning rate of the first step is 0.0, must be positive: it becomes the first η");
  }

  /**
   * After 100,000 presentations a constant rate η leaves an excess of up to ½η·tr(H)/(1 − ½η·tr(H))
   * of the least loss, tr(H) ≈ 1.9, and less as each epoch presents all examples; the best c/t next
   * to nothing. Where η adapts, from a rate that is too large, it is less than 1e-4.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void theExampleOfTwoGaussiansIsSolvedFromARateThatIsTooLarge(int seed) {
    TwoGaussians data = new TwoGaussians(seed);
    double adapting = data.excess(new Murata(0.01, 0.02, 0.1), Schedule.constant(0.2));
    double constant = data.excess(new Sgd(), Schedule.constant(0.2));
    double small = data.excess(new Sgd(), Schedule.constant(0.02));
    double best = Double.POSITIVE_INFINITY;
    for (double c = 8; c <= 64; c *= 2) {
      double first = c;
      best = Math.min(best, data.excess(new Sgd(), t -> Math.min(0.2, first / (t + 1))));
    }
    assertThat(adapting).isLessThan(1e-4);
    assertThat(constant).isBetween(0.1, 0.19 / 0.81 * 1.2);
    assertThat(small).isBetween(2e-3, 0.019 / 0.981 * 1.2);
    assertThat(best).isLessThan(1e-5);
  }

  /** Inputs about (−0.4, −0.8) and (0.4, 0.8) with deviation 0.2 and a bias, targets ±1. */
  private static final class TwoGaussians {
    private final double[][] x = new double[EXAMPLES][3];
    private final double[] d = new double[EXAMPLES];
    private final long seed;
    private final double least;

    TwoGaussians(long seed) {
      this.seed = seed;
      for (int p = 0; p < EXAMPLES; p++) {
        d[p] = p % 2 == 0 ? -1 : 1;
        x[p][0] = 0.4 * d[p] + 0.2 * NoiseRecurrence.normal(seed, 1, p);
        x[p][1] = 0.8 * d[p] + 0.2 * NoiseRecurrence.normal(seed, 2, p);
        x[p][2] = 1;
      }
      double[] theta = new double[3];
      double[] gradient = new double[3];
      for (int k = 0; k < 4_000; k++) { // (1 − 0.035)^4000 is 0
        double[] step = new double[3];
        for (int p = 0; p < EXAMPLES; p++) {
          gradient(p, theta, gradient);
          for (int i = 0; i < 3; i++) {
            step[i] += gradient[i] / EXAMPLES;
          }
        }
        for (int i = 0; i < 3; i++) {
          theta[i] -= step[i];
        }
      }
      least = loss(theta);
    }

    private double error(int p, double[] theta) {
      return x[p][0] * theta[0] + x[p][1] * theta[1] + theta[2] - d[p];
    }

    private void gradient(int p, double[] theta, double[] gradient) {
      double error = error(p, theta);
      for (int i = 0; i < 3; i++) {
        gradient[i] = error * x[p][i];
      }
    }

    private double loss(double[] theta) {
      double sum = 0;
      for (int p = 0; p < EXAMPLES; p++) {
        sum += error(p, theta) * error(p, theta) / (2 * EXAMPLES);
      }
      return sum;
    }

    /** E/E_min − 1 after each of the last 1,000 presentations, in the mean. */
    double excess(UpdateRule rule, Schedule rates) {
      Updater<double[]> updater = updater(rule, 3);
      double[] theta = {0.5, -1, 0.7};
      double[] gradient = new double[3];
      SplittableRandom random = new SplittableRandom(seed);
      int[] order = new int[EXAMPLES];
      for (int i = 0; i < EXAMPLES; i++) {
        order[i] = i;
      }
      double sum = 0;
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        for (int i = EXAMPLES - 1; i > 0; i--) {
          int j = random.nextInt(i + 1);
          int kept = order[i];
          order[i] = order[j];
          order[j] = kept;
        }
        for (int p : order) {
          gradient(p, theta, gradient);
          updater.step(rates.rate(updater.steps()), theta, gradient);
          sum += epoch >= EPOCHS - 10 ? (loss(theta) / least - 1) / 1_000 : 0;
        }
      }
      return sum;
    }
  }
}
