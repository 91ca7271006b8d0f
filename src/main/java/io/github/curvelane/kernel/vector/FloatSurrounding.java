package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.ConvolutionShape;
import java.util.Arrays;

/** Copies of images with their borders, which windows are read from and tap sums are added to. */
final class FloatSurrounding {
  private static final FloatVectorAlgebra ALGEBRA = FloatVectorAlgebra.INSTANCE;

  private final ConvolutionShape shape;
  private final Patches patches;

  /** Elements of a row of an image. */
  private final int line;

  /** The copies, one behind the other; a vector may reach beyond the last. */
  float[] images = {};

  FloatSurrounding(ConvolutionShape shape, Patches patches) {
    this.shape = shape;
    this.patches = patches;
    this.line = shape.width() * shape.channels();
  }

  private void grow(int examples) {
    images = FloatPanels.grown(images, examples * patches.image + FloatLanes.LANES);
  }

  /** Copies images into borders of zeros, which nothing else writes to. */
  void read(float[] x, int xOffset, int examples, boolean square) {
    grow(examples);
    for (int e = 0; e < examples; e++) {
      for (int y = 0; y < shape.height(); y++) {
        int from = xOffset + (e * shape.height() + y) * line;
        int to = e * patches.image + patches.line(y);
        if (square) {
          ALGEBRA.multiply(line, x, from, x, from, images, to);
        } else {
          System.arraycopy(x, from, images, to, line);
        }
      }
    }
  }

  /** Makes one image ready to be added to, from zeros or from what stands in another. */
  void begin(float[] x, int xOffset, boolean accumulate) {
    grow(1);
    if (accumulate) {
      read(x, xOffset, 1, false);
    } else {
      Arrays.fill(images, 0, patches.image, 0);
    }
  }

  /** Copies one image out of its border. */
  void write(float[] x, int xOffset) {
    for (int y = 0; y < shape.height(); y++) {
      System.arraycopy(images, patches.line(y), x, xOffset + y * line, line);
    }
  }
}
