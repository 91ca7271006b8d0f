package io.github.curvelane.kernel;

import io.github.curvelane.Arithmetic;

/**
 * The sizes of a {@link Convolution}. Its images have the elements (y, x, channel), channel
 * fastest, and are surrounded by a border of zeros; output (y, x, map) sees the elements (y·strideY
 * + i·dilationY, x·strideX + j·dilationX, c) of the surrounded image, in channels of its map's
 * group.
 *
 * <pre>{@code
 * ConvolutionShape shape = ConvolutionShape.of(32, 32, 3, 16, 5, 5).withPadding(2, 2);
 * }</pre>
 *
 * @param height the rows of an image, at least 1
 * @param width the columns of an image, at least 1
 * @param channels the channels of an image, at least 1
 * @param maps the channels of an output, at least 1
 * @param windowHeight the rows of a window, at least 1
 * @param windowWidth the columns of a window, at least 1
 * @param strideY rows from window to window, at least 1
 * @param strideX columns from window to window, at least 1
 * @param paddingY rows of zeros above and below, at least 0
 * @param paddingX columns of zeros on the left and on the right, at least 0
 * @param dilationY rows from element to element of a window, at least 1
 * @param dilationX columns from element to element of a window, at least 1
 * @param groups parts that channels and maps are divided into, of which each map sees its own; 1
 *     for none, the number of channels for a depthwise convolution
 */
