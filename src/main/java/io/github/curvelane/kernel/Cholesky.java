package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.LastSetter;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.contract.CholeskyKernel;
import io.github.curvelane.kernel.contract.TriangularKernel;

/**
 * The factorisation A = L·Lᵀ of a symmetric positive definite n×n matrix, in place: of A only the
 * elements on and below the diagonal are read, and L takes their place.
 *
 * <pre>{@code
 * double[] a = {4, 0, 2, 5};
 * double[] b = {8, 12};
 * Cholesky<double[]> cholesky = Kernels.of(Precision.DOUBLE).newCholesky(Parallelism.none());
 * cholesky.factor(2, a, 0, 2);
 * cholesky.solve(2, a, 0, 2, b, 0);
 * double first = b[0]; // 1.0
 * }</pre>
 *
 * <p><b>Arithmetic.</b> For j ≤ i: c = a_ij; for k ascending from 0 to j − 1 c = fma(−l_ik, l_jk,
 * c); l_ij = fl(c/l_jj), and l_jj = fl(√c). The last c of a diagonal element is a <i>pivot</i>. It
 * must be positive and finite, which the matrix without symmetry's other half decides: a NaN
 * anywhere on or below the diagonal ends in a pivot that is NaN, unless an earlier one fails.
 *
 * <p><b>Errors.</b> What does not fit is refused by an {@link IllegalArgumentException} that names
 * the argument, its value and the bound, and leaves A as it was.
 *
 * <p>n³/3 floating-point operations by blocks of columns, through the kernel of {@link Product}; no
 * allocation once scratch memory has grown to the size in use. A second thread is refused by an
 * {@link IllegalStateException} that names the first; solves are for any number of threads. The
 * bits are the same for every provider, width, blocking and number of threads.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Cholesky<A> {
  private final Precision<A> precision;
  private final CholeskyKernel<A> kernel;
  private final TriangularKernel<A> triangular;
  private final SoleUse use = new SoleUse("this Cholesky factorisation");
  private final LastSetter factored =
      new LastSetter("the matrix that this thread factored", "a Cholesky factorisation");

  Cholesky(Precision<A> precision, CholeskyKernel<A> kernel, TriangularKernel<A> triangular) {
    this.precision = precision;
    this.kernel = kernel;
    this.triangular = triangular;
  }

  /**
   * Replaces the lower triangle of A by L.
   *
   * @param n the rows and columns
   * @param a the array that holds A, row-major
   * @param offset the index of its first element
   * @param lda its leading dimension, at least n
   * @throws ArithmeticException if a pivot is not positive and finite: the message has its index
   *     and value, and the lower triangle is as after {@link #tryFactor}
   */
  public void factor(int n, A a, int offset, int lda) {
    check(n, a, offset, lda);
    use.begin();
    try {
      factored.set();
      checkPositive(n, kernel.factor(n, a, offset, lda));
    } finally {
      use.end();
    }
  }

  private void checkPositive(int n, int failed) {
    if (failed >= 0) {
      throw new ArithmeticException(
          "pivot "
              + failed
              + " of "
              + n
              + " is "
              + kernel.pivot()
              + ", must be positive and finite: the matrix is not positive definite");
    }
  }

  /**
   * Replaces the lower triangle of A by L unless a pivot is not positive and finite. If one is not,
   * part of the lower triangle has been overwritten, how much is unspecified, and the upper is as
   * it was.
   *
   * @param n the rows and columns
   * @param a the array that holds A, row-major
   * @param offset the index of its first element
   * @param lda its leading dimension, at least n
   * @return −1 if L stands in A, else the index of the first such pivot, whose value is {@link
   *     #pivot}
   */
  public int tryFactor(int n, A a, int offset, int lda) {
    check(n, a, offset, lda);
    use.begin();
    try {
      factored.set();
      return kernel.factor(n, a, offset, lda);
    } finally {
      use.end();
    }
  }

  private void check(int n, A a, int offset, int lda) {
    Extent.size("n", n);
    Extent.matrix("a", precision, a, offset, lda, n, n);
  }

  /**
   * Returns the pivot that ended the last factorisation that failed.
   *
   * @return its value: zero, negative, infinite or NaN
   * @throws IllegalStateException if another thread has factored a matrix since this one did
   */
  public double pivot() {
    use.begin();
    try {
      factored.require();
      return kernel.pivot();
    } finally {
      use.end();
    }
  }

  /**
   * b ← A⁻¹b, as {@link Triangular}'s solves with L and Lᵀ.
   *
   * @param n the rows and columns
   * @param l the array that holds L, row-major
   * @param offset the index of its first element
   * @param ldl its leading dimension, at least n
   * @param b the vector of n elements, apart from L
   * @param bOffset its first index
   */
  public void solve(int n, A l, int offset, int ldl, A b, int bOffset) {
    Extent.size("n", n);
    Extent.matrix("l", precision, l, offset, ldl, n, n);
    Extent.vector("b", precision, b, bOffset, n);
    if (l == b && Extent.overlap(offset, ldl, n, n, bOffset, n, 1, n)) {
      throw new IllegalArgumentException(
          "b (offset " + bOffset + ") overlaps l (offset " + offset + ")");
    }
    triangular.forward(n, l, offset, ldl, 1, b, bOffset, 1);
    triangular.backward(n, l, offset, ldl, 1, b, bOffset, 1);
  }

  @Override
  public String toString() {
    return "Cholesky factorisation for " + precision;
  }
}
