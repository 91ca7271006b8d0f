package io.github.curvelane.kernel.contract;

/**
 * The Cholesky factorisation in place; {@link io.github.curvelane.kernel.Cholesky} says what it
 * computes. Owns scratch memory, so one thread uses it at a time.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface CholeskyKernel<A> {
  /**
   * Replaces the lower triangle of a symmetric matrix by its factor.
   *
   * @param n the rows and columns
   * @param a the array, row-major
   * @param offset its first index
   * @param lda its leading dimension
   * @return −1, or the index of the first pivot that is not positive and finite
   */
  int factor(int n, A a, int offset, int lda);

  /**
   * The pivot that ended the last factorisation.
   *
   * @return its value
   */
  double pivot();
}
