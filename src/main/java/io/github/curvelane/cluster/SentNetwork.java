package io.github.curvelane.cluster;

import java.io.InvalidObjectException;
import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;

/**
 * What is sent of {@link NetworkChunks}.
 *
 * @param isDouble the precision
 * @param layers from input to output
 * @param loss the name of the loss
 */
record SentNetwork(boolean isDouble, SentLayer[] layers, String loss) implements Serializable {
  SentNetwork {
    Objects.requireNonNull(layers, "layers");
    Objects.requireNonNull(loss, "loss");
  }

  /**
   * Makes the objective again.
   *
   * @return the objective
   * @throws InvalidObjectException if a layer or the loss is refused
   */
  @Serial
  private Object readResolve() throws InvalidObjectException {
    try {
      return NetworkChunks.of(this);
    } catch (IllegalArgumentException refused) {
      throw new InvalidObjectException("the description of a network is refused", refused);
    }
  }
}
