package io.github.curvelane.kernel.scalar;

import io.github.curvelane.kernel.contract.TransposeKernel;

/** Transposes element by element. */
public final class FloatTransposition implements TransposeKernel<float[]> {
  @Override
  public void transpose(
      int m, int n, float[] x, int xOffset, int ldx, float[] y, int yOffset, int ldy) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        y[yOffset + j * ldy + i] = x[xOffset + i * ldx + j];
      }
    }
  }
}
