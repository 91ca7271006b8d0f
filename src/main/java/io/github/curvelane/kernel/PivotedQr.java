package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.LastSetter;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.contract.QrKernel;

/**
 * Householder's factorisation A·P = Q·R of an m×n matrix, with or without the exchange of columns:
 * what least squares are solved with where normal equations would lose half of the digits.
 *
 * <pre>{@code
 * double[] a = {1, 1, 1, 2, 1, 3};
 * double[] b = {1, 3, 2};
 * PivotedQr<double[]> qr = Kernels.of(Precision.DOUBLE).newPivotedQr();
 * // The line through (1, 1), (2, 3), (3, 2): b becomes Qᵀb, of which R can give the first two.
 * qr.factor(3, 2, a, 0, 2, b, 0);
 * qr.solve(qr.rank(1e-15), b, 0);
 * // The second column is the longer and has become the first.
 * double slope = b[0]; // 0.5
 * }</pre>
 *
 * <p>A is copied and left as it was; the factors belong to this object until the next {@code
 * factor}. With fewer rows than columns R is m×n and upper trapezoidal. The diagonal of R may have
 * either sign.
 *
 * <p><b>Arithmetic.</b> Sums over rows i, i + 1, … are four chains of fused multiply-adds from +0,
 * terms going to them in turn from the first, joined as (s₀ + s₂) + (s₁ + s₃). Step k, from 0 to
 * min(m, n) − 1:
 *
 * <ol>
 *   <li>With exchange, the first of the columns from k on whose norms are largest becomes column k.
 *   <li>ν = √Σ a_ik² over the rows from k on, α = a_kk. If ν is 0, nothing changes.
 *   <li>s = 2⁻ᵉ with e the exponent of ν, at least that of the smallest normal number; v_i =
 *       fl(a_ik·s), then v_k = fl(v_k ± fl(ν·s)) with the sign of α; t = fl(1/fl(fl(ν·s)·|v_k|)).
 *   <li>For the columns j from k + 1 on, f = fl(−t·Σ v_i·a_ij), a_ij = fma(v_i, f, a_ij).
 *   <li>r_kk = −ν with the sign of α.
 *   <li>With exchange, the norms ν_j of the columns from k + 1 on lose row k as in LAPACK's dlaqp2
 *       (Drmač and Bujanović 2008): z = fl(|r_kj|/ν_j), ρ = max(0, fma(−z, z, 1)), q =
 *       fl(ν_j/ν̂_j), where ν̂_j is the last norm that was summed. If fl(ρ·fl(q²)) ≤ √u both are
 *       summed again from the rows after k, else ν_j = fl(ν_j·fl(√ρ)).
 * </ol>
 *
 * <p>A norm whose sum of squares leaves the range in which no digit is lost is summed over elements
 * times the power of two that brings the largest to [1, 2): so columns may have any scale, and
 * powers of two in rows' or columns' units change no digit. A NaN in A makes R's first diagonal
 * element NaN, and the rank 0.
 *
 * <p><b>Errors.</b> What does not fit is refused by an {@link IllegalArgumentException} that names
 * the argument, its value and the bound, before anything is written.
 *
 * <p>2·n²·(m − n/3) floating-point operations for m ≥ n; no allocation once memory has grown to the
 * shapes in use. Bits do not depend on provider and width. A second thread is refused by an {@link
 * IllegalStateException} that names the first; so is one whose factors another has replaced.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class PivotedQr<A> {
  private final Precision<A> precision;
  private final QrKernel<A> kernel;
  private final SoleUse use = new SoleUse("this QR factorisation");
  private final LastSetter factored =
      new LastSetter("the matrix that this thread factored", "a QR factorisation");
  private int m;
  private int n;

  PivotedQr(Precision<A> precision, QrKernel<A> kernel) {
    this.precision = precision;
    this.kernel = kernel;
  }

  /**
   * Factors A with exchange of columns.
   *
   * @param m its rows, at least 0
   * @param n its columns, at least 0
   * @param a the array that holds it, row-major
   * @param offset the index of its first element
   * @param lda its leading dimension, at least n
   */
  public void factor(int m, int n, A a, int offset, int lda) {
    check(m, n, a, offset, lda);
    factorChecked(m, n, a, offset, lda, null, 0, true);
  }

  /**
   * Factors A with exchange of columns and replaces b by Qᵀb, which costs little at the same time.
   *
   * @param m its rows, at least 0
   * @param n its columns, at least 0
   * @param a the array that holds it, row-major
   * @param offset the index of its first element
   * @param lda its leading dimension, at least n
   * @param b the array of m elements that Qᵀ is applied to, apart from A
   * @param bOffset the index of its first element
   */
  public void factor(int m, int n, A a, int offset, int lda, A b, int bOffset) {
    check(m, n, a, offset, lda);
    checkB(m, n, a, offset, lda, b, bOffset);
    factorChecked(m, n, a, offset, lda, b, bOffset, true);
  }

  /**
   * Factors A with its columns in the order they have: P is the identity.
   *
   * @param m its rows, at least 0
   * @param n its columns, at least 0
   * @param a the array that holds it, row-major
   * @param offset the index of its first element
   * @param lda its leading dimension, at least n
   */
  public void factorInOrder(int m, int n, A a, int offset, int lda) {
    check(m, n, a, offset, lda);
    factorChecked(m, n, a, offset, lda, null, 0, false);
  }

  /**
   * Factors A with its columns in the order they have, and replaces b by Qᵀb.
   *
   * @param m its rows, at least 0
   * @param n its columns, at least 0
   * @param a the array that holds it, row-major
   * @param offset the index of its first element
   * @param lda its leading dimension, at least n
   * @param b the array of m elements that Qᵀ is applied to, apart from A
   * @param bOffset the index of its first element
   */
  public void factorInOrder(int m, int n, A a, int offset, int lda, A b, int bOffset) {
    check(m, n, a, offset, lda);
    checkB(m, n, a, offset, lda, b, bOffset);
    factorChecked(m, n, a, offset, lda, b, bOffset, false);
  }

  private void check(int m, int n, A a, int offset, int lda) {
    Extent.size("m", m);
    Extent.size("n", n);
    Extent.matrix("a", precision, a, offset, lda, m, n);
  }

  private void checkB(int m, int n, A a, int offset, int lda, A b, int bOffset) {
    Extent.vector("b", precision, b, bOffset, m);
    if (a == b && Extent.overlap(offset, lda, m, n, bOffset, m, 1, m)) {
      throw new IllegalArgumentException(
          "b (offset " + bOffset + ") overlaps a (offset " + offset + ")");
    }
  }

  private void factorChecked(
      int m, int n, A a, int offset, int lda, A b, int bOffset, boolean pivoting) {
    use.begin();
    try {
      factored.set();
      this.m = m;
      this.n = n;
      kernel.factor(m, n, a, offset, lda, b, bOffset, pivoting);
    } finally {
      use.end();
    }
  }

  /** Takes the factors for the calling thread, unless those that it made were replaced. */
  private void beginUse() {
    use.begin();
    try {
      factored.require();
    } catch (IllegalStateException e) {
      use.end();
      throw e;
    }
  }

  /**
   * Returns an element of R.
   *
   * @param i its row, below min(m, n)
   * @param j its column, below n
   * @return its value; 0 below the diagonal
   * @throws IndexOutOfBoundsException if R has no such element
   */
  public double r(int i, int j) {
    beginUse();
    try {
      index("i", i, Math.min(m, n));
      index("j", j, n);
      return j < i ? 0 : kernel.r(i, j);
    } finally {
      use.end();
    }
  }

  /**
   * Returns which column of A a column of R comes from: the permutation P has its ones there.
   *
   * @param j the column of R, below n
   * @return the column of A
   * @throws IndexOutOfBoundsException if R has no such column
   */
  public int column(int j) {
    beginUse();
    try {
      index("j", j, n);
      return kernel.column(j);
    } finally {
      use.end();
    }
  }

  /**
   * Returns how many of R's diagonal elements, from the first on, are larger in magnitude than a
   * multiple of the first. After an exchange of columns that is the numerical rank of A; max(m,
   * n)·2u is a usual tolerance.
   *
   * @param tolerance the multiple, at least 0
   * @return the rank, from 0 to min(m, n)
   * @throws IllegalArgumentException if the tolerance is negative or NaN
   */
  public int rank(double tolerance) {
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("tolerance is " + tolerance + ", must be at least 0");
    }
    beginUse();
    try {
      int rank = 0;
      while (rank < Math.min(m, n)
          && Math.abs(kernel.r(rank, rank)) > tolerance * Math.abs(kernel.r(0, 0))) {
        rank++;
      }
      return rank;
    } finally {
      use.end();
    }
  }

  /**
   * Writes R as a matrix of min(m, n) rows and n columns, with +0 below its diagonal.
   *
   * @param target the array
   * @param offset the index of the first element
   * @param ld the leading dimension, at least n
   */
  public void copyR(A target, int offset, int ld) {
    beginUse();
    try {
      Extent.matrix("target", precision, target, offset, ld, Math.min(m, n), n);
      kernel.copyR(target, offset, ld);
    } finally {
      use.end();
    }
  }

  /**
   * b ← Qᵀb, by one reflection after another: f = fl(−t·Σ v_i·b_i), b_i = fma(v_i, f, b_i).
   *
   * @param b the array of m elements
   * @param offset the index of the first
   */
  public void applyTransposed(A b, int offset) {
    beginUse();
    try {
      Extent.vector("b", precision, b, offset, m);
      kernel.apply(true, b, offset);
    } finally {
      use.end();
    }
  }

  /**
   * b ← Qb, by the same reflections in descending order.
   *
   * @param b the array of m elements
   * @param offset the index of the first
   */
  public void apply(A b, int offset) {
    beginUse();
    try {
      Extent.vector("b", precision, b, offset, m);
      kernel.apply(false, b, offset);
    } finally {
      use.end();
    }
  }

  /**
   * y ← R₁⁻¹y with R₁ the first rows and columns of R. For i descending: c = y_i; for j ascending
   * from i + 1 c = fma(−r_ij, x_j, c); x_i = fl(c/r_ii).
   *
   * @param size the rows and columns of R₁, at most min(m, n)
   * @param y the array of {@code size} elements
   * @param offset the index of the first
   */
  public void solve(int size, A y, int offset) {
    beginUse();
    try {
      checkSolve(size, y, offset);
      kernel.solve(size, y, offset);
    } finally {
      use.end();
    }
  }

  /**
   * y ← R₁⁻ᵀy with R₁ the first rows and columns of R. For j ascending: c = y_j; for i ascending
   * from 0 c = fma(−r_ij, x_i, c); x_j = fl(c/r_jj).
   *
   * @param size the rows and columns of R₁, at most min(m, n)
   * @param y the array of {@code size} elements
   * @param offset the index of the first
   */
  public void solveTransposed(int size, A y, int offset) {
    beginUse();
    try {
      checkSolve(size, y, offset);
      kernel.solveTransposed(size, y, offset);
    } finally {
      use.end();
    }
  }

  private void checkSolve(int size, A y, int offset) {
    Extent.size("size", size);
    if (size > Math.min(m, n)) {
      throw new IllegalArgumentException("size is " + size + ", must be at most " + Math.min(m, n));
    }
    Extent.vector("y", precision, y, offset, size);
  }

  private static void index(String name, int value, int bound) {
    if (value < 0 || value >= bound) {
      throw new IndexOutOfBoundsException(
          name + " is " + value + ", must be from 0 to " + (bound - 1));
    }
  }

  @Override
  public String toString() {
    return "QR factorisation for " + precision + ", " + m + " x " + n;
  }
}
