package io.github.curvelane.kernel.contract;

/**
 * The symmetric eigenproblem; {@link io.github.curvelane.kernel.SymmetricEigen} says what is
 * computed. Owns scratch memory, so one thread uses it at a time.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface EigenKernel<A> {
  /**
   * Computes eigenvalues, and eigenvectors as rows.
   *
   * @param n the rows and columns
   * @param a the array of the lower triangle, row-major
   * @param offset its first index
   * @param lda its leading dimension
   * @param values where the eigenvalues go, ascending
   * @param valuesOffset the first index
   * @param vectors where the eigenvectors go; null if not wanted
   * @param vectorsOffset the first index
   * @param ldv the leading dimension
   * @return −1, or the index of an eigenvalue that has not converged; nothing is written then
   */
  int decompose(
      int n,
      A a,
      int offset,
      int lda,
      A values,
      int valuesOffset,
      A vectors,
      int vectorsOffset,
      int ldv);

  /**
   * Computes eigenvalues of a tridiagonal matrix, and takes the rows of another along: Z ← VZ.
   *
   * @param n the rows and columns
   * @param d the array of the diagonal
   * @param dOffset its first index
   * @param e the array of the n − 1 elements beside it
   * @param eOffset their first index
   * @param values where the eigenvalues go, ascending; may be d or e
   * @param valuesOffset the first index
   * @param z the array of Z, n rows; null if there is none
   * @param zOffset its first index
   * @param ldz its leading dimension
   * @param columns the columns of Z
   * @return −1, or the index of an eigenvalue that has not converged; nothing is written then
   */
  int decomposeTridiagonal(
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
      int columns);

  /**
   * What stood beside the diagonal where the last decomposition has not converged.
   *
   * @return its value
   */
  double residue();
}
