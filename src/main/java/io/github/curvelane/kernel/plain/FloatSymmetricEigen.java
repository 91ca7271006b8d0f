package io.github.curvelane.kernel.plain;

import io.github.curvelane.kernel.contract.EigenKernel;
import io.github.curvelane.kernel.contract.ProductKernel;
import io.github.curvelane.kernel.contract.RotationKernel;

/** Eigenvalues and eigenvectors by reduction to tridiagonal form and implicit QL. */
public final class FloatSymmetricEigen implements EigenKernel<float[]> {
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
    if (diagonal.length < n) {
      diagonal = new double[n];
      beside = new double[n];
      order = new int[n];
    }
    float[] matrix = tridiagonal.grow(n);
    int ld = tridiagonal.leadingDimension();
    copyScaled(n, a, offset, lda, matrix, ld);
    tridiagonal.reduce(diagonal, beside);
    float[] rows = vectors == null ? null : tridiagonal.reflections();
    int failed = ql.iterate(n, diagonal, beside, rows, ld);
    if (failed >= 0) {
      return failed;
    }
    sort(n);
    for (int i = 0; i < n; i++) {
      values[valuesOffset + i] = (float) Math.scalb(diagonal[order[i]], exponent);
      if (vectors != null) {
        System.arraycopy(rows, order[i] * ld, vectors, vectorsOffset + i * ldv, n);
      }
    }
    return -1;
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
