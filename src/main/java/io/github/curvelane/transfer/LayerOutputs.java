package io.github.curvelane.transfer;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.nn.Network;
import java.util.Objects;

/**
 * What the first layers of a trained network give for all examples: what a teacher's hidden layer
 * says, computed once.
 */
public final class LayerOutputs {
  /** How many examples go through at once. */
  private static final int ROWS = 1024;

  private LayerOutputs() {}

  /**
   * Computes the outputs of the first layers, on the caller's thread.
   *
   * @param network the network
   * @param theta its parameters
   * @param layers n, how many of its first layers, at least 1; all of them for its outputs
   * @param inputs the examples, row-major [examples × inputs]: all of the array
   * @param <A> {@code float[]} or {@code double[]}
   * @return a new array, row-major [examples × outputs of layer n − 1]; each row depends on its
   *     example alone, bit for bit
   * @throws IllegalArgumentException as {@link #of(Network, Object, int, Object, Parallelism)}
   * @throws UnsupportedOperationException if one of the layers normalises by the {@linkplain
   *     Network#statistics statistics} of a batch
   */
  public static <A> A of(Network<A> network, A theta, int layers, A inputs) {
    return of(network, theta, layers, inputs, Parallelism.none());
  }

  /**
   * Computes the outputs of the first layers.
   *
   * @param network the network
   * @param theta its parameters
   * @param layers n, how many of its first layers, at least 1; all of them for its outputs
   * @param inputs the examples, row-major [examples × inputs]: all of the array
   * @param parallelism where the products run
   * @param <A> {@code float[]} or {@code double[]}
   * @return a new array, row-major [examples × outputs of layer n − 1]; the same bits for any
   *     parallelism
   * @throws IllegalArgumentException if {@code theta} has not the network's size, there are not so
   *     many layers, the inputs are no whole number of examples, or their outputs do not fit one
   *     array
   * @throws UnsupportedOperationException if one of the layers normalises by the {@linkplain
   *     Network#statistics statistics} of a batch
   */
  public static <A> A of(
      Network<A> network, A theta, int layers, A inputs, Parallelism parallelism) {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(theta, "theta");
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(parallelism, "parallelism");
    Precision<A> precision = network.precision();
    Transfer.requireParameters("theta", precision.length(theta), "network", network);
    Transfer.requireLayers("layers", layers, "network", network);
    int length = precision.length(inputs);
    if (length % network.inputs() != 0) {
      throw new IllegalArgumentException(
          "inputs has %d elements, must be a multiple of the network's %d inputs"
              .formatted(length, network.inputs()));
    }
    int examples = length / network.inputs();
    Network<A> first = first(network, layers);
    long outputs = (long) examples * first.outputs();
    if (outputs > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "inputs has %d examples, whose %d outputs of layer %d do not fit one array"
              .formatted(examples, outputs, layers - 1));
    }
    A own = precision.newArray(first.parameters());
    precision.copy(theta, 0, own, 0, first.parameters());
    A result = precision.newArray((int) outputs);
    if (examples > 0) {
      first
          .newWorkspace(Math.min(examples, ROWS), parallelism)
          .predict(own, inputs, 0, examples, result);
    }
    return result;
  }

  /** The network of the first layers, whose parameters are the first. */
  static <A> Network<A> first(Network<A> network, int layers) {
    return Network.of(network.precision(), network.layers().subList(0, layers));
  }
}
