package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.contract.TriangularKernel;

/**
 * Solves with a lower triangle L and with its transpose, in place, for one right side or many. Of
 * the n×n matrix that holds L only the elements on and below the diagonal are read.
 *
 * <p><b>Arithmetic.</b> Each column of B by itself. {@code solve}: for j ascending c = b_j; for k
 * ascending from 0 to j − 1 c = fma(−l_jk, x_k, c); x_j = fl(c/l_jj). {@code solveTransposed}: for
 * j descending c = b_j; for k descending from n − 1 to j + 1 c = fma(−l_kj, x_k, c); x_j =
 * fl(c/l_jj). A zero on the diagonal gives infinities or NaN. The bits are the same for every
 * provider and width.
 *
 * <p><b>Errors.</b> What does not fit is refused by an {@link IllegalArgumentException} that names
 * the argument, its value and the bound, before anything is written; B must not overlap L.
 *
 * <p>n² floating-point operations a column, no allocation; stateless, shared by all threads.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Triangular<A> {
  private final Precision<A> precision;
  private final TriangularKernel<A> kernel;

  Triangular(Precision<A> precision, TriangularKernel<A> kernel) {
    this.precision = precision;
    this.kernel = kernel;
  }

  /**
   * b ← L⁻¹b.
   *
   * @param n the rows and columns of L
   * @param l the array of L, row-major
   * @param lOffset the index of its first element
   * @param ldl its leading dimension, at least n
   * @param b the vector of n elements
   * @param bOffset its first index
   */
  public void solve(int n, A l, int lOffset, int ldl, A b, int bOffset) {
    solve(n, l, lOffset, ldl, 1, b, bOffset, 1);
  }

  /**
   * B ← L⁻¹B.
   *
   * @param n the rows and columns of L
   * @param l the array of L, row-major
   * @param lOffset the index of its first element
   * @param ldl its leading dimension, at least n
   * @param columns the columns of B
   * @param b the array of B, n rows, row-major
   * @param bOffset the index of its first element
   * @param ldb its leading dimension, at least {@code columns}
   */
  public void solve(int n, A l, int lOffset, int ldl, int columns, A b, int bOffset, int ldb) {
    check(n, l, lOffset, ldl, columns, b, bOffset, ldb);
    kernel.forward(n, l, lOffset, ldl, columns, b, bOffset, ldb);
  }

  /**
   * b ← L⁻ᵀb.
   *
   * @param n the rows and columns of L
   * @param l the array of L, row-major
   * @param lOffset the index of its first element
   * @param ldl its leading dimension, at least n
   * @param b the vector of n elements
   * @param bOffset its first index
   */
  public void solveTransposed(int n, A l, int lOffset, int ldl, A b, int bOffset) {
    solveTransposed(n, l, lOffset, ldl, 1, b, bOffset, 1);
  }

  /**
   * B ← L⁻ᵀB.
   *
   * @param n the rows and columns of L
   * @param l the array of L, row-major
   * @param lOffset the index of its first element
   * @param ldl its leading dimension, at least n
   * @param columns the columns of B
   * @param b the array of B, n rows, row-major
   * @param bOffset the index of its first element
   * @param ldb its leading dimension, at least {@code columns}
   */
  public void solveTransposed(
      int n, A l, int lOffset, int ldl, int columns, A b, int bOffset, int ldb) {
    check(n, l, lOffset, ldl, columns, b, bOffset, ldb);
    kernel.backward(n, l, lOffset, ldl, columns, b, bOffset, ldb);
  }

  private void check(int n, A l, int lOffset, int ldl, int columns, A b, int bOffset, int ldb) {
    Extent.size("n", n);
    Extent.size("columns", columns);
    Extent.matrix("l", precision, l, lOffset, ldl, n, n);
    Extent.matrix("b", precision, b, bOffset, ldb, n, columns);
    if (l == b && Extent.overlap(lOffset, ldl, n, n, bOffset, ldb, n, columns)) {
      throw new IllegalArgumentException(
          "b (offset " + bOffset + ") overlaps l (offset " + lOffset + ")");
    }
  }

  @Override
  public String toString() {
    return "triangular solves for " + precision;
  }
}
