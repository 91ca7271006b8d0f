package io.github.curvelane.kernel.contract;

/**
 * Reductions of the columns of a row-major matrix, each a chain over ascending rows. Arguments are
 * checked; y is apart from x. Stateless.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface ColumnReductionKernel<A> {
  /** y_j = fma(x_ij, x_ij, y_j) for i ascending, from +0. */
  void sumsOfSquares(int m, int n, A x, int xOffset, int ldx, A y, int yOffset);

  /** y_j = the largest x_ij as {@link Math#max} has it, from −∞. */
  void maxima(int m, int n, A x, int xOffset, int ldx, A y, int yOffset);

  /** y_j = the smallest x_ij as {@link Math#min} has it, from +∞. */
  void minima(int m, int n, A x, int xOffset, int ldx, A y, int yOffset);
}
