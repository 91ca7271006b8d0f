package io.github.curvelane.bench.rates;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.SamplingOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A perceptron of LeCun's tanh on digits.
 *
 * @param widths units, of each layer
 * @param task the loss, its targets and the outputs
 * @param normalization of inputs, by the name that the program gives it; "none of 1/255" and
 *     "centring of 1/255" are of pixels from 0 to 1, the others of bytes
 * @param examples how many digits train, from the first
 */
record Setting(int[] widths, Task task, String normalization, int examples) {
  /** Loss, targets and outputs. */
  enum Task {
    SOFTMAX("softmax"),
    /** Targets −1 and 1. */
    SQUARES("½ squared error"),
    /** The same with outputs of LeCun's tanh, as the program has them. */
    SQUARES_OF_TANH("½ squared error of tanh");

    private final String words;

    Task(String words) {
      this.words = words;
    }
  }

  /** What the library's own fit floors deviations by. */
  private static final double FLOOR = 0x1p-46;

  static Dataset<float[]> read(Path mnist) {
    try {
      return IdxFile.dataset(
          Precision.FLOAT,
          IdxFile.read(mnist.resolve("t10k-images-idx3-ubyte.gz")),
          IdxFile.read(mnist.resolve("t10k-labels-idx1-ubyte.gz")),
          10);
    } catch (IOException e) {
      throw new IllegalStateException("no digits in " + mnist, e);
    }
  }

  Network<float[]> network() {
    Activation last = task == Task.SQUARES_OF_TANH ? Activation.lecunTanh() : Activation.identity();
    return Network.perceptron(Precision.FLOAT, Activation.lecunTanh(), last, widths);
  }

  float[] initial(long seed) {
    return network().initialize(Initializer.FAN_IN, seed);
  }

  /** The objective of the training digits. */
  NetworkObjective<float[]> training(Dataset<float[]> digits) {
    return objective(normalized(digits, 0, examples));
  }

  /** Some digits, normalised as the training digits are. */
  Dataset<float[]> normalized(Dataset<float[]> digits, int from, int to) {
    return normalization(digits.select(range(0, examples))).apply(digits.select(range(from, to)));
  }

  private NetworkObjective<float[]> objective(Dataset<float[]> part) {
    Targets<float[]> targets =
        task == Task.SOFTMAX
            ? Targets.labels(Precision.FLOAT, part.labels(), 10)
            : Targets.coded(Precision.FLOAT, part.labels(), 10, -1, 1);
    Loss loss = task == Task.SOFTMAX ? Loss.softmaxCrossEntropy() : Loss.halfSquaredError();
    return new NetworkObjective<>(
        network().newWorkspace(part.examples()), loss, part.inputs(), targets);
  }

  private Normalization normalization(Dataset<float[]> training) {
    return switch (normalization) {
      case "global" -> Normalization.global(training);
      case "centring" -> Normalization.centring(training);
      case "per-feature" -> Normalization.perFeature(training, FLOOR);
      case "none of 1/255" -> scaled(Normalization.none(training.features()));
      case "centring of 1/255" -> scaled(Normalization.centring(training));
      default -> Normalization.none(training.features());
    };
  }

  private static Normalization scaled(Normalization ofBytes) {
    double[] scales = ofBytes.scales();
    Arrays.setAll(scales, j -> scales[j] / 255);
    return Normalization.of(ofBytes.means(), scales);
  }

  static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  static int[] shuffled(int examples, long seed) {
    int[] order = new int[examples];
    SamplingOrder.shuffled(seed).arrange(1, order);
    return order;
  }

  @Override
  public String toString() {
    return "%s, %s, %s, %,d digits"
        .formatted(
            Arrays.stream(widths).mapToObj(Integer::toString).collect(Collectors.joining("-")),
            task.words,
            normalization,
            examples);
  }
}
