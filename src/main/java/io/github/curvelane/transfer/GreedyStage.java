package io.github.curvelane.transfer;

import io.github.curvelane.nn.Network;
import io.github.curvelane.optim.UpdateRule;
import java.util.Objects;

/**
 * A stage of {@link GreedyPretraining}: a network of the first hidden layers and an output layer of
 * its own.
 *
 * @param number which stage, from 1
 * @param network what is trained
 * @param frozen the number of its first layers that the stages before have trained and this one
 *     leaves as they are; 0 if all are trained
 * @param <A> {@code float[]} or {@code double[]}
 */
public record GreedyStage<A>(int number, Network<A> network, int frozen) {
  /**
   * Creates a stage.
   *
   * @throws IllegalArgumentException if {@code number} is less than 1, or {@code frozen} is
   *     negative or not less than the layers of the network
   */
  public GreedyStage {
    Objects.requireNonNull(network, "network");
    if (number < 1) {
      throw new IllegalArgumentException("number is " + number + ", must be at least 1");
    }
    if (frozen < 0 || frozen >= network.layers().size()) {
      throw new IllegalArgumentException(
          "frozen is %d, must be at least 0 and less than the %d layers of the network"
              .formatted(frozen, network.layers().size()));
    }
  }

  /**
   * Returns a rule that leaves the frozen layers as they are.
   *
   * @param rule how the others are trained; may be one of groups of the network's {@link
   *     Network#ranges}
   * @return the rule for this stage
   * @throws IllegalArgumentException as {@link Transfer#frozen}
   */
  public UpdateRule rule(UpdateRule rule) {
    Objects.requireNonNull(rule, "rule");
    return frozen == 0 ? rule : Transfer.first(frozen, network, network).frozen(rule);
  }
}
