package io.github.curvelane.kernel.contract;

/**
 * The triangle of a matrix that more rows are put below; {@link
 * io.github.curvelane.kernel.StackedQr} says what is computed. Owns scratch memory, so one thread
 * uses it at a time.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface StackedQrKernel<A> {
  /**
   * Replaces R by the triangle of [R; A].
   *
   * @param n the columns
   * @param r the array of R, row-major
   * @param rOffset its first index
   * @param ldr its leading dimension
   * @param rows the rows of A
   * @param a the array of A, row-major; lost
   * @param aOffset its first index
   * @param lda its leading dimension
   */
  void update(int n, A r, int rOffset, int ldr, int rows, A a, int aOffset, int lda);
}
