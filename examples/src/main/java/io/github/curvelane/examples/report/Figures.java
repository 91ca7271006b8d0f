package io.github.curvelane.examples.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers for people, the same in every locale. */
public final class Figures {
  private static final MathContext THREE = new MathContext(3);
  private static final double LARGE = 1e9;
  private static final double SMALL = 1e-4;

  private Figures() {}

  /**
   * Fills in a pattern.
   *
   * @param pattern the pattern, as of {@link String#format}
   * @param values what it is filled with
   * @return the text
   */
  public static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /**
   * A percentage with two decimals.
   *
   * @param value the percentage
   * @return its text
   */
  public static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f %%", value);
  }

  /**
   * A number of three digits, none lost before the point.
   *
   * @param value the number
   * @return its text
   */
  public static String number(double value) {
    double size = Math.abs(value);
    if (value == 0) {
      return "0";
    }
    if (!Double.isFinite(value) || size >= LARGE || size < SMALL) {
      return String.format(Locale.ROOT, "%.3g", value);
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded =
        size >= 1000 ? exact.setScale(0, RoundingMode.HALF_EVEN) : exact.round(THREE);
    return rounded.toPlainString();
  }
}
