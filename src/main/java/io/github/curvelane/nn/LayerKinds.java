package io.github.curvelane.nn;

import java.util.Map;
import java.util.function.Function;

/** The kinds of layers that model files may name. */
final class LayerKinds {
  private static final Map<String, Function<LayerDescription, Layer>> READERS =
      Map.of(
          Dense.KIND, Dense::read,
          Activate.KIND, Activate::read,
          FixedLinear.KIND, FixedLinear::read,
          Gain.KIND, Gain::read,
          Maxout.KIND, Maxout::read,
          Residual.KIND, Residual::read,
          Softmax.KIND, Softmax::read);

  private LayerKinds() {}

  static Layer read(LayerDescription description) {
    Function<LayerDescription, Layer> reader = READERS.get(description.kind());
    if (reader == null) {
      throw new IllegalArgumentException(
          "a layer is of the unknown kind '" + description.kind() + "'");
    }
    Layer layer = reader.apply(description);
    description.requireNothingBut(layer.describe());
    return layer;
  }
}
