package io.github.curvelane.prune;

import io.github.curvelane.ParameterRange;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The units between two dense layers, as parameters: unit j has a column of the weights before it,
 * W [fan-in × units], a bias if there are biases, and a row of the weights behind it, [units ×
 * outputs]. A unit that is pruned has none of them left: what it sends is multiplied by 0, whatever
 * its activation gives for 0.
 *
 * <p>Its saliency is the sum of those of its incoming and outgoing weights; the bias is not
 * counted, as it means nothing without the others.
 *
 * @param incoming the weights before the units
 * @param bias their biases, if there are any
 * @param outgoing the weights behind them
 */
public record Units(
    ParameterRange incoming, Optional<ParameterRange> bias, ParameterRange outgoing) {
  /**
   * Creates the units of a layer.
   *
   * @throws IllegalArgumentException if the lengths do not fit: {@code incoming} is not whole
   *     columns by its fan-in, {@code bias} not one for each, or the fan-in of {@code outgoing} not
   *     their number
   */
  public Units {
    Objects.requireNonNull(incoming, "incoming");
    Objects.requireNonNull(bias, "bias");
    Objects.requireNonNull(outgoing, "outgoing");
    int length = incoming.to() - incoming.from();
    if (length % incoming.fanIn() != 0) {
      throw new IllegalArgumentException(
          "incoming, %s, has %d weights, must be a multiple of its fan-in, %d"
              .formatted(incoming.name(), length, incoming.fanIn()));
    }
    int count = length / incoming.fanIn();
    bias.ifPresent(
        it -> {
          if (it.to() - it.from() != count) {
            throw new IllegalArgumentException(
                "bias, %s, has %d elements, must have one for each of the %d units"
                    .formatted(it.name(), it.to() - it.from(), count));
          }
        });
    if (outgoing.fanIn() != count || (outgoing.to() - outgoing.from()) % count != 0) {
      throw new IllegalArgumentException(
          "outgoing, %s, has %d weights of fan-in %d, must be a row for each of the %d units"
              .formatted(
                  outgoing.name(), outgoing.to() - outgoing.from(), outgoing.fanIn(), count));
    }
  }

  /**
   * Finds the hidden units of a network: those of each dense layer that a dense layer follows.
   * Others, as the maps of convolutions, are not among them.
   *
   * @param network the network
   * @return the units by layer, from the inputs on; empty if there are none
   */
  public static List<Units> of(Network<?> network) {
    Objects.requireNonNull(network, "network");
    List<Units> all = new ArrayList<>();
    for (int l = 0; l + 1 < network.layers().size(); l++) {
      if (network.layers().get(l) instanceof Dense
          && network.layers().get(l + 1) instanceof Dense) {
        List<ParameterRange> before = ranges(network, l);
        all.add(
            new Units(
                before.getFirst(),
                before.stream().filter(ParameterRange::isBias).findFirst(),
                ranges(network, l + 1).getFirst()));
      }
    }
    return List.copyOf(all);
  }

  /** The parameters of a layer, weights first. */
  private static List<ParameterRange> ranges(Network<?> network, int layer) {
    int from = network.offset(layer);
    int to = from + network.layers().get(layer).parameters();
    return network.ranges().stream().filter(r -> r.from() >= from && r.to() <= to).toList();
  }

  /**
   * Returns the number of units.
   *
   * @return how many columns the incoming weights have
   */
  public int count() {
    return (incoming.to() - incoming.from()) / incoming.fanIn();
  }
}
