package io.github.curvelane.bench.step;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A training step to take: dense layers with tanh between them, softmax cross-entropy of ten
 * classes, one step of gradient descent on a batch that stays the same.
 *
 * @param sizes the number of inputs, of each hidden layer's units, and of classes
 * @param batch the number of examples
 */
public record StepTask(List<Integer> sizes, int batch) {
  /** The learning rate: small, so that thousands of steps stay tame. */
  public static final double RATE = 0.01;

  /** The networks of the comparison. */
  public static final List<List<Integer>> NETWORKS =
      List.of(
          List.of(784, 30, 10),
          List.of(784, 300, 10),
          List.of(784, 512, 256, 10),
          List.of(784, 1024, 512, 256, 128, 64, 10));

  /** The batches of the comparison. */
  public static final List<Integer> BATCHES = List.of(1, 16, 128, 1024);

  /**
   * Returns the number of inputs.
   *
   * @return the first size
   */
  public int inputs() {
    return sizes.getFirst();
  }

  /**
   * Returns the number of classes.
   *
   * @return the last size
   */
  public int classes() {
    return sizes.getLast();
  }

  /**
   * Draws the inputs, uniform in (−1, 1).
   *
   * @return row-major, one example a row; the same every time
   */
  public float[] drawInputs() {
    SplittableRandom random = new SplittableRandom(1);
    float[] inputs = new float[batch * inputs()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextDouble(-1, 1);
    }
    return inputs;
  }

  /**
   * Draws the classes.
   *
   * @return one label an example; the same every time
   */
  public int[] drawLabels() {
    SplittableRandom random = new SplittableRandom(2);
    int[] labels = new int[batch];
    Arrays.setAll(labels, i -> random.nextInt(classes()));
    return labels;
  }

  /**
   * Returns the floating-point operations of the matrix products: three a layer, two for the first.
   *
   * @return two for each multiply-add
   */
  public double operations() {
    double multiplyAdds = 0;
    for (int l = 1; l < sizes.size(); l++) {
      multiplyAdds += (l == 1 ? 2.0 : 3.0) * sizes.get(l - 1) * sizes.get(l);
    }
    return 2 * batch * multiplyAdds;
  }

  /**
   * Returns the network in the usual notation.
   *
   * @return for example {@code 784-300-10}
   */
  public String network() {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining("-"));
  }

  /** Returns network and batch. */
  @Override
  public String toString() {
    return network() + " batch " + batch;
  }
}
