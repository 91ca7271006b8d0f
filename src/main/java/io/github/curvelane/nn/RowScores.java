package io.github.curvelane.nn;

import io.github.curvelane.Precision;

/**
 * How far the outputs of one example are from its targets, in double precision.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
interface RowScores<A> {
  /** The loops of a precision. */
  @SuppressWarnings("unchecked") // the only two precisions that there are
  static <A> RowScores<A> of(Precision<A> precision) {
    return (RowScores<A>)
        (precision == Precision.FLOAT ? new FloatRowScores() : new DoubleRowScores());
  }

  /** Σ_j |a_j − t_j| over ascending outputs. */
  double distance(int n, A a, int aAt, A t, int tAt);

  /** Σ_j (a_j − t_j)² over ascending outputs, by fma. */
  double squaredDistance(int n, A a, int aAt, A t, int tAt);

  /**
   * Whether an output is among the k largest, where of equal ones the first are larger; it is not
   * if one of them is NaN.
   */
  boolean isAmongLargest(int k, int output, int n, A a, int aAt);
}
