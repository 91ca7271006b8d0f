package io.github.curvelane.curvature;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A number that was estimated from random probes, each of which gives an independent sample.
 *
 * @param value the mean of the samples
 * @param standardError how far that mean is from the number in root mean square, as the samples
 *     tell: s/√k, with s² = Σ (sample − mean)²/(k − 1) over k samples. The number lies within two
 *     of these in some 95 of 100 cases, once there are tens of probes; fewer leave more to chance,
 *     and so does one eigenvalue that dwarfs all others: its samples are skewed.
 * @param probes the number k of samples, at least 2
 */
public record Estimate(double value, double standardError, int probes) {
  private static final int DIGITS = 3;

  /** More places than these, on either side of the point, are written as powers of ten. */
  private static final int PLAIN = 12;

  /**
   * Creates an estimate.
   *
   * @throws IllegalArgumentException if {@code value} is NaN or infinite, {@code standardError}
   *     also if negative, or {@code probes} is less than 2
   */
  public Estimate {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value is " + value + ", must be finite");
    }
    if (!(standardError >= 0 && standardError < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "standardError is " + standardError + ", must be finite and not negative");
    }
    checkProbes(probes);
  }

  static void checkProbes(int probes) {
    if (probes < 2) {
      throw new IllegalArgumentException(
          "probes is " + probes + ", must be at least 2: one has no standard error");
    }
  }

  /**
   * Returns the value with the digits that mean something, such as {@code 412.3 (standard error
   * 28.7)}: the standard error has three, the value those of the same places.
   */
  @Override
  public String toString() {
    if (standardError == 0) {
      return value + " (standard error 0)";
    }
    BigDecimal error = new BigDecimal(standardError).round(new MathContext(DIGITS));
    int places = error.scale() - error.precision() + DIGITS;
    if (Math.abs(places) > PLAIN) {
      return "%s (standard error %s)".formatted(value, error);
    }
    BigDecimal mean = new BigDecimal(value).setScale(Math.max(places, 0), RoundingMode.HALF_EVEN);
    return mean.toPlainString()
        + " (standard error "
        + error.setScale(places, RoundingMode.UNNECESSARY).toPlainString()
        + ")";
  }
}
