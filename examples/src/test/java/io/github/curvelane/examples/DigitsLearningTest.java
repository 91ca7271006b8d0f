package io.github.curvelane.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What kinds of layers learn of real digits: 8,000 of them, batches of 64, a constant rate, 15
 * epochs, five seeds. The bounds are what PyTorch reaches in the same setting, and some more.
 */
@Tag("exhaustive")
class DigitsLearningTest {
  private static final int SEEDS = 5;

  @ParameterizedTest
  @CsvSource({
    // layers, activation, initial weights, rate, least error, mean of at most
    "conv6:5-avg2-conv16:5-avg2-120-84-10, tanh, fan-in, 0.2, 0, 3.1",
    "conv6:5-sub2-conv16:5-sub2-120-84-10, tanh, fan-in, 0.1, 0, 3.3",
    "conv6:5-bn-avg2-conv16:5-bn-avg2-120-84-10, tanh, fan-in, 0.2, 0, 2.7",
    "100-100-100-100-100-10, logistic, fan-in, 0.2, 70, 100",
    "100-bn-100-bn-100-bn-100-bn-100-bn-10, logistic, fan-in, 0.2, 0, 6.5",
    "maxout100:3-maxout100:3-10, tanh, fan-in, 0.1, 0, 4.8"
  })
  void digits(
      String layers,
      String activation,
      String init,
      double rate,
      double least,
      double most,
      @TempDir Path directory) {
    Path mnist = Path.of(System.getProperty("curvelane.test.mnist", "none"));
    assumeTrue(Files.isDirectory(mnist));
    List<Double> errors = new ArrayList<>();
    for (int seed = 1; seed <= SEEDS; seed++) {
      ProgramRun run =
          ProgramRun.of(
              "train",
              "--data",
              mnist,
              "--layers",
              "1x28x28-" + layers,
              "--activation",
              activation,
              "--init",
              init,
              "--lr",
              rate,
              "--batch",
              64,
              "--epochs",
              15,
              "--seed",
              seed,
              "--out",
              directory.resolve("out"));
      errors.add(error(run.succeeded().line("test")));
    }
    double mean = errors.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    assertThat(mean).as("%s: %s", layers, errors).isBetween(least, most);
  }

  /** The percentage in a line such as {@code test error: 5.30 % (106 of 2000)}. */
  private static double error(String line) {
    return Double.parseDouble(line.replaceAll("^[^0-9]*([0-9.]+) ?%.*", "$1"));
  }
}
