package io.github.curvelane.bench.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A training step to take: softmax cross-entropy, one step of gradient descent on a batch that
 * stays the same.
 *
 * @param network the network
 * @param batch the number of examples
 */
public record StepTask(Architecture network, int batch) {
  /** The learning rate: small, so that thousands of steps stay tame. */
  public static final double RATE = 0.01;

  /** The dense networks of the comparison. */
  public static final List<Architecture> NETWORKS =
      Stream.of(
              List.of(784, 30, 10),
              List.of(784, 300, 10),
              List.of(784, 512, 256, 10),
              List.of(784, 1024, 512, 256, 128, 64, 10))
          .map(Architecture::dense)
          .toList();

  /** The batches of the comparison. */
  public static final List<Integer> BATCHES = List.of(1, 16, 128, 1024);

  /**
   * Describes a step of dense layers with tanh between them.
   *
   * @param sizes the number of inputs, of each hidden layer's units, and of classes
   * @param batch the number of examples
   */
  public StepTask(List<Integer> sizes, int batch) {
    this(Architecture.dense(sizes), batch);
  }

  /**
   * Takes every network with every batch.
   *
   * @param networks the networks
   * @param batches the batches
   * @return the steps, network by network
   */
  public static List<StepTask> all(List<Architecture> networks, List<Integer> batches) {
    return networks.stream()
        .flatMap(network -> batches.stream().map(batch -> new StepTask(network, batch)))
        .toList();
  }

  /**
   * Returns the number of inputs.
   *
   * @return elements of an example
   */
  public int inputs() {
    return network.inputs().units();
  }

  /**
   * Returns the number of classes.
   *
   * @return the units of the last layer
   */
  public int classes() {
    return network.layers().getLast().to().units();
  }

  /**
   * Returns the sizes of dense layers.
   *
   * @return the number of inputs, of each hidden layer's units, and of classes
   */
  public List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>(List.of(inputs()));
    network.layers().forEach(layer -> sizes.add(layer.to().units()));
    return sizes;
  }

  /**
   * Draws the inputs, uniform in (−1, 1).
   *
   * @return row-major, one example a row, of an image in the order (y, x, channel); the same every
   *     time
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
   * Draws the same inputs for libraries that keep images by planes.
   *
   * @return row-major, one example a row, in the order (channel, y, x)
   */
  public float[] drawPlanes() {
    Stage.Image image = network.inputs();
    return Planes.transposed(drawInputs(), batch, image.height() * image.width(), image.channels());
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
   * Returns the floating-point operations of products and convolutions: three a layer, two for the
   * first.
   *
   * @return two for each multiply-add
   */
  public double operations() {
    return 2 * batch * network.multiplyAdds(2, 3);
  }

  /** Returns network and batch. */
  @Override
  public String toString() {
    return network.name() + " batch " + batch;
  }
}
