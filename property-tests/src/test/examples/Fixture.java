import io.github.curvelane.*;
import io.github.curvelane.data.*;
import io.github.curvelane.io.*;
import io.github.curvelane.kernel.*;
import io.github.curvelane.nn.*;
import io.github.curvelane.serve.*;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What the examples of the documentation take for granted; each runs in a class below this one. */
class Fixture {
  record Flower(double length, double width) {}

  // What Spring's annotations look like to the compiler.
  @interface Configuration {}

  @interface Bean {}

  @interface RestController {}

  @interface RequestBody {}

  @interface PostMapping {
    String value();
  }

  final String[] args = {"iris.safetensors", "iris.csv"};
  final Path file = Path.of("mlp.safetensors");
  final Path folder = Path.of("");
  final double[][] rows = irises().map(f -> numbers(f, 4)).toArray(double[][]::new);
  final String[] species = irises().map(f -> f[4]).toArray(String[]::new);
  final List<Flower> flowers = Arrays.stream(rows).map(r -> new Flower(r[0], r[1])).toList();
  final Flower flower = flowers.getFirst();

  final float[] inputs = new float[2 * rows.length];
  final int[] labels = new int[rows.length];
  final int[] order = IntStream.range(0, rows.length).toArray();
  final long seed = 1;
  final int stepsPerEpoch = 10;
  final Dataset<float[]> digits = Digits.ofSide(16, 1).dataset(Precision.FLOAT, 0, 50);
  final Dataset<float[]> iris;
  final Normalization normalization = Normalization.none(2);

  final Kernels<float[]> kernels = Kernels.of(Precision.FLOAT);
  final Network<float[]> network =
      Network.perceptron(Precision.FLOAT, Activation.lecunTanh(), Activation.identity(), 2, 4, 3);
  final float[] theta = network.initialize(Initializer.FAN_IN, 1);
  final float[] gradient = new float[theta.length];
  final NetworkObjective<float[]> objective;
  final float[] outputs = new float[10 * 64];

  final int n = 1000;
  final float[] x = new float[128 * 784];
  final float[] w = new float[784 * 300];
  final float[] y = new float[128 * 300];
  final float[] slope = new float[n];

  Fixture() {
    for (int i = 0; i < rows.length; i++) {
      inputs[2 * i] = (float) rows[i][0];
      inputs[2 * i + 1] = (float) rows[i][1];
      labels[i] = i / 50;
    }
    iris = Dataset.classification(Precision.FLOAT, inputs, 2, labels, 3);
    objective =
        new NetworkObjective<>(
            network.newWorkspace(150),
            Loss.softmaxCrossEntropy(),
            inputs,
            Targets.labels(Precision.FLOAT, labels, 3));
    writeModels();
  }

  /** The files that some examples read, before others write them. */
  private void writeModels() {
    try {
      if (!Files.exists(file)) {
        StateDict.of(network, theta).write(file);
        Fit.classes(rows, species).fit().save(Path.of("iris.safetensors"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static java.util.stream.Stream<String[]> irises() {
    try {
      return Files.readAllLines(Path.of("iris.csv")).stream().skip(1).map(l -> l.split(","));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] numbers(String[] fields, int count) {
    return Arrays.stream(fields).limit(count).mapToDouble(Double::parseDouble).toArray();
  }

  /** A number is the one that the comment behind it tells, in as many digits. */
  static void near(double actual, String told) {
    int digits = told.length() - told.indexOf('.') - 1;
    double half = told.contains(".") ? 0.5 * StrictMath.pow(10, -digits) : 0;
    if (!(Math.abs(actual - Double.parseDouble(told)) <= half * (1 + 1e-9))) {
      throw new AssertionError("is " + actual + ", the comment says " + told);
    }
  }

  /** So is a text. */
  static void same(Object actual, String told) {
    if (!String.valueOf(actual).equals(told)) {
      throw new AssertionError("is " + actual + ", the comment says " + told);
    }
  }
}
