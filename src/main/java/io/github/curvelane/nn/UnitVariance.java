package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import io.github.curvelane.nn.Passes.Keep;
import java.util.Objects;

/**
 * Layer-sequential unit variance (Mishkin, Matas, <i>All you need is a good init</i>, 2016): layer
 * after layer, weights are divided by the standard deviation that the layer's sums, before its
 * activation, have over one batch of examples and all units. After {@link
 * Initialization#orthogonal} it is their LSUV.
 *
 * <pre>{@code
 * float[] theta = network.initialize(Initialization.orthogonal(1), 1);
 * theta = new UnitVariance(0.01, 10).scale(network.newWorkspace(64), theta, inputs, 64);
 * }</pre>
 *
 * <p>The variance is v = Σ(y − ȳ)²/n of all sums of a layer, as chains over ascending examples and
 * units in double precision; each weight becomes fl(w·(1/√v)). Biases stay. Layers without weights
 * that are {@linkplain Block#start drawn}, and those that are not linear in theirs, are left as
 * they are.
 *
 * @param tolerance how far from 1 the variance may stay, positive
 * @param rounds how often a layer is scaled at most, at least 1
 */
public record UnitVariance(double tolerance, int rounds) {
  /**
   * Creates the procedure.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public UnitVariance {
    if (!(tolerance > 0)) {
      throw new IllegalArgumentException("tolerance is " + tolerance + ", must be positive");
    }
    Layer.size("rounds", rounds);
  }

  /**
   * Scales weights.
   *
   * @param workspace the network's scratch memory
   * @param theta where it begins; stays as it is
   * @param inputs examples, row-major from the first on
   * @param examples how many are the batch: at least 1, at most the workspace's largest batch and
   *     {@link Arithmetic#EXAMPLE_CHUNK}
   * @param <A> {@code float[]} or {@code double[]}
   * @return a new θ
   * @throws IllegalArgumentException if an array has not the network's size, the batch is out of
   *     range, or the sums of a layer have a variance that is 0 or not finite
   * @throws IllegalStateException if another thread uses the workspace
   */
  public <A> A scale(Workspace<A> workspace, A theta, A inputs, int examples) {
    Objects.requireNonNull(workspace, "workspace");
    Network<A> network = workspace.network();
    Precision<A> precision = network.precision();
    workspace.checkParameters("theta", theta);
    int most = Math.min(workspace.maxBatch(), Arithmetic.EXAMPLE_CHUNK);
    if (examples < 1 || examples > most) {
      throw new IllegalArgumentException(
          "examples is %d, must be from 1 to %d".formatted(examples, most));
    }
    int length = precision.length(Objects.requireNonNull(inputs, "inputs"));
    if (length < (long) examples * network.inputs()) {
      throw new IllegalArgumentException(
          "inputs has %d elements, must have at least the %d of %d examples"
              .formatted(length, (long) examples * network.inputs(), examples));
    }
    A scaled = precision.newArray(network.parameters());
    precision.copy(theta, 0, scaled, 0, network.parameters());
    workspace.acquire();
    try {
      workspace.setOwner(null);
      workspace.view(inputs, 0, examples);
      for (int node = 0; node < network.wiring().nodes().size(); node++) {
        scaleNode(workspace, scaled, node);
      }
    } finally {
      workspace.release();
    }
    return scaled;
  }

  private <A> void scaleNode(Workspace<A> workspace, A theta, int node) {
    Network<A> network = workspace.network();
    Wiring.Node wired = network.wiring().nodes().get(node);
    if (wired.layer().blocks().stream().allMatch(block -> block.start().isPresent())) {
      return;
    }
    Matrix<A> sums = new Matrix<>(wired.layer().outputs());
    for (int round = 0; round < rounds; round++) {
      workspace.graph().forward(theta, Keep.NOTHING);
      if (!workspace.graph().sums(node, theta, sums)) {
        return;
      }
      double variance = variance(network.precision(), sums);
      if (Math.abs(variance - 1) < tolerance) {
        return;
      }
      if (!(variance > 0) || variance == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "the sums of %s have the variance %s over the examples, must be positive and finite"
                .formatted(name(network, wired), variance));
      }
      divide(network.precision(), theta, wired, Math.sqrt(variance));
    }
  }

  private static <A> double variance(Precision<A> precision, Matrix<A> sums) {
    int n = sums.size();
    double total = 0;
    for (int i = 0; i < n; i++) {
      total += precision.get(sums.array(), i);
    }
    double mean = total / n;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double deviation = precision.get(sums.array(), i) - mean;
      squares = Math.fma(deviation, deviation, squares);
    }
    return squares / n;
  }

  private static <A> void divide(
      Precision<A> precision, A theta, Wiring.Node node, double deviation) {
    double scale = 1 / deviation;
    for (Block block : node.layer().blocks()) {
      int from = node.offset() + block.offset();
      for (int i = from; i < from + block.length() && block.start().isEmpty(); i++) {
        precision.set(theta, i, scale * precision.get(theta, i));
      }
    }
  }

  private static String name(Network<?> network, Wiring.Node node) {
    return network.blocks().stream()
        .filter(block -> block.offset() == node.offset())
        .findFirst()
        .orElseThrow()
        .name();
  }
}
