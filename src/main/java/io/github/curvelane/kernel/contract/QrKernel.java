package io.github.curvelane.kernel.contract;

/**
 * The QR factorisation and what is done with it; {@link io.github.curvelane.kernel.PivotedQr} says
 * what each computes. Owns the factors, so one thread uses it at a time.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface QrKernel<A> {
  /**
   * Factors an m×n matrix.
   *
   * @param m its rows
   * @param n its columns
   * @param a its array
   * @param offset its first index
   * @param lda its leading dimension
   * @param b a vector that Qᵀ is applied to; null for none
   * @param bOffset its first index
   * @param pivoting whether columns are exchanged
   */
  void factor(int m, int n, A a, int offset, int lda, A b, int bOffset, boolean pivoting);

  /**
   * Element of R on or above the diagonal.
   *
   * @param i its row
   * @param j its column
   * @return its value
   */
  double r(int i, int j);

  /**
   * The column of A that has become a column of R.
   *
   * @param j the column of R
   * @return the column of A
   */
  int column(int j);

  /**
   * Writes R.
   *
   * @param target the array
   * @param offset the first index
   * @param ld the leading dimension
   */
  void copyR(A target, int offset, int ld);

  /**
   * Multiplies a vector by Qᵀ or Q.
   *
   * @param transposed whether by Qᵀ
   * @param b the vector
   * @param offset its first index
   */
  void apply(boolean transposed, A b, int offset);

  /**
   * Solves Rx = y with R's leading rows and columns.
   *
   * @param size how many
   * @param y the right side and result
   * @param offset its first index
   */
  void solve(int size, A y, int offset);

  /**
   * Solves Rᵀx = y with R's leading rows and columns.
   *
   * @param size how many
   * @param y the right side and result
   * @param offset its first index
   */
  void solveTransposed(int size, A y, int offset);
}
