package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.examples.input.BuiltInDigits;
import io.github.curvelane.examples.input.Examples;
import io.github.curvelane.examples.input.TableOptions;
import org.junit.jupiter.api.Test;

/** The built-in digits are worth learning: not too easy, and not for a linear classifier. */
class DigitsDifficultyTest {
  private static double testError(Examples<float[]> digits, String layers, double rate) {
    TrainOptions options = new TrainOptions();
    options.data = "digits";
    options.label = "";
    options.header = TableOptions.Header.AUTO;
    options.precision = "float";
    options.layers = layers;
    options.rate = rate;
    options.epochs = 10;
    options.seed = 1;
    Settings settings = Settings.of(options, digits);
    Console console = new Console(Console.Level.QUIET);
    return new Training<>(settings, digits, Parallelism.none(), console)
        .run(() -> false)
        .test()
        .error();
  }

  @Test
  void aLinearClassifierErrsAtLeastThreeTimesAsOften() {
    Examples<float[]> digits = BuiltInDigits.draw(Precision.FLOAT, 28, BuiltInDigits.SEED);
    double network = testError(digits, "784-300-10", 0.2);
    assertThat(network).isBetween(1.0, 6.0);
    assertThat(testError(digits, "784-10", 0.02)).isGreaterThan(3 * network);
  }
}
