package io.github.curvelane.nn;

import org.jspecify.annotations.Nullable;

/** A layer that reads images and writes images. */
abstract class ImageLayer extends NodeLayer {
  private final ImageShape inputShape;
  private final ImageShape outputShape;

  ImageLayer(String kind, ImageShape inputShape, ImageShape outputShape, Block... blocks) {
    super(kind, inputShape.units(), outputShape.units(), blocks);
    this.inputShape = inputShape;
    this.outputShape = outputShape;
  }

  /**
   * Returns the shape of the images that the layer reads.
   *
   * @return height, width and channels
   */
  public final ImageShape inputShape() {
    return inputShape;
  }

  /**
   * Returns the shape of the images that the layer writes.
   *
   * @return height, width and channels
   */
  public final ImageShape outputShape() {
    return outputShape;
  }

  @Override
  final ImageShape reads() {
    return inputShape;
  }

  @Override
  final ImageShape writes(@Nullable ImageShape arriving) {
    return outputShape;
  }
}
