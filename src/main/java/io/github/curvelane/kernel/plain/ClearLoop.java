package io.github.curvelane.kernel.plain;

import io.github.curvelane.Precision;

/**
 * Sets some elements of an array to +0, whatever they are.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
@FunctionalInterface
public interface ClearLoop<A> {
  /**
   * Clears {@code array[indices[k]]} for {@code first} ≤ k &lt; {@code end}. The arguments were
   * checked.
   *
   * @param array the array
   * @param indices which elements
   * @param first the position of the first index
   * @param end the position after the last
   */
  void run(A array, int[] indices, int first, int end);

  /**
   * Chooses the loop of a precision.
   *
   * @param precision the precision
   * @param <A> {@code float[]} or {@code double[]}
   * @return the loop
   */
  @SuppressWarnings("unchecked") // the only two precisions that there are
  static <A> ClearLoop<A> of(Precision<A> precision) {
    ClearLoop<float[]> single = FloatClear::run;
    ClearLoop<double[]> twice = DoubleClear::run;
    return (ClearLoop<A>) (precision == Precision.FLOAT ? single : twice);
  }
}
