package io.github.curvelane.examples.input;

import java.util.Optional;

/**
 * The size of a grey image whose pixels are the features, row by row.
 *
 * @param height its height
 * @param width its width
 */
public record ImageShape(int height, int width) {
  /** Returns the shape as text, such as {@code 28x28}. */
  @Override
  public String toString() {
    return height + "x" + width;
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @param text the text
   * @return the shape; empty for anything else
   */
  public static Optional<ImageShape> parse(String text) {
    if (text == null || !text.matches("[1-9][0-9]{0,4}x[1-9][0-9]{0,4}")) {
      return Optional.empty();
    }
    int cross = text.indexOf('x');
    int height = Integer.parseInt(text.substring(0, cross));
    return Optional.of(new ImageShape(height, Integer.parseInt(text.substring(cross + 1))));
  }
}
