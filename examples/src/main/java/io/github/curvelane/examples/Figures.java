package io.github.curvelane.examples;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers for people, the same in every locale. */
final class Figures {
  private static final MathContext THREE = new MathContext(3);
  private static final double LARGE = 1e9;
  private static final double SMALL = 1e-4;

  private Figures() {}

  /** Fills in a pattern. */
  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** A percentage with two decimals. */
  static String percent(double value) {
    return String.format(Locale.ROOT, "%.2f %%", value);
  }

  /** A number of three digits, none lost before the point. */
  static String number(double value) {
    double size = Math.abs(value);
    if (!Double.isFinite(value) || value == 0 || size >= LARGE || size < SMALL) {
      return String.format(Locale.ROOT, "%.3g", value);
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded =
        size >= 1000 ? exact.setScale(0, RoundingMode.HALF_EVEN) : exact.round(THREE);
    return rounded.toPlainString();
  }
}
