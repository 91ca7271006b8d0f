package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.examples.input.DataOptions;
import io.github.curvelane.examples.input.DataSource;
import io.github.curvelane.examples.input.Examples;
import org.junit.jupiter.api.Test;

/** The built-in digits are worth learning: not too easy, and not for a linear classifier. */
class DigitsDifficultyTest {
  private static double testError(Examples digits, String layers, double rate) {
    TrainOptions options = new TrainOptions();
    options.layers = layers;
    options.rate = String.valueOf(rate);
    options.epochs = 10;
    Settings settings = Settings.of(options, digits);
    Console console = new Console(Console.Level.QUIET);
    return new Training<>(settings, digits, Precision.FLOAT, Parallelism.none(), console)
        .run(() -> false)
        .test()
        .error();
  }

  @Test
  void aLinearClassifierErrsAtLeastThreeTimesAsOften() {
    Examples digits = DataSource.read(Precision.FLOAT, new DataOptions(), 1);
    double network = testError(digits, "784-300-10", 0.2);
    assertThat(network).isBetween(1.0, 6.0);
    assertThat(testError(digits, "784-10", 0.02)).isGreaterThan(3 * network);
  }
}
