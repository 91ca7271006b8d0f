package io.github.curvelane.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class NoiseTest {
  @Test
  void smoothValuesHaveNone() {
    double[] values = new double[9];
    for (int i = 0; i < values.length; i++) {
      values[i] = 3 + 2 * i - i * i + i * i * i - i * i * i * i;
    }
    assertThat(Noise.deviation(values)).isZero();
  }

  @Test
  void theDeviationOfAddedNoiseIsMeasured() {
    SplittableRandom random = new SplittableRandom(3);
    double mean = 0;
    int trials = 2000;
    for (int trial = 0; trial < trials; trial++) {
      double[] values = new double[9];
      for (int i = 0; i < values.length; i++) {
        values[i] = i * i + 1e-3 * (2 * random.nextDouble() - 1);
      }
      double deviation = Noise.deviation(values);
      mean += deviation * deviation / trials;
    }
    assertThat(Math.sqrt(mean)).isBetween(0.95e-3 / Math.sqrt(3), 1.05e-3 / Math.sqrt(3));
  }
}
