package io.github.curvelane.kernel.plain;

import io.github.curvelane.Precision;

/**
 * Variances from the means of numbers and of their squares.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
@FunctionalInterface
public interface Variance<A> {
  /**
   * Makes s ← s − m², each operation rounded; what is then below 0 becomes +0.
   *
   * @param n the number of elements of both, from index 0
   * @param m the means
   * @param s the means of the squares, and the variances
   */
  void run(int n, A m, A s);

  /** The loop of a precision. */
  @SuppressWarnings("unchecked") // the only two precisions that there are
  static <A> Variance<A> of(Precision<A> precision) {
    Variance<float[]> single = FloatVariance::run;
    Variance<double[]> twice = DoubleVariance::run;
    return (Variance<A>) (precision == Precision.FLOAT ? single : twice);
  }
}
