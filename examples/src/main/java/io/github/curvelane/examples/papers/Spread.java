package io.github.curvelane.examples.papers;

import io.github.curvelane.examples.report.Figures;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A number of several seeds.
 *
 * @param median the median; of an even number, the mean of the two in the middle
 * @param least the least
 * @param greatest the greatest
 */
public record Spread(double median, double least, double greatest) {
  /**
   * Collects numbers. NaN counts as the greatest.
   *
   * @param values one a seed, at least one
   * @return their spread
   */
  public static Spread of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    return new Spread(median, sorted[0], sorted[n - 1]);
  }

  /**
   * Collects a number of each seed.
   *
   * @param seeds how many
   * @param value gives that of seed s, from 0
   * @return their spread
   */
  static Spread over(int seeds, IntToDoubleFunction value) {
    return of(IntStream.range(0, seeds).mapToDouble(value).toArray());
  }

  @Override
  public String toString() {
    return least == greatest
        ? Figures.number(median)
        : text(median) + " (" + text(least) + " to " + text(greatest) + ")";
  }

  /** A number of three digits; a small count if the others are counts too. */
  private String text(double value) {
    String text = Figures.number(value);
    boolean counts = isWhole(median) && isWhole(least) && isWhole(greatest);
    if (counts || value == 0 || !Double.isFinite(value) || text.contains("e")) {
      return text;
    }
    BigDecimal number = new BigDecimal(text);
    return number.setScale(number.scale() + Math.max(0, 3 - number.precision())).toPlainString();
  }

  private static boolean isWhole(double value) {
    return value == Math.rint(value);
  }
}
