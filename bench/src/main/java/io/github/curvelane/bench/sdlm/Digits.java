package io.github.curvelane.bench.sdlm;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.data.Normalization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** 8,000 of MNIST's digits to train with and the other 2,000 to test. */
final class Digits {
  static final int TRAINING = 8_000;
  private static final long UNITS_SEED = 1;
  private final Dataset<float[]> training;
  private final Dataset<float[]> test;

  private Digits(Dataset<float[]> training, Dataset<float[]> test) {
    this.training = training;
    this.test = test;
  }

  /**
   * Reads digits.
   *
   * @param mnist the directory of the 10,000
   * @param inputs {@code scaled}: centred, and divided by the deviation of all pixels; {@code
   *     uncentred}: from 0 to 1; {@code units:}f: each column in a unit of its own, larger or
   *     smaller by up to f, drawn log-uniformly, and then as scaled; {@code fifth}: scaled, every
   *     fifth digit tests
   */
  static Digits read(Path mnist, String inputs) {
    Dataset<float[]> all;
    try {
      all =
          IdxFile.dataset(
              Precision.FLOAT,
              IdxFile.read(mnist.resolve("t10k-images-idx3-ubyte.gz")),
              IdxFile.read(mnist.resolve("t10k-labels-idx1-ubyte.gz")),
              10);
    } catch (IOException e) {
      throw new IllegalStateException("no digits in " + mnist, e);
    }
    if (inputs.startsWith("units:")) {
      all = units(all.features(), Double.parseDouble(inputs.substring(6))).apply(all);
    }
    boolean fifth = inputs.equals("fifth");
    int[] tests =
        IntStream.range(0, all.examples())
            .filter(p -> fifth ? p % 5 == 4 : p >= TRAINING)
            .toArray();
    int[] others =
        IntStream.range(0, all.examples()).filter(p -> fifth ? p % 5 != 4 : p < TRAINING).toArray();
    Dataset<float[]> training = all.select(others);
    Normalization normalization = normalization(training, inputs);
    return new Digits(normalization.apply(training), normalization.apply(all.select(tests)));
  }

  private static Normalization units(int columns, double most) {
    double[] scales = new double[columns];
    Random random = new Random(UNITS_SEED);
    Arrays.setAll(scales, j -> StrictMath.pow(most, 2 * random.nextDouble() - 1));
    return Normalization.of(new double[columns], scales);
  }

  private static Normalization normalization(Dataset<float[]> training, String inputs) {
    Normalization scaled = Normalization.global(training);
    switch (inputs.split(":")[0]) {
      case "scaled", "fifth", "units" -> {
        return scaled;
      }
      case "uncentred" -> {
        double[] scales = new double[training.features()];
        Arrays.fill(scales, 1 / 255.0);
        return Normalization.of(new double[scales.length], scales);
      }
      default ->
          throw new IllegalArgumentException(
              "inputs are '" + inputs + "', must be scaled, uncentred, units:f or fifth");
    }
  }

  Dataset<float[]> training() {
    return training;
  }

  Dataset<float[]> test() {
    return test;
  }
}
