package io.github.curvelane.kernel.contract;

/**
 * A descent step along a gradient of rank one that is never stored.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface RankOneUpdate<A> {
  /** θ_ij = fma(−ε, fl(fma(x_i, d_j, +0)·s), θ_ij), θ_ij at {@code offset + i·stride + j}. */
  void sgd(
      A theta,
      int offset,
      int stride,
      int rows,
      int columns,
      A x,
      int xOffset,
      A d,
      int dOffset,
      double scale,
      double rate);

  /**
   * The same with a rate for each parameter: θ_ij = fma(−fl(ε·r_ij), g_ij, θ_ij), r_ij at the index
   * of θ_ij.
   *
   * @param largest no r_ij is greater than this, NaN, negative or −0; or NaN, where that is not
   *     known
   */
  void ratedSgd(
      A theta,
      int offset,
      int stride,
      int rows,
      int columns,
      A x,
      int xOffset,
      A d,
      int dOffset,
      double scale,
      double rate,
      A rates,
      double largest);
}
