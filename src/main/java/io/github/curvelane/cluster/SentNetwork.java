package io.github.curvelane.cluster;

import java.io.InvalidObjectException;
import java.io.Serial;
import java.io.Serializable;
import java.util.Objects;

/**
 * What is sent of {@link NetworkChunks}.
 *
 * @param loss the name of the loss
 */
record SentNetwork(boolean isDouble, SentLayer[] layers, String loss) implements Serializable {
  SentNetwork {
    Objects.requireNonNull(layers, "layers");
    Objects.requireNonNull(loss, "loss");
  }

  @Serial
  private Object readResolve() throws InvalidObjectException {
    try {
      return NetworkChunks.of(this);
    } catch (IllegalArgumentException refused) {
      throw new InvalidObjectException("the description of a network is refused", refused);
    }
  }
}
