package io.github.curvelane.kernel.contract;

/**
 * Substitution with a lower triangle for many right sides at once, and the Cholesky factor of a
 * small matrix. Stateless.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface TriangularKernel<A> {
  /**
   * B ← L⁻¹B. For each column and j ascending: c = b_j; for k ascending from 0 to j − 1 c =
   * fma(−l_jk, b_k, c); b_j = fl(c/l_jj).
   *
   * @param n the rows and columns of L
   * @param l the array of L, row-major
   * @param lOffset its first index
   * @param ldl its leading dimension
   * @param columns the columns of B
   * @param b the array of B, row-major
   * @param bOffset its first index
   * @param ldb its leading dimension
   */
  void forward(int n, A l, int lOffset, int ldl, int columns, A b, int bOffset, int ldb);

  /**
   * B ← L⁻ᵀB. For each column and j descending: c = b_j; for k descending from n − 1 to j + 1 c =
   * fma(−l_kj, b_k, c); b_j = fl(c/l_jj).
   *
   * @param n the rows and columns of L
   * @param l the array of L, row-major
   * @param lOffset its first index
   * @param ldl its leading dimension
   * @param columns the columns of B
   * @param b the array of B, row-major
   * @param bOffset its first index
   * @param ldb its leading dimension
   */
  void backward(int n, A l, int lOffset, int ldl, int columns, A b, int bOffset, int ldb);

  /**
   * U ← Lᵀ with UᵀU the symmetric matrix whose upper triangle U holds: for j ascending u_jj = √u_jj
   * and u_ji = fl(u_ji/u_jj); then for k from j + 1 on and i from k on u_ki = fma(−u_jk, u_ji,
   * u_ki). Below the diagonal anything may be written.
   *
   * @param n the rows and columns
   * @param u the array, row-major
   * @param offset its first index
   * @param ld its leading dimension, a multiple of 64 bytes
   * @return −1, or the first j whose u_jj is not positive and finite before its root, which then
   *     stands there
   */
  int factorUpper(int n, A u, int offset, int ld);
}
