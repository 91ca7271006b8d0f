package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * Output biases with which an untrained network predicts the frequencies of the classes [DL8 8.4]:
 * for softmax cross-entropy b_j = log p_j, p_j the mean of the targets of output j; for binary
 * cross-entropy the logit log p_j − log(1 − p_j). Training then need not learn them first.
 *
 * <p>Means are weighted as the examples are, and of the targets that the loss {@linkplain
 * Loss#withLabelSmoothing smooths}: chains over ascending examples in double precision, {@link
 * StrictMath} logarithms, rounded once.
 */
public final class OutputBias {
  private OutputBias() {}

  /**
   * Sets output biases by the frequencies of classes.
   *
   * @param network the network; its outputs are those of a layer, or of layers side by side, with a
   *     bias a unit and no activation
   * @param theta where it begins; stays as it is
   * @param loss a cross-entropy, or one of parts that are
   * @param targets the targets of the training examples
   * @param <A> {@code float[]} or {@code double[]}
   * @return a new θ
   * @throws IllegalArgumentException if the sizes do not agree, the loss is no cross-entropy or not
   *     {@linkplain Loss#check defined} for such targets, the outputs have no biases of their own,
   *     or a class is in no example, or a binary class in none or all, so that its logarithm is not
   *     finite
   */
  public static <A> A ofFrequencies(Network<A> network, A theta, Loss loss, Targets<A> targets) {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(targets, "targets");
    Precision<A> precision = network.precision();
    int n = network.parameters();
    int length = precision.length(Objects.requireNonNull(theta, "theta"));
    if (length != n) {
      throw new IllegalArgumentException(
          "theta has %d elements, must have the network's %d parameters".formatted(length, n));
    }
    if (targets.outputs() != network.outputs()) {
      throw new IllegalArgumentException(
          "targets are for %d outputs, the network has %d"
              .formatted(targets.outputs(), network.outputs()));
    }
    loss.check(targets);
    double[] biases = biases(loss, targets);
    A biased = precision.newArray(n);
    precision.copy(theta, 0, biased, 0, n);
    Wiring wiring = network.wiring();
    write(wiring, wiring.nodes().size() - 1, biases, 0, precision, biased);
    return biased;
  }

  private static double[] biases(Loss loss, Targets<?> targets) {
    if (!loss.parts().isEmpty()) {
      DoubleStream all = DoubleStream.empty();
      for (int k = 0; k < loss.parts().size(); k++) {
        double[] part = biases(loss.parts().get(k).loss(), targets.parts().get(k));
        all = DoubleStream.concat(all, Arrays.stream(part));
      }
      return all.toArray();
    }
    boolean isBinary = loss.kind() == Loss.Kind.BINARY_CROSS_ENTROPY;
    if (!isBinary && loss.kind() != Loss.Kind.SOFTMAX_CROSS_ENTROPY) {
      throw new IllegalArgumentException(
          "loss is " + loss + ", must be a cross-entropy: others have no frequencies of classes");
    }
    double[] biases = frequencies(targets);
    double smoothing = loss.parameter();
    double even = isBinary ? 0.5 : 1.0 / biases.length;
    for (int j = 0; j < biases.length; j++) {
      double p = Math.fma(smoothing, even - biases[j], biases[j]);
      biases[j] = StrictMath.log(p) - (isBinary ? StrictMath.log1p(-p) : 0);
      if (!Double.isFinite(biases[j])) {
        throw new IllegalArgumentException(
            "the frequency of class %d is %s, must be %s"
                .formatted(j, p, isBinary ? "above 0 and below 1" : "above 0"));
      }
    }
    return biases;
  }

  private static double[] frequencies(Targets<?> targets) {
    double[] sums = new double[targets.outputs()];
    double weights = 0;
    for (int p = 0; p < targets.examples(); p++) {
      double weight = targets.weight(p);
      weights += weight;
      for (int j = 0; j < sums.length; j++) {
        sums[j] = Math.fma(weight, targets.value(p, j), sums[j]);
      }
    }
    if (!(weights > 0)) {
      throw new IllegalArgumentException(
          "the weights of the %d examples sum to %s, must be positive"
              .formatted(targets.examples(), weights));
    }
    for (int j = 0; j < sums.length; j++) {
      sums[j] /= weights;
    }
    return sums;
  }

  /** Writes the biases of the outputs that a node is, from one on. */
  private static <A> void write(
      Wiring wiring, int index, double[] biases, int from, Precision<A> precision, A theta) {
    Wiring.Node node = index == Wiring.INPUT ? null : wiring.nodes().get(index);
    if (node == null || !node.layer().activation().isIdentity()) {
      throw noBiases(from);
    }
    NodeLayer layer = node.layer();
    if (layer.parameters() > 0) {
      Block last = layer.blocks().getLast();
      if (!last.isBias() || last.length() != layer.outputs()) {
        throw noBiases(from);
      }
      A values = precision.of(Arrays.copyOfRange(biases, from, from + layer.outputs()));
      precision.copy(values, 0, theta, node.offset() + last.offset(), layer.outputs());
      return;
    }
    boolean isSideBySide =
        layer instanceof Activate
            && (node.sources().size() == 1 || (node.join() == Join.CONCAT && node.places() == 1));
    if (!isSideBySide) {
      throw noBiases(from);
    }
    int at = from;
    for (int source : node.sources()) {
      write(wiring, source, biases, at, precision, theta);
      at += source == Wiring.INPUT ? 0 : wiring.nodes().get(source).layer().outputs();
    }
  }

  private static IllegalArgumentException noBiases(int output) {
    return new IllegalArgumentException(
        "network: output %d and those beside it must be sums with a bias each and no activation"
            .formatted(output));
  }
}
