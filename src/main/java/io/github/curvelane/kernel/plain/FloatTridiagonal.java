package io.github.curvelane.kernel.plain;

import io.github.curvelane.kernel.contract.ProductCall;
import io.github.curvelane.kernel.contract.ProductKernel;
import java.util.Arrays;

/**
 * Householder's reduction of a symmetric matrix to tridiagonal form by blocks of columns (Dongarra,
 * Hammarling and Sorensen 1989, LAPACK's dsytrd), and the product of its reflections. Both
 * triangles of the matrix are kept, so that a product with a vector runs along rows; every sum is a
 * chain of the product kernel or four chains as {@link FloatReflections} has them.
 */
final class FloatTridiagonal {
  private static final int WIDTH = 64 / Float.BYTES;

  /** Columns of a block. */
  private static final int BLOCK = 32;

  private final ProductKernel<float[]> product;
  private final ProductCall<float[]> call = new ProductCall<>();
  private final float[] sums = new float[BLOCK];
  private final float[] gram = new float[BLOCK * BLOCK];
  private final float[] t = new float[BLOCK * BLOCK];
  private int n;
  private int ld;
  private float[] matrix = {};
  private float[] vectors = {};
  private float[] partners = {};
  private float[] factors = {};
  private float[] left = {};
  private float[] right = {};

  FloatTridiagonal(ProductKernel<float[]> product) {
    this.product = product;
  }

  /** Makes room for n rows of n elements, and returns the array for the matrix. */
  float[] grow(int n) {
    this.n = n;
    ld = (n + WIDTH - 1) & -WIDTH;
    if (matrix.length < n * ld) {
      matrix = new float[n * ld];
      vectors = new float[n * ld];
      partners = new float[BLOCK * ld];
      factors = new float[n];
      left = new float[n * BLOCK];
      right = new float[n * BLOCK];
    }
    return matrix;
  }

  /** The distance between rows, a multiple of 64 bytes. */
  int leadingDimension() {
    return ld;
  }

  /** Reduces the matrix; both triangles are given. */
  void reduce(double[] d, double[] e) {
    for (int first = 0; first < n - 2; first += BLOCK) {
      int end = Math.min(first + BLOCK, n - 2);
      for (int j = first; j < end; j++) {
        reduceColumn(first, j, d, e);
      }
      updateRest(first, end);
    }
    for (int j = Math.max(0, n - 2); j < n; j++) {
      d[j] = matrix[j * ld + j];
      e[j] = j < n - 1 ? matrix[(j + 1) * ld + j] : 0;
    }
  }

  private void reduceColumn(int first, int j, double[] d, double[] e) {
    int before = j - first;
    int row = j * ld;
    int rows = n - j - 1;
    if (before > 0) {
      subtract(partners, j, ld, true, vectors, first * ld + j, before, matrix, row + j, rows + 1);
      subtract(vectors, first * ld + j, ld, true, partners, j, before, matrix, row + j, rows + 1);
    }
    d[j] = matrix[row + j];
    int v = row + j + 1;
    int w = before * ld + j + 1;
    Arrays.fill(vectors, row, v, 0);
    System.arraycopy(matrix, v, vectors, v, rows);
    float alpha = vectors[v];
    float norm = FloatNorms.norm(rows, vectors, v, 1);
    if (norm == 0) {
      factors[j] = 0;
      e[j] = 0;
      Arrays.fill(partners, w, w + rows, 0);
      return;
    }
    e[j] = -Math.copySign(norm, alpha);
    float factor = FloatReflections.makeVector(rows, vectors, v, norm);
    factors[j] = factor;
    multiply(1, rows, rows, vectors, v, ld, matrix, v + ld, false, partners, w);
    if (before > 0) {
      multiply(1, before, rows, vectors, v, ld, partners, j + 1, true, sums, 0);
      subtract(sums, 0, BLOCK, false, vectors, first * ld + j + 1, before, partners, w, rows);
      multiply(1, before, rows, vectors, v, ld, vectors, first * ld + j + 1, true, sums, 0);
      subtract(sums, 0, BLOCK, false, partners, j + 1, before, partners, w, rows);
    }
    for (int i = w; i < w + rows; i++) {
      partners[i] *= factor;
    }
    float dot = FloatReflections.dot(rows, vectors, v, partners, w);
    float half = 0.5f * factor * dot;
    for (int i = 0; i < rows; i++) {
      partners[w + i] = Math.fma(-half, vectors[v + i], partners[w + i]);
    }
  }

