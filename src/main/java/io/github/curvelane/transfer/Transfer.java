package io.github.curvelane.transfer;

import io.github.curvelane.ParameterRange;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.Shown;
import io.github.curvelane.nn.Block;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.optim.ParameterGroups;
import io.github.curvelane.optim.UpdateRule;
import java.util.List;
import java.util.Objects;

/**
 * Takes parameters of some layers of a trained network over into another one, whose further layers
 * begin anew [DL8 8.7.4]: the first n, for another task (Yosinski, Clune, Bengio, Lipson, <i>How
 * transferable are features in deep neural networks?</i>, 2014), or the first and the last of a
 * shallower network (Simonyan, Zisserman, <i>Very deep convolutional networks for large-scale image
 * recognition</i>, 2015). They are then trained with the others or {@linkplain #frozen frozen}.
 *
 * <p>Layers are those of {@link Network#layers}: a residual layer or one of branches is one, with
 * all that is in it. Layers that are taken over must be alike but for the statistics of {@link
 * io.github.curvelane.nn.BatchNormalization}, which are no parameters: they are not taken over.
 *
 * <pre>{@code
 * Network<float[]> other =
 *     Network.perceptron(Precision.FLOAT, Activation.lecunTanh(), Activation.identity(), 2, 4, 7);
 * float[] start = other.initialize(Initializer.FAN_IN, 2);
 * Transfer<float[]> transfer = Transfer.first(1, network, other);
 * transfer.copy(theta, start);
 * UpdateRule rule = transfer.frozen(new Momentum(0.9));
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Transfer<A> {
  private final Network<A> source;
  private final Network<A> target;
  private final int sourceFrom;
  private final int targetFrom;
  private final int layers;

  private Transfer(
      Network<A> source, Network<A> target, int sourceFrom, int targetFrom, int layers) {
    this.source = source;
    this.target = target;
    this.sourceFrom = sourceFrom;
    this.targetFrom = targetFrom;
    this.layers = layers;
  }

  /**
   * Describes the transfer of the first layers to the same places.
   *
   * @param layers n, how many, at least 1
   * @param source the trained network
   * @param target the network that takes over
   * @param <A> {@code float[]} or {@code double[]}
   * @return the transfer
   * @throws IllegalArgumentException if a network has fewer layers, they are of two precisions, or
   *     a layer of the target is not like that of the source: it names the first layer and block
   */
  public static <A> Transfer<A> first(int layers, Network<A> source, Network<A> target) {
    requireLayers(layers, source, target);
    return alike(new Transfer<>(source, target, 0, 0, layers));
  }

  /**
   * Describes the transfer of the last layers to the end of another network.
   *
   * @param layers n, how many, at least 1
   * @param source the trained network
   * @param target the network that takes over
   * @param <A> {@code float[]} or {@code double[]}
   * @return the transfer
   * @throws IllegalArgumentException as {@link #first}
   */
  public static <A> Transfer<A> last(int layers, Network<A> source, Network<A> target) {
    requireLayers(layers, source, target);
    return alike(
        new Transfer<>(
            source,
            target,
            source.layers().size() - layers,
            target.layers().size() - layers,
            layers));
  }

  private static void requireLayers(int layers, Network<?> source, Network<?> target) {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
    requireLayers("layers", layers, "source", source);
    requireLayers("layers", layers, "target", target);
    if (source.precision() != target.precision()) {
      throw new IllegalArgumentException(
          "target is in %s precision, must be in %s as the source"
              .formatted(target.precision(), source.precision()));
    }
  }

  /** Refuses a number of layers that a network does not have. */
  static void requireLayers(String name, int layers, String whose, Network<?> network) {
    if (layers < 1 || layers > network.layers().size()) {
      throw new IllegalArgumentException(
          "%s is %d, must be from 1 to the %d of the %s"
              .formatted(name, layers, network.layers().size(), whose));
    }
  }

  private static <A> Transfer<A> alike(Transfer<A> transfer) {
    List<Layer> there = transfer.source.withBatchStatistics().layers();
    List<Layer> here = transfer.target.withBatchStatistics().layers();
    for (int l = 0; l < transfer.layers; l++) {
      int from = transfer.sourceFrom + l;
      int to = transfer.targetFrom + l;
      requireAlike(from, there.get(from), to, here.get(to));
    }
    return transfer;
  }

  private static void requireAlike(int from, Layer source, int to, Layer target) {
    for (int k = 0; k < Math.max(source.blocks().size(), target.blocks().size()); k++) {
      String there = block(source, k);
      String here = block(target, k);
      if (!there.equals(here)) {
        throw new IllegalArgumentException(
            "layer %d of the target has %s, must have the %s of layer %d of the source"
                .formatted(to, here, there, from));
      }
    }
    if (!source.equals(target)) {
      throw new IllegalArgumentException(
          Shown.sentence(
              "layer %d of the target is %s, must be like layer %d of the source, %s"
                  .formatted(to, target, from, source)));
    }
  }

  private static String block(Layer layer, int k) {
    if (k >= layer.blocks().size()) {
      return "no further parameters";
    }
    Block block = layer.blocks().get(k);
    return block.name() + " " + block.shape();
  }

  /**
   * Copies the parameters, bit for bit. Time O(parameters of the layers).
   *
   * @param from the parameters of the source; not changed
   * @param to the parameters of the target, of which those of the layers are written; another array
   * @throws IllegalArgumentException if an array has not its network's size, or both are the same
   *     array; nothing is written then
   */
  public void copy(A from, A to) {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Precision<A> precision = source.precision();
    requireParameters("from", precision.length(from), "source", source);
    requireParameters("to", precision.length(to), "target", target);
    if (from == to) {
      throw new IllegalArgumentException("from and to are the same array, must be two");
    }
    for (int l = 0; l < layers; l++) {
      precision.copy(
          from,
          source.offset(sourceFrom + l),
          to,
          target.offset(targetFrom + l),
          target.layers().get(targetFrom + l).parameters());
    }
  }

  /** Refuses parameters of another network. */
  static void requireParameters(String name, int length, String whose, Network<?> network) {
    if (length != network.parameters()) {
      throw new IllegalArgumentException(
          "%s has %d elements, must have the %d parameters of the %s"
              .formatted(name, length, network.parameters(), whose));
    }
  }

  /**
   * Returns the parameters that are taken over.
   *
   * @return the ranges of the target's θ, in its order; none if the layers have no parameters
   */
  public List<ParameterRange> ranges() {
    int begin = target.offset(targetFrom);
    int last = targetFrom + layers - 1;
    int end = target.offset(last) + target.layers().get(last).parameters();
    return target.ranges().stream()
        .filter(range -> range.from() >= begin && range.to() <= end)
        .toList();
  }

  /**
   * Returns a rule that leaves what is taken over as it is.
   *
   * @param rule how the target's other parameters are trained; may be one of groups of the target's
   *     {@link Network#ranges}
   * @return the rule, which is for the target; the rule as it was if the layers have no parameters
   * @throws IllegalArgumentException if the rule is one of groups that lack one of the ranges, or
   *     in which one is frozen already
   */
  public UpdateRule frozen(UpdateRule rule) {
    Objects.requireNonNull(rule, "rule");
    List<ParameterRange> ranges = ranges();
    if (ranges.isEmpty()) {
      return rule;
    }
    ParameterGroups groups =
        rule instanceof ParameterGroups given ? given : ParameterGroups.of(rule, target.ranges());
    for (ParameterRange range : ranges) {
      groups = groups.frozen(range.name());
    }
    return groups;
  }

  @Override
  public String toString() {
    return Shown.sentence(
        "layers %d to %d of %s to layers %d to %d of %s"
            .formatted(
                sourceFrom,
                sourceFrom + layers - 1,
                source,
                targetFrom,
                targetFrom + layers - 1,
                target));
  }
}
