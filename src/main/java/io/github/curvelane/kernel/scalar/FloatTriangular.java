package io.github.curvelane.kernel.scalar;

import io.github.curvelane.kernel.contract.TriangularKernel;

/** Substitution and the small factor as they are defined. */
final class FloatTriangular implements TriangularKernel<float[]> {
  @Override
  public void forward(
      int n, float[] l, int lOffset, int ldl, int columns, float[] b, int bOffset, int ldb) {
    for (int j = 0; j < n; j++) {
      int row = lOffset + j * ldl;
      for (int i = bOffset; i < bOffset + columns; i++) {
        float c = b[i + j * ldb];
        for (int k = 0; k < j; k++) {
          c = Math.fma(-l[row + k], b[i + k * ldb], c);
        }
        b[i + j * ldb] = c / l[row + j];
      }
    }
  }

  @Override
  public void backward(
      int n, float[] l, int lOffset, int ldl, int columns, float[] b, int bOffset, int ldb) {
    for (int j = n - 1; j >= 0; j--) {
      int column = lOffset + j;
      for (int i = bOffset; i < bOffset + columns; i++) {
        float c = b[i + j * ldb];
        for (int k = n - 1; k > j; k--) {
          c = Math.fma(-l[column + k * ldl], b[i + k * ldb], c);
        }
        b[i + j * ldb] = c / l[column + j * ldl];
      }
    }
  }

  @Override
  public int factorUpper(int n, float[] u, int offset, int ld) {
    for (int j = 0; j < n; j++) {
      int row = offset + j * ld;
      float pivot = u[row + j];
      if (!(pivot > 0 && pivot <= Float.MAX_VALUE)) {
        return j;
      }
      float root = (float) Math.sqrt(pivot);
      u[row + j] = root;
      for (int i = j + 1; i < n; i++) {
        u[row + i] /= root;
      }
      for (int k = j + 1; k < n; k++) {
        for (int i = k; i < n; i++) {
          u[offset + k * ld + i] = Math.fma(-u[row + k], u[row + i], u[offset + k * ld + i]);
        }
      }
    }
    return -1;
  }
}