  /** Takes VᵀW + WᵀV off the rows and columns after a block. */
  private void updateRest(int first, int end) {
    int at = end * ld + end;
    int rows = n - end;
    setUpdate(rows, end - first, at);
    call.a = vectors;
    call.aOffset = first * ld + end;
    call.b = partners;
    call.bOffset = end;
    multiply();
    setUpdate(rows, end - first, at);
    call.a = partners;
    call.aOffset = end;
    call.b = vectors;
    call.bOffset = first * ld + end;
    multiply();
    for (int i0 = 0; i0 < rows; i0 += WIDTH) {
      for (int j = 0; j < rows; j++) {
        for (int i = Math.max(i0, j + 1); i < Math.min(i0 + WIDTH, rows); i++) {
          matrix[at + j * ld + i] = matrix[at + i * ld + j];
        }
      }
    }
  }

  private void setUpdate(int rows, int terms, int at) {
    call.m = call.n = rows;
    call.k = terms;
    call.lda = call.ldb = call.ldc = ld;
    call.aTransposed = call.negateA = call.accumulate = call.lower = true;
    call.c = matrix;
    call.cOffset = at;
  }

  private void multiply() {
    product.multiply(call);
    call.clear();
  }

  /** One row of C loses the product of one row, which may be stored as a column, with B. */
  private void subtract(
      float[] a,
      int aAt,
      int lda,
      boolean column,
      float[] b,
      int bAt,
      int k,
      float[] c,
      int cAt,
      int n) {
    call.m = 1;
    call.n = n;
    call.k = k;
    call.a = a;
    call.aOffset = aAt;
    call.lda = lda;
    call.aTransposed = column;
    call.b = b;
    call.bOffset = bAt;
    call.ldb = ld;
    call.c = c;
    call.cOffset = cAt;
    call.ldc = ld;
    call.negateA = call.accumulate = true;
    multiply();
  }

  private void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int lda,
      float[] b,
      int bAt,
      boolean bTransposed,
      float[] c,
      int cAt) {
    call.m = m;
    call.n = n;
    call.k = k;
    call.a = a;
    call.aOffset = aAt;
    call.lda = lda;
    call.b = b;
    call.bOffset = bAt;
    call.ldb = ld;
    call.bTransposed = bTransposed;
    call.c = c;
    call.cOffset = cAt;
    call.ldc = m == 1 ? ld : BLOCK;
    multiply();
  }

  /**
   * Writes H_{n−3}⋯H₁H₀, whose rows the eigenvectors are combinations of, over the matrix. A
   * block's reflections are I − VᵀTV with T upper triangular (Schreiber and Van Loan 1989).
   */
  float[] reflections() {
    Arrays.fill(matrix, 0, n * ld, 0);
    for (int i = 0; i < n; i++) {
      matrix[i * ld + i] = 1;
    }
    for (int first = (n - 3) / BLOCK * BLOCK; first >= 0 && n > 2; first -= BLOCK) {
      int terms = Math.min(BLOCK, n - 2 - first);
      int size = n - first - 1;
      int v = first * ld + first + 1;
      int at = (first + 1) * ld + first + 1;
      makeTriangle(first, terms, size, v);
      multiply(size, terms, size, matrix, at, ld, vectors, v, true, left, 0);
      call.b = t;
      call.ldb = BLOCK;
      call.bTransposed = true;
      setBlock(size, terms, terms, left, right, 0, BLOCK);
      multiply();
      call.b = vectors;
      call.bOffset = v;
      call.ldb = ld;
      call.negateA = call.accumulate = true;
      setBlock(size, size, terms, right, matrix, at, ld);
      multiply();
    }
    return matrix;
  }

  private void setBlock(int m, int n, int k, float[] a, float[] c, int cAt, int ldc) {
    call.m = m;
    call.n = n;
    call.k = k;
    call.a = a;
    call.lda = BLOCK;
    call.c = c;
    call.cOffset = cAt;
    call.ldc = ldc;
  }

  /** T of a block: t_jj = t_j, and above it −t_j·T·(V·v_j). */
  private void makeTriangle(int first, int terms, int size, int v) {
    multiply(terms, terms, size, vectors, v, ld, vectors, v, true, gram, 0);
    for (int j = 0; j < terms; j++) {
      FloatReflections.extendTriangle(j, factors[first + j], gram, t, BLOCK);
    }
  }
}
