package io.github.curvelane.nn;

/**
 * The shape of images whose elements are units of a layer. Their order is (y, x, channel), the
 * channel fastest: unit (y·width + x)·channels + c. So the matrix [examples × units] is also
 * [(example, y, x) × channels], and a layer that treats all places alike reads its rows as a dense
 * layer reads examples.
 *
 * @param height the number of rows, at least 1
 * @param width the number of columns, at least 1
 * @param channels the number of channels or maps, at least 1
 */
public record ImageShape(int height, int width, int channels) {
  /**
   * Creates a shape.
   *
   * @throws IllegalArgumentException if a size is less than 1, or there are more than 2³¹ − 1 units
   */
  public ImageShape {
    Layer.size("height", height);
    Layer.size("width", width);
    Layer.size("channels", channels);
    if ((long) height * width > Integer.MAX_VALUE / channels) {
      throw new IllegalArgumentException(
          "an image of %d x %d with %d channels has more than %d units"
              .formatted(height, width, channels, Integer.MAX_VALUE));
    }
  }

  /**
   * Returns the number of units.
   *
   * @return height · width · channels
   */
  public int units() {
    return height * width * channels;
  }

  /**
   * Returns the number of places.
   *
   * @return height · width
   */
  public int places() {
    return height * width;
  }

  LayerDescription into(LayerDescription description) {
    return description.with("height", height).with("width", width).with("channels", channels);
  }

  static ImageShape read(LayerDescription from) {
    return new ImageShape(from.integer("height"), from.integer("width"), from.integer("channels"));
  }

  /** Returns the sizes, channels first as is common in print: {@code 3x32x32}. */
  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
