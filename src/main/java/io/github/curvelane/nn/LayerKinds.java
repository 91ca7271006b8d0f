package io.github.curvelane.nn;

import io.github.curvelane.internal.Shown;

/** The kinds of layers that model files may name. */
final class LayerKinds {
  private LayerKinds() {}

  static Layer read(LayerDescription description) {
    Layer layer = make(description);
    description.requireNothingBut(layer.describe());
    return layer;
  }

  /** A switch in place of a table, which would load the classes of all kinds. */
  private static Layer make(LayerDescription description) {
    return switch (description.kind()) {
      case AveragePooling.KIND -> AveragePooling.read(description);
      case Convolution.KIND -> Convolution.read(description);
      case BatchNormalization.KIND -> BatchNormalization.read(description);
      case Dense.KIND -> Dense.read(description);
      case Activate.KIND -> Activate.read(description);
      case Branches.KIND -> Branches.read(description);
      case FixedLinear.KIND -> FixedLinear.read(description);
      case Gain.KIND -> Gain.read(description);
      case LayerNormalization.KIND -> LayerNormalization.read(description);
      case LocallyConnected.KIND -> LocallyConnected.read(description);
      case Maxout.KIND -> Maxout.read(description);
      case MaxPooling.KIND -> MaxPooling.read(description);
      case Radial.KIND -> Radial.read(description);
      case Residual.KIND -> Residual.read(description);
      case Softmax.KIND -> Softmax.read(description);
      case Subsampling.KIND -> Subsampling.read(description);
      default ->
          throw new IllegalArgumentException(
              "a layer is of the unknown kind '" + Shown.text(description.kind()) + "'");
    };
  }
}
