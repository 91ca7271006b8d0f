package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Noise is normal, independent, and a function of seed, step and index. */
final class GradientNoiseTest {
  private static final int N = 100_000;

  /** What the t-th step adds to zeros, t from 1. */
  private static <A> A noise(Precision<A> precision, UpdateRule rule, int step) {
    Updater<A> updater = rule.init(Kernels.of(precision), N);
    A gradient = precision.newArray(N);
    A theta = precision.newArray(N);
    for (int t = 1; t <= step; t++) {
      precision.fill(gradient, 0, N, 0);
      updater.step(1, theta, gradient);
    }
    return gradient;
  }

  /**
   * −ln(1 − w) is off by 2e-7 of w ≤ ½, ln 2 by 2e-9 of each coin; cos by 1.1e-8, by 2⁻²⁵ in v
   * times 2π, and rounding; √2t &lt; 6.7.
   */
  @Test
  void numbersAreBoxAndMullers() {
    for (Precision<?> precision : List.of(Precision.FLOAT, Precision.DOUBLE)) {
      isBoxAndMullers(precision);
    }
  }

  private static <A> void isBoxAndMullers(Precision<A> precision) {
    A z = noise(precision, new GradientNoise(1, 0, 3), 2);
    double rounding = 10 * precision.unitRoundoff();
    for (int i = 0; i < N; i++) {
      double expected = NoiseRecurrence.normal(3L, 2L, i);
      double t = 0.5 * expected * expected;
      double cosine = 6.7 * (1.1e-8 + 2 * Math.PI * 0x1p-25 + rounding);
      double logarithm = Math.sqrt(2 * (1e-7 + 31 * 2e-9 + rounding * (1 + t)));
      assertThat(precision.get(z, i)).isEqualTo(expected, within(cosine + logarithm));
    }
  }

  /** Kolmogorov's statistic with 1.95/√N at 0.1 %, and moments within four standard errors. */
  @Test
  void numbersAreNormal() {
    for (int step : new int[] {1, 5}) {
      double[] z = noise(Precision.DOUBLE, new GradientNoise(1, 0, 11), step);
      double[] powers = new double[5];
      for (double x : z) {
        for (int k = 1; k < 5; k++) {
          powers[k] += StrictMath.pow(x, k) / N;
        }
      }
      assertThat(powers[1]).isEqualTo(0, within(4 / Math.sqrt(N)));
      assertThat(powers[2]).isEqualTo(1, within(4 * Math.sqrt(2.0 / N)));
      assertThat(powers[3]).isEqualTo(0, within(4 * Math.sqrt(15.0 / N)));
      assertThat(powers[4]).isEqualTo(3, within(4 * Math.sqrt(96.0 / N)));
      Arrays.sort(z);
      double largest = 0;
      for (int i = 0; i < N; i++) {
        largest = Math.max(largest, Math.abs(cumulative(z[i]) - (i + 0.5) / N));
      }
      assertThat(largest).isLessThan(1.95 / Math.sqrt(N));
    }
  }

  /** Φ by its series about 0. */
  private static double cumulative(double x) {
    double term = x;
    double sum = x;
    for (int k = 1; k < 120; k++) {
      term *= x * x / (2 * k + 1);
      sum += term;
    }
    return 0.5 + sum * StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }

  /** Neighbours, steps and seeds: correlations of 1e5 pairs within four standard errors. */
  @Test
  void numbersAreIndependent() {
    double[] z = noise(Precision.DOUBLE, new GradientNoise(1, 0, 5), 1);
    double[] next = noise(Precision.DOUBLE, new GradientNoise(1, 0, 5), 2);
    double[] seed = noise(Precision.DOUBLE, new GradientNoise(1, 0, 6), 1);
    for (int shift : new int[] {0, 1, 2, 64, 4096}) {
      assertUncorrelated(z, next, shift);
      assertUncorrelated(z, seed, shift);
      if (shift > 0) {
        assertUncorrelated(z, z, shift);
      }
    }
  }

  private static void assertUncorrelated(double[] a, double[] b, int shift) {
    double products = 0;
    double squares = 0;
    int n = N - shift;
    for (int i = 0; i < n; i++) {
      double x = a[i];
      double y = b[i + shift];
      products += x * y / n;
      squares += (x * x - 1) * (y * y - 1) / n;
    }
    assertThat(products).as("shift %d", shift).isEqualTo(0, within(4 / Math.sqrt(n)));
    assertThat(squares).as("shift %d", shift).isEqualTo(0, within(4 * 2 / Math.sqrt(n)));
  }

  @Test
  void theVarianceFallsWithTheSteps() {
    double[] unit = noise(Precision.DOUBLE, new GradientNoise(1, 0, 5), 9);
    double[] falling = noise(Precision.DOUBLE, new GradientNoise(0.25, 0.5, 5), 9);
    double sigma = Math.sqrt(0.25 / 3); // (1 + t)^½ with t = 8
    for (int i = 0; i < N; i++) {
      assertThat(falling[i]).isEqualTo(sigma * unit[i], within(1e-14));
    }
  }

  @Test
  void itStandsBeforeARuleThatFollows() {
    UpdateRule noise = new GradientNoise(0.1, 1);
    assertThat(noise.init(Kernels.of(Precision.FLOAT), 1).followsGradient()).isFalse();
    assertThat(
            UpdateRule.chain(noise, new Sgd())
                .init(Kernels.of(Precision.FLOAT), 1)
                .followsGradient())
        .isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UpdateRule.chain(new Sgd(), noise).init(Kernels.of(Precision.FLOAT), 1))
        .withMessageContaining("changes the gradient when no rule reads it any more");
  }

  @Test
  void wrongNumbersAreRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GradientNoise(0, 1))
        .withMessage("eta is 0.0, must be positive and finite");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GradientNoise(1, -1, 1))
        .withMessage("gamma is -1.0, must be finite and not negative");
    Updater<float[]> updater = new GradientNoise(1, 1).init(Kernels.of(Precision.FLOAT), 3);
    float[] three = new float[3];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> updater.update(three, three, 1, 4))
        .withMessage("the range is from 1 to 4, must be 0 ≤ from ≤ to ≤ 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> updater.update(three, new float[2], 0, 3))
        .withMessage("to is 3, past the end of gradient, length 2");
  }
}
