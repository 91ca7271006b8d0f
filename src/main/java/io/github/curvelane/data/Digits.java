package io.github.curvelane.data;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import java.util.Objects;

/**
 * Handwritten-looking digits drawn by a program, so that something worth learning is there without
 * a download. Each of the ten digits has several templates of pen strokes (an open and a closed 4,
 * a 7 with and without a bar, …), distorted at random by slant, rotation, stretching and an elastic
 * field, and drawn with a pen of random width and pressure on a slightly noisy sheet.
 *
 * <p>Example number i of a seed is a function of (seed, i) alone: it does not matter how many are
 * drawn, or in which order, or on which machine. Labels are drawn uniformly.
 *
 * <pre>{@code
 * Dataset<float[]> training = Digits.ofSide(28, 1).dataset(Precision.FLOAT, 0, 8000);
 * Dataset<float[]> test = Digits.ofSide(28, 1).dataset(Precision.FLOAT, 8000, 2000);
 * }</pre>
 */
public final class Digits {
  /** The number of classes. */
  public static final int CLASSES = 10;

  private final int side;
  private final long seed;

  private Digits(int side, long seed) {
    this.side = side;
    this.seed = seed;
  }

  /**
   * Returns the digits of a seed.
   *
   * @param side the height and width of an image, 16 or 28 pixels
   * @param seed the seed
   * @return the source of digits
   * @throws IllegalArgumentException if {@code side} is neither
   */
  public static Digits ofSide(int side, long seed) {
    if (side != 16 && side != 28) {
      throw new IllegalArgumentException("side is " + side + ", must be 16 or 28");
    }
    return new Digits(side, seed);
  }

  /**
   * Returns the height and width of an image.
   *
   * @return 16 or 28
   */
  public int side() {
    return side;
  }

  /**
   * Draws one digit.
   *
   * @param number which, at least 0
   * @param pixels receives side² bytes, row by row, 0 for paper to 255 for ink
   * @param offset where the first goes
   * @return the label, 0 to 9
   * @throws IndexOutOfBoundsException if the pixels do not fit
   */
  public int draw(long number, byte[] pixels, int offset) {
    Objects.requireNonNull(pixels, "pixels");
    Arguments.extent("pixels", offset, side * side, pixels.length);
    RandomDraws random = new RandomDraws(seed, number);
    int label = random.below(CLASSES);
    double[][] strokes = DigitTemplates.strokes(label, random.below(DigitTemplates.count(label)));
    Handwriting hand = new Handwriting(random);
    Pen pen = new Pen(side, random);
    for (double[] stroke : strokes) {
      pen.draw(hand.write(stroke));
    }
    pen.develop(pixels, offset);
    return label;
  }

  /**
   * Draws a row of digits as images.
   *
   * @param first the number of the first
   * @param count how many, at least 1
   * @return their bytes, [count, side, side]
   */
  public IdxArray images(long first, int count) {
    requireSome(count);
    byte[] pixels = new byte[Dataset.elements("images", count, side * side)];
    for (int i = 0; i < count; i++) {
      draw(first + i, pixels, i * side * side);
    }
    return IdxArray.ofBytes(pixels, count, side, side);
  }

  private static void requireSome(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count is " + count + ", must be at least 1");
    }
  }

  /**
   * Returns the labels that belong to {@link #images}.
   *
   * @param first the number of the first
   * @param count how many, at least 1
   * @return their bytes, [count]
   */
  public IdxArray labels(long first, int count) {
    requireSome(count);
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) new RandomDraws(seed, first + i).below(CLASSES);
    }
    return IdxArray.ofBytes(labels, count);
  }

  /**
   * Draws a row of digits as a dataset.
   *
   * @param precision the precision of the inputs
   * @param first the number of the first
   * @param count how many, at least 1
   * @param <A> {@code float[]} or {@code double[]}
   * @return side² features from 0 to 255, 10 classes
   */
  public <A> Dataset<A> dataset(Precision<A> precision, long first, int count) {
    Objects.requireNonNull(precision, "precision");
    return IdxFile.dataset(precision, images(first, count), labels(first, count), CLASSES);
  }

  @Override
  public String toString() {
    return "digits of side " + side + ", seed " + seed;
  }
}
