package io.github.curvelane.kernel.plain;

import io.github.curvelane.kernel.contract.CholeskyKernel;
import io.github.curvelane.kernel.contract.ProductCall;
import io.github.curvelane.kernel.contract.ProductKernel;
import io.github.curvelane.kernel.contract.TriangularKernel;

/**
 * The right-looking Cholesky factorisation by blocks of columns: the block on the diagonal and then
 * the rows below it are transposed into scratch memory, where the rows of A lie in lanes, factored,
 * and copied back; a product takes their share off the rest of the lower triangle. Each element is
 * the chain of the loop without blocks, which rests in A between blocks.
 */
public final class FloatCholesky implements CholeskyKernel<float[]> {
  private static final int WIDTH = 64 / Float.BYTES;

  /** Columns of a block. */
  private static final int BLOCK = 48;

  /** Up to so many columns the loop without blocks takes less time than copies. */
  private static final int UNBLOCKED = 12;

  private final TriangularKernel<float[]> kernel;
  private final ProductKernel<float[]> product;
  private final ProductCall<float[]> call = new ProductCall<>();
  private final float[] diagonal = new float[BLOCK * BLOCK];
  private float[] below = {};
  private float pivot;

  /**
   * Creates it.
   *
   * @param kernel what factors and solves blocks
   * @param product what takes them off the rest
   */
  public FloatCholesky(TriangularKernel<float[]> kernel, ProductKernel<float[]> product) {
    this.kernel = kernel;
    this.product = product;
  }

  @Override
  public double pivot() {
    return pivot;
  }

  @Override
  public int factor(int n, float[] a, int offset, int lda) {
    if (n <= UNBLOCKED) {
      return factorUnblocked(n, a, offset, lda);
    }
    int ld = (n + WIDTH - 1) & -WIDTH;
    if (n > BLOCK && below.length < BLOCK * ld) {
      below = new float[BLOCK * ld];
    }
    for (int p = 0; p < n; p += BLOCK) {
      int columns = Math.min(BLOCK, n - p);
      int at = offset + p * lda + p;
      transpose(columns, columns, a, at, lda, diagonal, BLOCK);
      int failed = kernel.factorUpper(columns, diagonal, 0, BLOCK);
      if (failed >= 0) {
        pivot = diagonal[failed * BLOCK + failed];
        return p + failed;
      }
      for (int i = 0; i < columns; i++) {
        for (int j = 0; j <= i; j++) {
          a[at + i * lda + j] = diagonal[j * BLOCK + i];
        }
      }
      if (p + columns < n) {
        eliminate(n - p - columns, columns, a, at, lda, ld);
      }
    }
    return -1;
  }

  private int factorUnblocked(int n, float[] a, int offset, int lda) {
    for (int j = 0; j < n; j++) {
      int diagonalAt = offset + j * lda + j;
      float c = a[diagonalAt];
      if (!(c > 0 && c <= Float.MAX_VALUE)) {
        pivot = c;
        return j;
      }
      float root = (float) Math.sqrt(c);
      a[diagonalAt] = root;
      for (int i = j + 1; i < n; i++) {
        a[offset + i * lda + j] /= root;
      }
      for (int i = j + 1; i < n; i++) {
        int row = offset + i * lda;
        float factor = -a[row + j];
        for (int k = j + 1; k <= i; k++) {
          a[row + k] = Math.fma(factor, a[offset + k * lda + j], a[row + k]);
        }
      }
    }
    return -1;
  }

  /** Solves for the rows below a factored block, and takes them off the triangle beside them. */
  private void eliminate(int rows, int columns, float[] a, int diagonalAt, int lda, int ld) {
    int at = diagonalAt + columns * lda;
    int padded = (rows + WIDTH - 1) & -WIDTH;
    for (int k = 0; k < columns; k++) {
      for (int i = rows; i < padded; i++) {
        below[k * ld + i] = 0;
      }
    }
    transpose(rows, columns, a, at, lda, below, ld);
    kernel.forward(columns, a, diagonalAt, lda, padded, below, 0, ld);
    transpose(columns, rows, below, 0, ld, a, at, lda);
    call.m = call.n = rows;
    call.k = columns;
    call.a = call.b = below;
    call.lda = call.ldb = ld;
    call.aTransposed = call.negateA = call.accumulate = call.lower = true;
    call.c = a;
    call.cOffset = at + columns;
    call.ldc = lda;
    product.multiply(call);
    call.clear();
  }

  private static void transpose(
      int rows, int columns, float[] a, int from, int lda, float[] b, int ldb) {
    transpose(rows, columns, a, from, lda, b, 0, ldb);
  }

  private static void transpose(
      int rows, int columns, float[] a, int from, int lda, float[] b, int to, int ldb) {
    for (int i0 = 0; i0 < rows; i0 += WIDTH) {
      int i1 = Math.min(i0 + WIDTH, rows);
      for (int k = 0; k < columns; k++) {
        for (int i = i0; i < i1; i++) {
          b[to + k * ldb + i] = a[from + i * lda + k];
        }
      }
    }
  }
}
