package io.github.curvelane.kernel.plain;

/**
 * The windows by which images are pooled, each within the image. Units are ordered (y, x, channel).
 * Where windows begin and how far their elements are from there is looked up in tables, so that a
 * loop over outputs is one loop: with the six channels that nets for digits have, loops over places
 * and channels took three times as long.
 */
public final class PoolingWindows {
  private final int inputs;
  private final boolean tiles;

  /** For each output the index in its image of the first element of its window. */
  final int[] firsts;

  /** How far the elements of a window are from its first, in ascending (y, x). */
  final int[] distances;

  /**
   * Creates windows.
   *
   * @param height the rows of an image
   * @param width its columns
   * @param channels its channels
   * @param windowHeight the rows of a window
   * @param windowWidth its columns
   * @param strideY rows from window to window
   * @param strideX columns from window to window
   * @param dilationY rows from element to element
   * @param dilationX columns from element to element
   * @param rows the rows of windows
   * @param columns the columns of windows
   */
  public PoolingWindows(
      int height,
      int width,
      int channels,
      int windowHeight,
      int windowWidth,
      int strideY,
      int strideX,
      int dilationY,
      int dilationX,
      int rows,
      int columns) {
    this.inputs = height * width * channels;
    this.firsts = new int[Math.multiplyExact(rows * columns, channels)];
    for (int j = 0; j < firsts.length; j++) {
      int place = j / channels;
      int first = place / columns * strideY * width + place % columns * strideX;
      firsts[j] = first * channels + j % channels;
    }
    this.distances = new int[Math.multiplyExact(windowHeight, windowWidth)];
    for (int k = 0; k < distances.length; k++) {
      int row = k / windowWidth * dilationY;
      distances[k] = (row * width + k % windowWidth * dilationX) * channels;
    }
    boolean apart = strideY == windowHeight && strideX == windowWidth;
    boolean dense = dilationY == 1 && dilationX == 1;
    this.tiles = apart && dense && (long) firsts.length * distances.length == inputs;
  }

  /** The number of elements of an image. */
  int inputs() {
    return inputs;
  }

  /** The number of windows of an image, in all channels. */
  int outputs() {
    return firsts.length;
  }

  /** Whether each element is in one window. */
  boolean areTiles() {
    return tiles;
  }
}
