package io.github.curvelane.kernel.plain;

import io.github.curvelane.kernel.contract.EigenKernel;
import io.github.curvelane.kernel.contract.ProductKernel;
import io.github.curvelane.kernel.contract.RotationKernel;

/** Eigenvalues and eigenvectors by reduction to tridiagonal form and implicit QL. */
@SuppressWarnings("cast") // redundant in the derived double source
public final class FloatSymmetricEigen implements EigenKernel<float[]> {
  private static final int WIDTH = 64 / Float.BYTES;

  /**
   * Some 1.7 are usual; where the matrix is graded with its large end first it was seen to take
   * more than thirty, LAPACK's mean limit.
   */
  private static final int SWEEPS_AN_EIGENVALUE = 300;

  private final FloatTridiagonal tridiagonal;
  private final FloatTridiagonalQl ql;
  private double[] diagonal = {};
  private double[] beside = {};
  private int[] order = {};
  private float[] rows = {};
  private int exponent;

  /**
   * Creates it.
   *
   * @param product what multiplies
   * @param rotations what rotates
   */
  public FloatSymmetricEigen(ProductKernel<float[]> product, RotationKernel<float[]> rotations) {
    this(product, rotations, SWEEPS_AN_EIGENVALUE);
  }

  /** The same with another limit, for tests of what is beyond it. */
  FloatSymmetricEigen(
      ProductKernel<float[]> product, RotationKernel<float[]> rotations, int sweepsAnEigenvalue) {
    tridiagonal = new FloatTridiagonal(product);
    ql = new FloatTridiagonalQl(rotations, sweepsAnEigenvalue);
  }

  @Override
  public double residue() {
    return Math.scalb(ql.residue(), exponent);
  }

  @Override
  public int decompose(
      int n,
      float[] a,
      int offset,
      int lda,
      float[] values,
      int valuesOffset,
      float[] vectors,
      int vectorsOffset,
      int ldv) {
    grow(n);
    float[] matrix = tridiagonal.grow(n);
    int ld = tridiagonal.leadingDimension();
    copyScaled(n, a, offset, lda, matrix, ld);
    tridiagonal.reduce(diagonal, beside);
    float[] reflected = vectors == null ? null : tridiagonal.reflections();
    int failed = ql.iterate(n, diagonal, beside, reflected, ld);
    if (failed >= 0) {
      return failed;
    }
    sort(n);
    for (int i = 0; i < n; i++) {
      values[valuesOffset + i] = (float) Math.scalb(diagonal[order[i]], exponent);
      if (vectors != null) {
        System.arraycopy(reflected, order[i] * ld, vectors, vectorsOffset + i * ldv, n);
      }
    }
    return -1;
  }

  @Override
  public int decomposeTridiagonal(
      int n,
      float[] d,
      int dOffset,
      float[] e,
      int eOffset,
      float[] values,
      int valuesOffset,
      float[] z,
      int zOffset,
      int ldz,
      int columns) {
    grow(n);
    float max = 0;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, Math.abs(d[dOffset + i]));
    }
    for (int i = 0; i < n - 1; i++) {
      max = Math.max(max, Math.abs(e[eOffset + i]));
    }
    exponent = FloatNorms.exponent(max);
    for (int i = 0; i < n; i++) {
      diagonal[i] = Math.scalb((double) d[dOffset + i], -exponent);
      beside[i] = i < n - 1 ? Math.scalb((double) e[eOffset + i], -exponent) : 0;
    }
    int ld = (columns + WIDTH - 1) & -WIDTH;
    if (z != null) {
      copyRows(n, z, zOffset, ldz, columns, ld);
    }
    int failed = ql.iterate(n, diagonal, beside, z == null ? null : rows, ld);
    if (failed >= 0) {
      return failed;
    }
    sort(n);
    for (int i = 0; i < n; i++) {
      values[valuesOffset + i] = (float) Math.scalb(diagonal[order[i]], exponent);
      if (z != null) {
        System.arraycopy(rows, order[i] * ld, z, zOffset + i * ldz, columns);
      }
    }
    return -1;
  }

  /** Makes room for n eigenvalues, and for some more: tridiagonal matrices grow row by row. */
  private void grow(int n) {
    if (diagonal.length < n) {
      int length = n + n / 2;
      diagonal = new double[length];
      beside = new double[length];
      order = new int[length];
    }
  }

  /** Copies Z to where its rows are whole vectors; what stands behind them is rotated in vain. */
  private void copyRows(int n, float[] z, int zOffset, int ldz, int columns, int ld) {
    if (rows.length < n * ld) {
      rows = new float[n * ld + n / 2 * ld];
    }
    for (int i = 0; i < n; i++) {
      System.arraycopy(z, zOffset + i * ldz, rows, i * ld, columns);
    }
  }

  /** Copies the triangle to both, times the power of two that brings the largest to [1, 2). */
  private void copyScaled(int n, float[] a, int offset, int lda, float[] matrix, int ld) {
    float max = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        max = Math.max(max, Math.abs(a[offset + i * lda + j]));
      }
    }
    exponent = FloatNorms.exponent(max);
    float scale = Math.scalb(1f, -exponent);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        float x = a[offset + i * lda + j] * scale;
        matrix[i * ld + j] = x;
        matrix[j * ld + i] = x;
      }
    }
  }

  /** Orders the eigenvalues; equal ones stay as they were found. */
  private void sort(int n) {
    for (int i = 0; i < n; i++) {
      int at = i;
      while (at > 0 && diagonal[order[at - 1]] > diagonal[i]) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = i;
    }
  }
}
