package io.github.curvelane.kernel.scalar;

import io.github.curvelane.kernel.contract.VectorAlgebraKernel;

/** Elementwise operations and column sums in single precision. */
public final class FloatVectorAlgebra implements VectorAlgebraKernel<float[]> {
  /** The one instance; it has no state. */
  public static final FloatVectorAlgebra INSTANCE = new FloatVectorAlgebra();

  private FloatVectorAlgebra() {}

  @Override
  public void addScaled(
      int n, float[] x, int xOffset, double alpha, float[] y, int yOffset, float[] z, int zOffset) {
    float s = (float) alpha;
    for (int i = 0; i < n; i++) {
      z[zOffset + i] = Math.fma(s, y[yOffset + i], x[xOffset + i]);
    }
  }

  @Override
  public void scale(int n, double alpha, float[] x, int xOffset, float[] z, int zOffset) {
    float s = (float) alpha;
    for (int i = 0; i < n; i++) {
      z[zOffset + i] = s * x[xOffset + i];
    }
  }

  @Override
  public void add(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    for (int i = 0; i < n; i++) {
      z[zOffset + i] = x[xOffset + i] + y[yOffset + i];
    }
  }

  @Override
  public void subtract(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    for (int i = 0; i < n; i++) {
      z[zOffset + i] = x[xOffset + i] - y[yOffset + i];
    }
  }

  @Override
  public void multiply(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    for (int i = 0; i < n; i++) {
      z[zOffset + i] = x[xOffset + i] * y[yOffset + i];
    }
  }

  @Override
  public void multiplyAdd(
      int n,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] w,
      int wOffset,
      float[] z,
      int zOffset) {
    for (int i = 0; i < n; i++) {
      z[zOffset + i] = Math.fma(x[xOffset + i], y[yOffset + i], w[wOffset + i]);
    }
  }

  @Override
  public void combine(
      int n, double alpha, float[] x, int xOffset, double beta, float[] z, int zOffset) {
    float s = (float) alpha;
    float t = (float) beta;
    for (int i = 0; i < n; i++) {
      z[zOffset + i] = Math.fma(s, x[xOffset + i], t * z[zOffset + i]);
    }
  }

  @Override
  public void columnSums(int m, int n, float[] x, int xOffset, int ldx, float[] y, int yOffset) {
    for (int j = 0; j < n; j++) {
      y[yOffset + j] = 0;
    }
    for (int i = 0; i < m; i++) {
      add(n, y, yOffset, x, xOffset + i * ldx, y, yOffset);
    }
  }
}
