package io.github.curvelane.bench.spectrum;

import io.github.curvelane.Precision;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A network for digits, 784-300-10 with LeCun's tanh and softmax cross-entropy, at its initial
 * weights, in float.
 *
 * @param images the pixels, with mean 0 and variance 1, row after row
 * @param labels the digits
 */
record SpectrumTask(float[] images, int[] labels) {
  private static final int PIXELS = 784;
  private static final int HIDDEN = 300;
  private static final int CLASSES = 10;
  private static final String IMAGES = "t10k-images-idx3-ubyte.gz";
  private static final String LABELS = "t10k-labels-idx1-ubyte.gz";

  /**
   * Reads digits.
   *
   * @param directory where MNIST's files are
   * @param examples how many digits
   * @return the task
   * @throws IOException if they cannot be read
   */
  static SpectrumTask read(Path directory, int examples) throws IOException {
    double[] pixels = IdxFile.read(directory.resolve(IMAGES)).values(Precision.DOUBLE);
    double[] digits = IdxFile.read(directory.resolve(LABELS)).values(Precision.DOUBLE);
    double[] some = Arrays.copyOf(pixels, examples * PIXELS);
    double mean = Arrays.stream(some).average().orElseThrow();
    double variance = Arrays.stream(some).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    float[] images = new float[some.length];
    for (int i = 0; i < some.length; i++) {
      images[i] = (float) ((some[i] - mean) / Math.sqrt(variance));
    }
    int[] labels = new int[examples];
    Arrays.setAll(labels, p -> (int) digits[p]);
    return new SpectrumTask(images, labels);
  }

  /** Whether MNIST's test digits are in a directory. */
  static boolean isIn(Path directory) {
    return Files.isReadable(directory.resolve(IMAGES))
        && Files.isReadable(directory.resolve(LABELS));
  }

  int examples() {
    return labels.length;
  }

  private static Network<float[]> network() {
    return Network.perceptron(
        Precision.FLOAT, Activation.lecunTanh(0), Activation.identity(), PIXELS, HIDDEN, CLASSES);
  }

  /** The initial weights. */
  static float[] theta() {
    return network().initialize(Initializer.FAN_IN, 1);
  }

  /** The mean loss of all examples. */
  NetworkObjective<float[]> objective() {
    return new NetworkObjective<>(
        network().newWorkspace(examples()),
        Loss.softmaxCrossEntropy(),
        images,
        Targets.labels(Precision.FLOAT, labels, CLASSES));
  }

  /** Writes what {@code eigsh.py} reads. */
  void write(Path file) throws IOException {
    float[] theta = theta();
    int numbers = 4 + images.length + theta.length + labels.length;
    ByteBuffer buffer = ByteBuffer.allocate(numbers * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int size : new int[] {examples(), PIXELS, HIDDEN, CLASSES}) {
      buffer.putInt(size);
    }
    for (float[] part : new float[][] {images, theta}) {
      for (float x : part) {
        buffer.putFloat(x);
      }
    }
    for (int label : labels) {
      buffer.putInt(label);
    }
    Files.write(file, buffer.array());
  }

  @Override
  public String toString() {
    return "%d-%d-%d, %d digits".formatted(PIXELS, HIDDEN, CLASSES, examples());
  }
}
