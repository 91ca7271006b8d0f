package io.github.curvelane.kernel.plain;

import io.github.curvelane.Precision;

/**
 * Sums over the places of maps.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface MapSums<A> {
  /** The loops of a precision. */
  @SuppressWarnings("unchecked") // the only two precisions that there are
  static <A> MapSums<A> of(Precision<A> precision) {
    return (MapSums<A>) (precision == Precision.FLOAT ? new FloatMapSums() : new DoubleMapSums());
  }

  /** sum_c = fma(s, u, sum_c) over ascending rows. */
  void products(int rows, int maps, A s, int sOffset, A u, int uOffset, A sums, int sum);

  /** sum_c = fl(sum_c + u) over ascending rows. */
  void add(int rows, int maps, A u, int uOffset, A sums, int sum);
}
