package io.github.curvelane.nn;

import java.util.Objects;

/**
 * The windows of an image that a layer's units look through: how large they are, how far apart, how
 * wide a border of zeros surrounds the image before, and how far apart the elements of a window
 * are. The window of output (y, x) has the elements (y·strideY + i·dilationY, x·strideX +
 * j·dilationX) of the surrounded image.
 *
 * <pre>{@code
 * Window same = Window.of(3).padding(1);
 * Window halving = Window.of(2).stride(2);
 * }</pre>
 *
 * @param height the number of its rows, at least 1
 * @param width the number of its columns, at least 1; with a height of 1 on images of height 1, a
 *     time-delay network
 * @param strideY rows from window to window, at least 1
 * @param strideX columns from window to window, at least 1
 * @param paddingY rows of zeros above and below, at least 0
 * @param paddingX columns of zeros on the left and on the right, at least 0
 * @param dilationY rows from element to element, at least 1
 * @param dilationX columns from element to element, at least 1
 */
public record Window(
    int height,
    int width,
    int strideY,
    int strideX,
    int paddingY,
    int paddingX,
    int dilationY,
    int dilationX) {
  /**
   * Creates windows.
   *
   * @throws IllegalArgumentException if a padding is negative, or another number less than 1
   */
  public Window {
    Layer.size("the window's height", height);
    Layer.size("the window's width", width);
    Layer.size("strideY", strideY);
    Layer.size("strideX", strideX);
    notNegative("paddingY", paddingY);
    notNegative("paddingX", paddingX);
    Layer.size("dilationY", dilationY);
    Layer.size("dilationX", dilationX);
  }

  private static void notNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " is " + value + ", must be at least 0");
    }
  }

  /**
   * Square windows with stride 1, without padding and dilation.
   *
   * @param size the height and the width, at least 1
   * @return the windows
   */
  public static Window of(int size) {
    return of(size, size);
  }

  /**
   * Windows with stride 1, without padding and dilation.
   *
   * @param height the height, at least 1
   * @param width the width, at least 1
   * @return the windows
   */
  public static Window of(int height, int width) {
    return new Window(height, width, 1, 1, 0, 0, 1, 1);
  }

  /**
   * The same with another stride in both directions.
   *
   * @param stride the stride, at least 1
   * @return the windows
   */
  public Window stride(int stride) {
    return new Window(height, width, stride, stride, paddingY, paddingX, dilationY, dilationX);
  }

  /**
   * The same with another padding on all sides.
   *
   * @param padding the width of the border, at least 0
   * @return the windows
   */
  public Window padding(int padding) {
    return new Window(height, width, strideY, strideX, padding, padding, dilationY, dilationX);
  }

  /**
   * The same with another dilation in both directions.
   *
   * @param dilation the dilation, at least 1
   * @return the windows
   */
  public Window dilation(int dilation) {
    return new Window(height, width, strideY, strideX, paddingY, paddingX, dilation, dilation);
  }

  /**
   * Returns the number of a window's elements in one channel.
   *
   * @return height · width
   */
  public int elements() {
    return height * width;
  }

  /**
   * Returns the shape of what a layer with these windows writes: ⌊(size + 2·padding −
   * dilation·(window − 1) − 1) / stride⌋ + 1 in each direction.
   *
   * @param image the shape of what it reads
   * @param channels the number of channels that it writes
   * @return the shape of its output
   * @throws IllegalArgumentException if a window is larger than the surrounded image, or there are
   *     too many units
   */
  public ImageShape over(ImageShape image, int channels) {
    Objects.requireNonNull(image, "image");
    int y = count("height", image.height(), paddingY, height, dilationY, strideY);
    int x = count("width", image.width(), paddingX, width, dilationX, strideX);
    return new ImageShape(y, x, channels);
  }

  private static int count(
      String side, int image, int padding, int window, int dilation, int stride) {
    long surrounded = image + 2L * padding;
    long reach = (window - 1L) * dilation + 1;
    if (surrounded > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the %s of the image is %d and of its border 2 x %d, must be at most %d together"
              .formatted(side, image, padding, Integer.MAX_VALUE));
    }
    if (reach > surrounded) {
      throw new IllegalArgumentException(
          "the window's %s is %d%s, must be at most the image's %d%s"
              .formatted(
                  side,
                  window,
                  dilation > 1 ? " with dilation " + dilation + ", " + reach + " in all" : "",
                  image,
                  padding > 0 ? " and its border of 2 x " + padding : ""));
    }
    return (int) ((surrounded - reach) / stride) + 1;
  }

  LayerDescription into(LayerDescription description) {
    return description
        .with("windowHeight", height)
        .with("windowWidth", width)
        .with("strideY", strideY)
        .with("strideX", strideX)
        .with("paddingY", paddingY)
        .with("paddingX", paddingX)
        .with("dilationY", dilationY)
        .with("dilationX", dilationX);
  }

  static Window read(LayerDescription from) {
    return new Window(
        from.integer("windowHeight"),
        from.integer("windowWidth"),
        from.integer("strideY"),
        from.integer("strideX"),
        from.integer("paddingY"),
        from.integer("paddingX"),
        from.integer("dilationY"),
        from.integer("dilationX"));
  }

  /** The sizes as {@code --layers} has them: {@code 5}, {@code 3s2p1}, {@code 1x5}. */
  String summary() {
    String text = height == width ? "" + height : height + "x" + width;
    if (strideY != 1 || strideX != 1) {
      text += "s" + (strideY == strideX ? "" + strideY : strideY + "x" + strideX);
    }
    if (paddingY != 0 || paddingX != 0) {
      text += "p" + (paddingY == paddingX ? "" + paddingY : paddingY + "x" + paddingX);
    }
    if (dilationY != 1 || dilationX != 1) {
      text += "d" + (dilationY == dilationX ? "" + dilationY : dilationY + "x" + dilationX);
    }
    return text;
  }

  /** Returns the sizes in the order of the components. */
  @Override
  public String toString() {
    return "window %dx%d, stride %dx%d, padding %dx%d, dilation %dx%d"
        .formatted(height, width, strideY, strideX, paddingY, paddingX, dilationY, dilationX);
  }
}
