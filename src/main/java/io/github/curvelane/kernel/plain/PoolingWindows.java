package io.github.curvelane.kernel.plain;

/**
 * The windows by which images are pooled, each within the image. Units are ordered (y, x, channel).
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
public record PoolingWindows(
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

  /** The number of elements of an image. */
  int inputs() {
    return height * width * channels;
  }

  /** The number of windows of an image, in all channels. */
  int outputs() {
    return rows * columns * channels;
  }

  /** The index in an image of the first element of a window's first channel. */
  int first(int row, int column) {
    return (row * strideY * width + column * strideX) * channels;
  }

  /** How far the element (i, j) of a window is from its first. */
  int distance(int i, int j) {
    return (i * dilationY * width + j * dilationX) * channels;
  }
}
