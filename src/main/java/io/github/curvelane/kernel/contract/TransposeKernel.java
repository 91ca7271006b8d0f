package io.github.curvelane.kernel.contract;

/**
 * Transposes matrices. Arguments are checked; y is apart from x. Stateless.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface TransposeKernel<A> {
  /** y_ji = x_ij for an m×n matrix x. */
  void transpose(int m, int n, A x, int xOffset, int ldx, A y, int yOffset, int ldy);
}
