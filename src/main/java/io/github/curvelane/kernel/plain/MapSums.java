package io.github.curvelane.kernel.plain;

import io.github.curvelane.Precision;

/**
 * What all places of a map share: a gain and a bias, and the sums over places that train them.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface MapSums<A> {
  /** The loops of a precision. */
  @SuppressWarnings("unchecked") // the only two precisions that there are
  static <A> MapSums<A> of(Precision<A> precision) {
    return (MapSums<A>) (precision == Precision.FLOAT ? new FloatMapSums() : new DoubleMapSums());
  }

  /** y = fma(g_c, s, b_c), row by row. */
  void affine(
      int rows,
      int maps,
      A gains,
      int gain,
      A biases,
      int bias,
      A s,
      int sOffset,
      A y,
      int yOffset);

  /** y = fma(g_c, s, y), row by row. */
  void addTimesGain(int rows, int maps, A gains, int gain, A s, int sOffset, A y, int yOffset);

  /** y = fl(y + b_c), row by row. */
  void addBias(int rows, int maps, A biases, int bias, A y, int yOffset);

  /** sum_c = fma(s, u, sum_c) over ascending rows. */
  void products(int rows, int maps, A s, int sOffset, A u, int uOffset, A sums, int sum);

  /** sum_c = fl(sum_c + u) over ascending rows. */
  void add(int rows, int maps, A u, int uOffset, A sums, int sum);
}