public record ConvolutionShape(
    int height,
    int width,
    int channels,
    int maps,
    int windowHeight,
    int windowWidth,
    int strideY,
    int strideX,
    int paddingY,
    int paddingX,
    int dilationY,
    int dilationX,
    int groups) {
  /**
   * Creates a shape.
   *
   * @throws IllegalArgumentException if a size is out of its range, a window is larger than the
   *     surrounded image, the groups do not divide channels and maps, or images, outputs or weights
   *     have more than 2³¹ − 1 elements
   */
  public ConvolutionShape {
    positive("height", height);
    positive("width", width);
    positive("channels", channels);
    positive("maps", maps);
    positive("windowHeight", windowHeight);
    positive("windowWidth", windowWidth);
    positive("strideY", strideY);
    positive("strideX", strideX);
    Extent.size("paddingY", paddingY);
    Extent.size("paddingX", paddingX);
    positive("dilationY", dilationY);
    positive("dilationX", dilationX);
    positive("groups", groups);
    divides(groups, "channels", channels);
    divides(groups, "maps", maps);
    reaches("windowHeight", windowHeight, dilationY, height, paddingY);
    reaches("windowWidth", windowWidth, dilationX, width, paddingX);
    fits("surrounded image", height + 2L * paddingY, width + 2L * paddingX, channels);
    int y = count(height, paddingY, windowHeight, dilationY, strideY);
    fits("output", y, count(width, paddingX, windowWidth, dilationX, strideX), maps);
    fits("weight", windowHeight, (long) windowWidth * (channels / groups), maps);
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", must be at least 1");
    }
  }

  private static void divides(int groups, String name, int value) {
    if (value % groups != 0) {
      throw new IllegalArgumentException(
          "groups is %d, must divide the %d %s".formatted(groups, value, name));
    }
  }

  private static void reaches(String name, int window, int dilation, int image, int padding) {
    long reach = (window - 1L) * dilation + 1;
    if (reach > image + 2L * padding) {
      throw new IllegalArgumentException(
          "%s is %d with dilation %d, %d in all, must be at most the surrounded image's %d"
              .formatted(name, window, dilation, reach, image + 2L * padding));
    }
  }

  private static void fits(String what, long a, long b, int c) {
    if (a > Integer.MAX_VALUE || b > Integer.MAX_VALUE || a * b > Integer.MAX_VALUE / c) {
      throw new IllegalArgumentException(
          "%s of %d x %d x %d has more than %d elements"
              .formatted(what, a, b, c, Integer.MAX_VALUE));
    }
  }

  private static int count(int image, int padding, int window, int dilation, int stride) {
    return (int) ((image + 2L * padding - (window - 1L) * dilation - 1) / stride) + 1;
  }

  /**
   * A convolution with stride 1, without padding, dilation and groups.
   *
   * @param height the rows of an image, at least 1
   * @param width the columns of an image, at least 1
   * @param channels the channels of an image, at least 1
   * @param maps the channels of an output, at least 1
   * @param windowHeight the rows of a window, at least 1
   * @param windowWidth the columns of a window, at least 1
   * @return the shape
   */
  public static ConvolutionShape of(
      int height, int width, int channels, int maps, int windowHeight, int windowWidth) {
    return new ConvolutionShape(
        height, width, channels, maps, windowHeight, windowWidth, 1, 1, 0, 0, 1, 1, 1);
  }

  /**
   * The same with other strides.
   *
   * @param y rows from window to window, at least 1
   * @param x columns from window to window, at least 1
   * @return the shape
   */
  public ConvolutionShape withStride(int y, int x) {
    return new ConvolutionShape(
        height,
        width,
        channels,
        maps,
        windowHeight,
        windowWidth,
        y,
        x,
        paddingY,
        paddingX,
        dilationY,
        dilationX,
        groups);
  }

  /**
   * The same with another border.
   *
   * @param y rows of zeros above and below, at least 0
   * @param x columns of zeros on the left and on the right, at least 0
   * @return the shape
   */
  public ConvolutionShape withPadding(int y, int x) {
    return new ConvolutionShape(
        height,
        width,
        channels,
        maps,
        windowHeight,
        windowWidth,
        strideY,
        strideX,
        y,
        x,
        dilationY,
        dilationX,
        groups);
  }

  /**
   * The same with other distances within a window.
   *
   * @param y rows from element to element, at least 1
   * @param x columns from element to element, at least 1
   * @return the shape
   */
  public ConvolutionShape withDilation(int y, int x) {
    return new ConvolutionShape(
        height,
        width,
        channels,
        maps,
        windowHeight,
        windowWidth,
        strideY,
        strideX,
        paddingY,
        paddingX,
        y,
        x,
        groups);
  }

  /**
   * The same with another number of groups.
   *
   * @param groups parts that channels and maps are divided into, which must divide both
   * @return the shape
   */
  public ConvolutionShape withGroups(int groups) {
    return new ConvolutionShape(
        height,
        width,
        channels,
        maps,
        windowHeight,
        windowWidth,
        strideY,
        strideX,
        paddingY,
        paddingX,
        dilationY,
        dilationX,
        groups);
  }

  /**
   * Returns the rows of an output.
   *
   * @return ⌊(height + 2·paddingY − dilationY·(windowHeight − 1) − 1) / strideY⌋ + 1
   */
  public int outputHeight() {
    return count(height, paddingY, windowHeight, dilationY, strideY);
  }

  /**
   * Returns the columns of an output.
   *
   * @return ⌊(width + 2·paddingX − dilationX·(windowWidth − 1) − 1) / strideX⌋ + 1
   */
  public int outputWidth() {
    return count(width, paddingX, windowWidth, dilationX, strideX);
  }

  /**
   * Returns the places of an output, which share the weights.
   *
   * @return outputHeight · outputWidth
   */
  public int places() {
    return outputHeight() * outputWidth();
  }

  /**
   * Returns the elements of an image.
   *
   * @return height · width · channels
   */
  public int inputs() {
    return height * width * channels;
  }

  /**
   * Returns the elements of an output.
   *
   * @return places · maps
   */
  public int outputs() {
    return places() * maps;
  }

  /**
   * Returns the channels that a map sees.
   *
   * @return channels / groups
   */
  public int groupChannels() {
    return channels / groups;
  }

  /**
   * Returns the maps that see the same channels.
   *
   * @return maps / groups
   */
  public int groupMaps() {
    return maps / groups;
  }

  /**
   * Returns the terms of an output's sum.
   *
   * @return windowHeight · windowWidth · groupChannels
   */
  public int terms() {
    return windowHeight * windowWidth * groupChannels();
  }

  /**
   * Returns the number of weights.
   *
   * @return terms · maps
   */
  public int weights() {
    return terms() * maps;
  }

  /**
   * Returns how many whole examples one chain of a sum over examples and places covers.
   *
   * @return max(1, ⌊{@link Arithmetic#EXAMPLE_CHUNK} / places⌋)
   */
  public int examplesPerChain() {
    return Math.max(1, Arithmetic.EXAMPLE_CHUNK / places());
  }
}
