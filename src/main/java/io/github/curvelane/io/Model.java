package io.github.curvelane.io;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A trained network with all that is needed to use it: its description, its parameters, the
 * preprocessing that its inputs went through, and the loss it was trained for. Stored by {@link
 * ModelFile}.
 *
 * @param network the network
 * @param parameters θ; taken over, not copied
 * @param normalization what is done to inputs before the network sees them
 * @param loss the loss that its outputs are meant for
 * @param notes whatever else belongs to it, by name, such as the names of classes
 * @param <A> {@code float[]} or {@code double[]}
 */
public record Model<A>(
    Network<A> network,
    A parameters,
    Normalization normalization,
    Loss loss,
    Map<String, String> notes) {
  /**
   * Creates a model.
   *
   * @throws IllegalArgumentException if the parameters or the normalisation are not for this
   *     network
   */
  public Model {
    Objects.requireNonNull(loss, "loss");
    int length = network.precision().length(parameters);
    if (length != network.parameters()) {
      throw new IllegalArgumentException(
          "parameters has " + length + " elements, the network has " + network.parameters());
    }
    if (normalization.features() != network.inputs()) {
      throw new IllegalArgumentException(
          "the normalization is for "
              + normalization.features()
              + " features, the network has "
              + network.inputs()
              + " inputs");
    }
    notes = Collections.unmodifiableMap(new TreeMap<>(notes));
  }

  /**
   * Returns the precision.
   *
   * @return the precision of network and parameters
   */
  public Precision<A> precision() {
    return network.precision();
  }
}
