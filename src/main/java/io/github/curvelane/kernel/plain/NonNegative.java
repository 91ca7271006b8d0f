package io.github.curvelane.kernel.plain;

import io.github.curvelane.Precision;

/**
 * What rounding leaves below 0 of sums that are none: a sum of h times squares, formed from terms
 * of both signs.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
@FunctionalInterface
public interface NonNegative<A> {
  /**
   * Makes s ← max(s, +0), unless an h is negative or NaN.
   *
   * @param n the number of elements of both, from index 0
   * @param h what was multiplied by squares
   * @param s the sums
   */
  void run(int n, A h, A s);

  /** The loop of a precision. */
  @SuppressWarnings("unchecked") // the only two precisions that there are
  static <A> NonNegative<A> of(Precision<A> precision) {
    NonNegative<float[]> single = FloatNonNegative::run;
    NonNegative<double[]> twice = DoubleNonNegative::run;
    return (NonNegative<A>) (precision == Precision.FLOAT ? single : twice);
  }
}
