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
}
