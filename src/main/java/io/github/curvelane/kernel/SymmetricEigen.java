package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.contract.EigenKernel;

/**
 * The eigenvalues λ₀ ≤ λ₁ ≤ … of a symmetric n×n matrix, and orthonormal eigenvectors: A = VᵀΛV,
 * where the <i>rows</i> of V are the eigenvectors.
 *
 * <pre>{@code
 * double[] a = {2, 0, 1, 2};
 * double[] values = new double[2];
 * double[] vectors = new double[4];
 * SymmetricEigen<double[]> eigen =
 *     Kernels.of(Precision.DOUBLE).newSymmetricEigen(Parallelism.none());
 * eigen.decompose(2, a, 0, 2, values, 0, vectors, 0, 2);
 * double largest = values[1]; // 3.0
 * }</pre>
 *
 * <p>Of A only the elements on and below the diagonal are read, and they are read before anything
 * is written: the results may take A's place. An eigenvector's sign is whatever it turns out to be.
 *
 * <p><b>Arithmetic.</b> A is multiplied by the power of two that brings its largest magnitude to
 * [1, 2), the eigenvalues by its inverse. Sums marked by Σ are one chain of fused multiply-adds
 * over ascending indices, from +0 or from what they are subtracted from; those marked by Σ₄ four
 * chains, as in {@link PivotedQr}. With blocks of 32 columns, of which <i>first</i> is the first:
 *
 * <ol>
 *   <li>Column j, j &lt; n − 2: for the vectors q of its block before it a_ji −= Σ_q w_qj·v_qi,
 *       then a_ji −= Σ_q v_qj·w_qi, i ≥ j. d_j = a_jj. The reflection of the elements i &gt; j,
 *       with v and t as in {@link PivotedQr}, gives v_j, and e_j = −ν with the sign of the first.
 *   <li>w = Σ_k v_k·a_ki with a as it was when the block began; w_i −= Σ_q (Σ_k v_k·w_qk)·v_qi; w_i
 *       −= Σ_q (Σ_k v_k·v_qk)·w_qi; w_i = fl(w_i·t); γ = fl(fl(0.5·t)·Σ₄ v_i·w_i); w_i = fma(−γ,
 *       v_i, w_i).
 *   <li>After the block a_ik −= Σ_q v_qi·w_qk, then a_ik −= Σ_q w_qi·v_qk for k ≤ i behind it.
 *   <li>The reflections of a block, from the last block to the first, are applied together as I −
 *       VᵀTV.
 *   <li>The implicit QL iteration in doubles with Wilkinson's shift: e_m is 0 when |e_m| ≤
 *       2u·(|d_m| + |d_m+1|), and from the 30th sweep for one eigenvalue on when |e_m| ≤ 2u·(|d_m|
 *       + |d_m+1| + 1). Cosines and sines are rounded to the precision, rows of V rotated as z =
 *       fma(s, y, fl(c·z)), y = fma(c, y, −fl(s·z)).
 * </ol>
 *
 * <p>Tridiagonal matrices, diagonal d and e beside it, are multiplied by such a power of two as
 * well, and begin with the last step. What is rotated there, V from the identity, may be the rows
 * of any matrix Z, which becomes VZ: with one column (1, 0, …, 0) the first elements of all
 * eigenvectors, which quadrature wants (Golub and Welsch 1969), with (0, …, 0, 1) the last ones,
 * which Lanczos iterations want, in O(n²).
 *
 * <p>The error of an eigenvalue is of the order of n·u·‖A‖, as is that of VᵀΛV: small eigenvalues
 * of a matrix with large ones have fewer digits.
 *
 * <p><b>Errors.</b> What does not fit, and an element that is NaN or infinite, is refused by an
 * {@link IllegalArgumentException} that names the argument, its value and the bound, before
 * anything is written.
 *
 * <p>(4/3)·n³ floating-point operations for eigenvalues, some 7·n³ with vectors; no allocation once
 * scratch memory has grown to the size in use. A second thread is refused by an {@link
 * IllegalStateException} that names the first. The bits are the same for every provider, width and
 * number of threads.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class SymmetricEigen<A> {
  private final Precision<A> precision;
  private final EigenKernel<A> kernel;
  private final SoleUse use = new SoleUse("this eigensolver");

  SymmetricEigen(Precision<A> precision, EigenKernel<A> kernel) {
    this.precision = precision;
    this.kernel = kernel;
  }

  /**
   * Computes the eigenvalues alone.
   *
   * @param n the rows and columns
   * @param a the array that holds A, row-major
   * @param offset the index of its first element
   * @param lda its leading dimension, at least n
   * @param values the array for the n eigenvalues
   * @param valuesOffset the index of the first
   * @throws ArithmeticException if an eigenvalue does not converge; the message says which
   */
  public void decompose(int n, A a, int offset, int lda, A values, int valuesOffset) {
    check(n, a, offset, lda, values, valuesOffset);
    run(n, a, offset, lda, values, valuesOffset, null, 0, 0);
  }

  /**
   * Computes eigenvalues and eigenvectors.
   *
   * @param n the rows and columns
   * @param a the array that holds A, row-major
   * @param offset the index of its first element
   * @param lda its leading dimension, at least n
   * @param values the array for the n eigenvalues
   * @param valuesOffset the index of the first
   * @param vectors the array for V, whose rows are the eigenvectors, apart from the eigenvalues
   * @param vectorsOffset the index of its first element
   * @param ldv its leading dimension, at least n
   * @throws ArithmeticException if an eigenvalue does not converge; the message says which
   */
  public void decompose(
      int n,
      A a,
      int offset,
      int lda,
      A values,
      int valuesOffset,
      A vectors,
      int vectorsOffset,
      int ldv) {
    check(n, a, offset, lda, values, valuesOffset);
    Extent.matrix("vectors", precision, vectors, vectorsOffset, ldv, n, n);
    if (values == vectors && Extent.overlap(vectorsOffset, ldv, n, n, valuesOffset, n, 1, n)) {
      throw new IllegalArgumentException(
          "values (offset " + valuesOffset + ") overlap vectors (offset " + vectorsOffset + ")");
    }
    run(n, a, offset, lda, values, valuesOffset, vectors, vectorsOffset, ldv);
  }

  /**
   * Computes the eigenvalues of a tridiagonal matrix alone.
   *
   * @param n the rows and columns
   * @param d the array of the n elements of the diagonal
   * @param dOffset the index of the first
   * @param e the array of the n − 1 elements beside it
   * @param eOffset the index of the first
   * @param values the array for the n eigenvalues; they may take the place of d or e
   * @param valuesOffset the index of the first
   * @throws ArithmeticException if an eigenvalue does not converge; the message says which
   */
  public void decomposeTridiagonal(
      int n, A d, int dOffset, A e, int eOffset, A values, int valuesOffset) {
    checkTridiagonal(n, d, dOffset, e, eOffset, values, valuesOffset);
    runTridiagonal(n, d, dOffset, e, eOffset, values, valuesOffset, null, 0, 0, 0);
  }

  /**
   * Computes eigenvalues and eigenvectors of a tridiagonal matrix.
   *
   * @param n the rows and columns
   * @param d the array of the n elements of the diagonal
   * @param dOffset the index of the first
   * @param e the array of the n − 1 elements beside it
   * @param eOffset the index of the first
   * @param values the array for the n eigenvalues; they may take the place of d or e
   * @param valuesOffset the index of the first
   * @param vectors the array for V, whose rows are the eigenvectors, apart from the others
   * @param vectorsOffset the index of its first element
   * @param ldv its leading dimension, at least n
   * @throws ArithmeticException if an eigenvalue does not converge; the message says which
   */
  public void decomposeTridiagonal(
      int n,
      A d,
      int dOffset,
      A e,
      int eOffset,
      A values,
      int valuesOffset,
      A vectors,
      int vectorsOffset,
      int ldv) {
    checkTridiagonal(n, d, dOffset, e, eOffset, values, valuesOffset);
    checkRows("vectors", vectors, vectorsOffset, ldv, n, n, "d", d, dOffset, n);
    checkRows("vectors", vectors, vectorsOffset, ldv, n, n, "e", e, eOffset, n - 1);
    checkRows("vectors", vectors, vectorsOffset, ldv, n, n, "values", values, valuesOffset, n);
    for (int i = 0; i < n; i++) {
      int row = vectorsOffset + i * ldv;
      precision.fill(vectors, row, row + n, 0);
      precision.set(vectors, row + i, 1);
    }
    runTridiagonal(n, d, dOffset, e, eOffset, values, valuesOffset, vectors, vectorsOffset, ldv, n);
  }

  /**
   * Computes the eigenvalues of a tridiagonal matrix, and Z ← VZ.
   *
   * @param n the rows and columns
   * @param d the array of the n elements of the diagonal
   * @param dOffset the index of the first
   * @param e the array of the n − 1 elements beside it
   * @param eOffset the index of the first
   * @param values the array for the n eigenvalues; they may take the place of d or e
   * @param valuesOffset the index of the first
   * @param z the array of Z, n rows, apart from the others; finite numbers
   * @param zOffset the index of its first element
   * @param ldz its leading dimension, at least as large as the number of columns
   * @param columns the columns of Z
   * @throws ArithmeticException if an eigenvalue does not converge; the message says which
   */
  public void rotateTridiagonal(
      int n,
      A d,
      int dOffset,
      A e,
      int eOffset,
      A values,
      int valuesOffset,
      A z,
      int zOffset,
      int ldz,
      int columns) {
    Extent.size("columns", columns);
    checkTridiagonal(n, d, dOffset, e, eOffset, values, valuesOffset);
    checkRows("z", z, zOffset, ldz, n, columns, "d", d, dOffset, n);
    checkRows("z", z, zOffset, ldz, n, columns, "e", e, eOffset, n - 1);
    checkRows("z", z, zOffset, ldz, n, columns, "values", values, valuesOffset, n);
    A rows = columns == 0 ? null : z; // Rows of no elements may lie beyond the array.
    runTridiagonal(n, d, dOffset, e, eOffset, values, valuesOffset, rows, zOffset, ldz, columns);
  }

  private void checkTridiagonal(
      int n, A d, int dOffset, A e, int eOffset, A values, int valuesOffset) {
    Extent.size("n", n);
    Extent.vector("d", precision, d, dOffset, n);
    Extent.vector("e", precision, e, eOffset, Math.max(0, n - 1));
    Extent.vector("values", precision, values, valuesOffset, n);
    checkFinite("d", d, dOffset, n);
    checkFinite("e", e, eOffset, Math.max(0, n - 1));
  }

  private void checkFinite(String name, A x, int offset, int n) {
    int at = precision.indexOfNonFinite(x, offset, offset + n);
    if (at >= 0) {
      throw new IllegalArgumentException(
          "element "
              + (at - offset)
              + " of "
              + name
              + " is "
              + precision.get(x, at)
              + ", must be finite");
    }
  }

  private void checkRows(
      String name,
      A z,
      int zOffset,
      int ldz,
      int n,
      int columns,
      String otherName,
      A other,
      int otherOffset,
      int length) {
    Extent.matrix(name, precision, z, zOffset, ldz, n, columns);
    if (z == other
        && Extent.overlap(zOffset, ldz, n, columns, otherOffset, n, 1, Math.max(0, length))) {
      throw new IllegalArgumentException(
          otherName
              + " (offset "
              + otherOffset
              + ") overlaps "
              + name
              + " (offset "
              + zOffset
              + ")");
    }
  }

  private void check(int n, A a, int offset, int lda, A values, int valuesOffset) {
    Extent.size("n", n);
    Extent.matrix("a", precision, a, offset, lda, n, n);
    Extent.vector("values", precision, values, valuesOffset, n);
    for (int i = 0; i < n; i++) {
      int row = offset + i * lda;
      int at = precision.indexOfNonFinite(a, row, row + i + 1);
      if (at >= 0) {
        throw new IllegalArgumentException(
            "a is "
                + precision.get(a, at)
                + " in row "
                + i
                + ", column "
                + (at - row)
                + ", must be finite");
      }
    }
  }

  private void run(
      int n,
      A a,
      int offset,
      int lda,
      A values,
      int valuesOffset,
      A vectors,
      int vectorsOffset,
      int ldv) {
    use.begin();
    try {
      checkConverged(
          n,
          kernel.decompose(n, a, offset, lda, values, valuesOffset, vectors, vectorsOffset, ldv));
    } finally {
      use.end();
    }
  }

  private void runTridiagonal(
      int n,
      A d,
      int dOffset,
      A e,
      int eOffset,
      A values,
      int valuesOffset,
      A z,
      int zOffset,
      int ldz,
      int columns) {
    use.begin();
    try {
      checkConverged(
          n,
          kernel.decomposeTridiagonal(
              n, d, dOffset, e, eOffset, values, valuesOffset, z, zOffset, ldz, columns));
    } finally {
      use.end();
    }
  }

  private void checkConverged(int n, int failed) {
    if (failed >= 0) {
      throw new ArithmeticException(
          "eigenvalue "
              + failed
              + " of "
              + n
              + " has not converged: beside the diagonal there is still "
              + kernel.residue());
    }
  }

  @Override
  public String toString() {
    return "symmetric eigenproblem for " + precision;
  }
}
