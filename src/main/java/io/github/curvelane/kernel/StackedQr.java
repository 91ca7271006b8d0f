package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.contract.StackedQrKernel;

/**
 * The triangle R of A = Q·R where A comes in blocks of rows and is never stored: R is that of what
 * came before, and is replaced by the triangle of [R; rows]. Neither Q nor its reflections are
 * kept.
 *
 * <pre>{@code
 * StackedQr<double[]> stacked = Kernels.of(Precision.DOUBLE).newStackedQr(Parallelism.none());
 * double[] r = new double[9];
 * // The line through (1, 1), (2, 3), (3, 2), in two blocks of rows [1, x, y].
 * stacked.update(3, r, 0, 3, 2, new double[] {1, 1, 1, 1, 2, 3}, 0, 3);
 * stacked.update(3, r, 0, 3, 1, new double[] {1, 3, 2}, 0, 3);
 * double slope = r[5] / r[4]; // 0.5
 * }</pre>
 *
 * <p>So a right side is one more column: it ends as Qᵀb in the last column of R, and its last
 * element's magnitude is the norm of what least squares leave. R starts as zeros. The triangle of
 * [R; √λ·D] is the same call with the rows √λ·D.
 *
 * <p><b>Arithmetic.</b> By blocks of 32 columns. Column k of a block: the reflection of (r_kk,
 * a_0k, a_1k, …), with ν, v and t as in {@link PivotedQr}; for the block's columns j &gt; k f =
 * fl(−t·(v₀·r_kj + Σ v_i·a_ij)), the sum as there with R's element first, and r_kj = fma(v₀, f,
 * r_kj), a_ij = fma(v_i, f, a_ij); r_kk = −ν with its old sign. For the columns j behind the block,
 * with Σ one chain of fused multiply-adds over ascending indices from +0: g_kq = Σ v_ki·v_qi over
 * the rows of A; T upper triangular with t_kk = t of column k and t_ik = fl(−t_kk·Σ t_iq·g_kq), q
 * from i to k − 1; w_kj = fma(v_k0, r_kj, Σ v_ki·a_ij); y_kj = Σ t_qk·w_qj over all q of the block;
 * r_kj = fma(−v_k0, y_kj, r_kj); a_ij loses the products v_ki·y_kj in ascending k, fused.
 *
 * <p><b>Errors.</b> What does not fit is refused by an {@link IllegalArgumentException} that names
 * the argument, its value and the bound, before anything is written; A must not overlap R.
 *
 * <p>2·n²·rows floating-point operations, most of them in products; no allocation once scratch
 * memory has grown to the shapes in use. A second thread is refused by an {@link
 * IllegalStateException} that names the first. Bits do not depend on provider, width and number of
 * threads; they do on how A is cut into blocks of rows.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class StackedQr<A> {
  private final Precision<A> precision;
  private final StackedQrKernel<A> kernel;
  private final SoleUse use = new SoleUse("this QR factorisation");

  StackedQr(Precision<A> precision, StackedQrKernel<A> kernel) {
    this.precision = precision;
    this.kernel = kernel;
  }

  /**
   * R ← the triangle of [R; A]. Below R's diagonal nothing is read or written; A is lost.
   *
   * @param n the columns of R and A
   * @param r the array that holds R, n×n, row-major
   * @param rOffset the index of its first element
   * @param ldr its leading dimension, at least n
   * @param rows the rows of A, at least 0
   * @param a the array that holds A, row-major
   * @param aOffset the index of its first element
   * @param lda its leading dimension, at least n
   */
  public void update(int n, A r, int rOffset, int ldr, int rows, A a, int aOffset, int lda) {
    Extent.size("n", n);
    Extent.size("rows", rows);
    Extent.matrix("r", precision, r, rOffset, ldr, n, n);
    Extent.matrix("a", precision, a, aOffset, lda, rows, n);
    if (r == a && Extent.overlap(rOffset, ldr, n, n, aOffset, lda, rows, n)) {
      throw new IllegalArgumentException(
          "a (offset " + aOffset + ") overlaps r (offset " + rOffset + ")");
    }
    use.begin();
    try {
      kernel.update(n, r, rOffset, ldr, rows, a, aOffset, lda);
    } finally {
      use.end();
    }
  }

  @Override
  public String toString() {
    return "stacked QR factorisation for " + precision;
  }
}
