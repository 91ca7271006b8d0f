package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.ConvolutionShape;

/**
 * Where the windows of a convolution are in surrounded images: a place's window starts at one
 * address, and its terms are runs of neighbours from there, at the same distances for all places.
 */
final class Patches {
  /** Rows that are worked on together at least, if there are so many: the tiles then fill. */
  private static final int ROWS = 192;

  /** Elements of images that are worked on together at most, if there are several. */
  private static final int ELEMENTS = 1 << 16;

  private final ConvolutionShape shape;

  /** Elements of a row of a surrounded image. */
  private final int line;

  /** Elements of a surrounded image. */
  final int image;

  /** Whether each channel makes one map of its own: the lanes are channels then, in one group. */
  final boolean depthwise;

  /** The groups that kernels work on, the channels of each and its maps. */
  final int groups;

  final int groupChannels;
  final int groupMaps;

  /** The terms of a run. */
  final int length;

  /** Where the runs of a window start, from its first element, in the first group. */
  final int[] runs;

  /** How many examples are worked on together at most. */
  final int examples;

  /** Where the windows of all places of these examples start, in ascending order of rows. */
  final int[] places;

  Patches(ConvolutionShape shape) {
    this.shape = shape;
    int channels = shape.channels();
    line = (shape.width() + 2 * shape.paddingX()) * channels;
    image = (shape.height() + 2 * shape.paddingY()) * line;
    depthwise = shape.groups() > 1 && shape.groups() == channels && shape.maps() == channels;
    groups = depthwise ? 1 : shape.groups();
    groupChannels = channels / groups;
    groupMaps = shape.maps() / groups;
    boolean joined = shape.dilationX() == 1 && shape.groups() == 1;
    int columns = joined ? 1 : shape.windowWidth();
    length = shape.groupChannels() * (joined ? shape.windowWidth() : 1);
    runs = new int[shape.windowHeight() * columns];
    for (int q = 0; q < runs.length; q++) {
      int y = q / columns * shape.dilationY();
      runs[q] = y * line + q % columns * shape.dilationX() * channels;
    }
    int most = Math.min(ROWS / shape.places(), ELEMENTS / image);
    examples = Math.max(1, most);
    places = new int[examples * shape.places()];
    for (int row = 0; row < places.length; row++) {
      int place = row % shape.places();
      int y = place / shape.outputWidth() * shape.strideY();
      int x = place % shape.outputWidth() * shape.strideX();
      places[row] = row / shape.places() * image + y * line + x * channels;
    }
  }

  /** Where a row of an image starts in the surrounded image. */
  int line(int y) {
    return (y + shape.paddingY()) * line + shape.paddingX() * shape.channels();
  }
}
