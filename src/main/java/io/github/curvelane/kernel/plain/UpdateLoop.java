package io.github.curvelane.kernel.plain;

import io.github.curvelane.Precision;

/**
 * One pass of an update rule: a loop over θ, the gradient and what the rule remembers, in which
 * coordinate i depends on nothing but coordinate i. Every rule's loop is a static method of this
 * shape in a class of its own, {@code FloatX} for the rule {@code X}; the build derives {@code
 * DoubleX}. The loop's Javadoc says which memory and which scalars it takes, in order, and every
 * rounding: an operation rounds once, {@code fma} once for both.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
@FunctionalInterface
public interface UpdateLoop<A> {
  /**
   * Updates elements {@code from} to {@code to} − 1. Disjoint ranges may be passed from several
   * threads at once. The arguments were checked; all arrays of elements are different objects.
   *
   * @param theta the parameters
   * @param g the gradient; may be overwritten
   * @param memory what the rule remembers of each coordinate, changed
   * @param scalars what all coordinates share, rounded to the precision
   * @param from the first index
   * @param to the index after the last
   */
  void run(A theta, A g, A[] memory, A scalars, int from, int to);

  /**
   * Chooses the loop of a precision.
   *
   * @param precision the precision
   * @param single the loop for {@code float}
   * @param twice the same for {@code double}
   * @param <A> {@code float[]} or {@code double[]}
   * @return the one that fits
   */
  @SuppressWarnings("unchecked") // the only two precisions that there are
  static <A> UpdateLoop<A> of(
      Precision<A> precision, UpdateLoop<float[]> single, UpdateLoop<double[]> twice) {
    return (UpdateLoop<A>) (precision == Precision.FLOAT ? single : twice);
  }
}
