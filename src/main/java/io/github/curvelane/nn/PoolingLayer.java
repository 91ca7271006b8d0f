package io.github.curvelane.nn;

import io.github.curvelane.kernel.plain.PoolingWindows;

/** A layer that makes one unit of the window of a map. */
abstract class PoolingLayer extends ImageLayer {
  private final Window window;

  PoolingLayer(String kind, ImageShape image, Window window, Block... blocks) {
    if (window.paddingY() != 0 || window.paddingX() != 0) {
      throw new IllegalArgumentException(
          "the padding of the %s layer is %d x %d, must be 0"
              .formatted(kind, window.paddingY(), window.paddingX()));
    }
    super(kind, image, window.over(image, image.channels()), blocks);
    this.window = window;
  }

  /**
   * Returns the windows.
   *
   * @return their size and distances
   */
  public final Window window() {
    return window;
  }

  final LayerDescription describe(String kind) {
    return window.into(inputShape().into(LayerDescription.of(kind)));
  }

  final PoolingWindows windows() {
    ImageShape image = inputShape();
    return new PoolingWindows(
        image.height(),
        image.width(),
        image.channels(),
        window.height(),
        window.width(),
        window.strideY(),
        window.strideX(),
        window.dilationY(),
        window.dilationX(),
        outputShape().height(),
        outputShape().width());
  }
}
