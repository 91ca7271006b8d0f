package io.github.curvelane.kernel.plain;

import io.github.curvelane.kernel.contract.ProductCall;
import io.github.curvelane.kernel.contract.ProductKernel;
import io.github.curvelane.kernel.contract.ReflectionKernel;
import io.github.curvelane.kernel.contract.StackedQrKernel;

/**
 * Householder's elimination of rows below a triangle by blocks of columns (LAPACK's dtpqrt). The
 * columns of a block are worked on in strips whose first row is R's; the reflections of a block,
 * each of which touches one row of R, meet the columns behind it in products.
 */
public final class FloatStackedQr implements StackedQrKernel<float[]> {
  private static final int WIDTH = 64 / Float.BYTES;
  private static final int SHIFT = Integer.numberOfTrailingZeros(WIDTH);

  /** Columns of a block. */
  private static final int BLOCK = 32;

  private final ReflectionKernel<float[]> kernel;
  private final ProductKernel<float[]> product;
  private final ProductCall<float[]> call = new ProductCall<>();
  private final float[] gram = new float[BLOCK * BLOCK];
  private final float[] triangle = new float[BLOCK * BLOCK];
  private final float[] factors = new float[BLOCK];
  private float[] strips = {};
  private float[] vectors = {};
  private float[] sums = {};
  private float[] shares = {};

  /** The length of a vector: R's element and one a row. */
  private int length;

  /**
   * Creates it.
   *
   * @param kernel what reflects strips
   * @param product what applies blocks of reflections
   */
  public FloatStackedQr(ReflectionKernel<float[]> kernel, ProductKernel<float[]> product) {
    this.kernel = kernel;
    this.product = product;
  }

  @Override
  public void update(
      int n, float[] r, int rOffset, int ldr, int rows, float[] a, int aOffset, int lda) {
    length = rows + 1;
    grow(n);
    for (int first = 0; first < n; first += BLOCK) {
      int columns = Math.min(BLOCK, n - first);
      int rest = n - first - columns;
      int diagonal = rOffset + first * ldr + first;
      copy(rows, columns, a, aOffset + first, lda);
      for (int k = 0; k < columns; k++) {
        eliminate(k, columns, r, diagonal + k * ldr);
      }
      if (rest > 0) {
        int at = diagonal + columns;
        apply(columns, rest, r, at, ldr, rows, a, aOffset + first + columns, lda);
      }
    }
  }

  private void grow(int n) {
    if (strips.length < BLOCK * length) {
      strips = new float[BLOCK * length];
      vectors = new float[BLOCK * length];
    }
    int rest = Math.max(0, n - BLOCK);
    if (sums.length < BLOCK * rest) {
      sums = new float[BLOCK * rest];
      shares = new float[BLOCK * rest];
    }
  }

  /** Where an element of the strips is; row 0 is R's. */
  private int at(int i, int j) {
    return ((j >> SHIFT) * length + i) * WIDTH + (j & (WIDTH - 1));
  }

  private void copy(int rows, int columns, float[] a, int offset, int lda) {
    for (int first = 0; first < columns; first += WIDTH) {
      int count = Math.min(WIDTH, columns - first);
      int to = at(1, first);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < count; j++) {
          strips[to + j] = a[offset + i * lda + first + j];
        }
        to += WIDTH;
      }
    }
  }

  /** Eliminates column k of the block by a reflection of it and the columns behind. */
  private void eliminate(int k, int columns, float[] r, int row) {
    int v = k * length;
    for (int j = k; j < columns; j++) {
      strips[at(0, j)] = r[row + j];
    }
    int from = at(0, k);
    for (int i = 0; i < length; i++) {
      vectors[v + i] = strips[from + i * WIDTH];
    }
    float alpha = vectors[v];
    float norm = FloatNorms.norm(length, vectors, v, 1);
    if (norm == 0) {
      factors[k] = 0;
      return;
    }
    factors[k] = FloatReflections.makeVector(length, vectors, v, norm);
    for (int j = (k + 1) & -WIDTH; j < columns; j += WIDTH) {
      kernel.reflect(length, vectors, v, factors[k], strips, at(0, j));
    }
    r[row + k] = -Math.copySign(norm, alpha);
    for (int j = k + 1; j < columns; j++) {
      r[row + j] = strips[at(0, j)];
    }
  }

  /** Applies the reflections of a block to the columns behind it: I − VTᵀVᵀ. */
  private void apply(
      int columns, int rest, float[] r, int at, int ldr, int rows, float[] a, int from, int lda) {
    makeTriangle(columns, rows);
    set(columns, rest, rows, vectors, 1, length, sums, 0, rest);
    setB(a, from, lda);
    for (int k = 0; k < columns; k++) {
      float v = vectors[k * length];
      for (int j = 0; j < rest; j++) {
        sums[k * rest + j] = Math.fma(v, r[at + k * ldr + j], sums[k * rest + j]);
      }
    }
    set(columns, rest, columns, triangle, 0, BLOCK, shares, 0, rest);
    call.aTransposed = true;
    setB(sums, 0, rest);
    for (int k = 0; k < columns; k++) {
      float v = -vectors[k * length];
      for (int j = 0; j < rest; j++) {
        r[at + k * ldr + j] = Math.fma(v, shares[k * rest + j], r[at + k * ldr + j]);
      }
    }
    if (rows > 0) {
      set(rows, rest, columns, vectors, 1, length, a, from, lda);
      call.aTransposed = call.negateA = call.accumulate = true;
      setB(shares, 0, rest);
    }
  }

  private void set(int m, int n, int k, float[] a, int aAt, int lda, float[] c, int cAt, int ldc) {
    call.m = m;
    call.n = n;
    call.k = k;
    call.a = a;
    call.aOffset = aAt;
    call.lda = lda;
    call.c = c;
    call.cOffset = cAt;
    call.ldc = ldc;
  }

  /** Sets the right operand and multiplies. */
  private void setB(float[] b, int bAt, int ldb) {
    call.b = b;
    call.bOffset = bAt;
    call.ldb = ldb;
    product.multiply(call);
    call.clear();
  }

  /** T of a block: two reflections have only the rows of A in common. */
  private void makeTriangle(int columns, int rows) {
    set(columns, columns, rows, vectors, 1, length, gram, 0, BLOCK);
    call.bTransposed = call.lower = true;
    setB(vectors, 1, length);
    for (int j = 0; j < columns; j++) {
      FloatReflections.extendTriangle(j, factors[j], gram, triangle, BLOCK);
    }
  }
}
