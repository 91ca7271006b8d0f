package io.github.curvelane.bench.step;

/** A layer of an {@link Architecture}, in terms that every library has. */
public sealed interface Stage {
  /**
   * Returns the shape of what it writes.
   *
   * @param image the shape of what it reads
   * @return that shape; units without a place are the channels of one
   */
  Image over(Image image);

  /**
   * Returns its multiply-adds with weights.
   *
   * @param image the shape of what it reads
   * @return those of one example, forward
   */
  double multiplyAdds(Image image);

  /**
   * The shape of images.
   *
   * @param height rows
   * @param width columns
   * @param channels channels
   */
  record Image(int height, int width, int channels) {
    /**
     * Returns the number of units.
     *
     * @return height · width · channels
     */
    public int units() {
      return height * width * channels;
    }

    private Image windows(int size, int stride, int padding, int maps) {
      return new Image(
          (height + 2 * padding - size) / stride + 1,
          (width + 2 * padding - size) / stride + 1,
          maps);
    }
  }

  /**
   * A convolution with stride 1, a bias a map and the hidden activation.
   *
   * @param maps the maps that it writes
   * @param size the sides of its windows
   * @param padding the width of the border of zeros
   */
  record Convolution(int maps, int size, int padding) implements Stage {
    @Override
    public Image over(Image image) {
      return image.windows(size, 1, padding, maps);
    }

    @Override
    public double multiplyAdds(Image image) {
      return (double) over(image).units() * size * size * image.channels();
    }

    @Override
    public String toString() {
      return "conv" + maps + ":" + size + (padding == 0 ? "" : "p" + padding);
    }
  }

  /**
   * Means of windows side by side.
   *
   * @param size the sides of a window
   */
  record AveragePooling(int size) implements Stage {
    @Override
    public Image over(Image image) {
      return image.windows(size, size, 0, image.channels());
    }

    @Override
    public double multiplyAdds(Image image) {
      return 0;
    }

    @Override
    public String toString() {
      return "avg" + size;
    }
  }

  /**
   * The largest elements of windows side by side.
   *
   * @param size the sides of a window
   */
  record MaxPooling(int size) implements Stage {
    @Override
    public Image over(Image image) {
      return image.windows(size, size, 0, image.channels());
    }

    @Override
    public double multiplyAdds(Image image) {
      return 0;
    }

    @Override
    public String toString() {
      return "max" + size;
    }
  }

  /**
   * A dense layer, with the hidden activation unless it is the last.
   *
   * @param units the units that it writes
   */
  record Dense(int units) implements Stage {
    @Override
    public Image over(Image image) {
      return new Image(1, 1, units);
    }

    @Override
    public double multiplyAdds(Image image) {
      return (double) units * image.units();
    }

    @Override
    public String toString() {
      return String.valueOf(units);
    }
  }
}
