package io.github.curvelane.kernel.scalar;

import io.github.curvelane.kernel.contract.ColumnReductionKernel;
import java.util.Arrays;

/** Reductions of columns, row after row. */
public final class FloatColumnReductions implements ColumnReductionKernel<float[]> {
  @Override
  public void sumsOfSquares(int m, int n, float[] x, int xOffset, int ldx, float[] y, int yOffset) {
    Arrays.fill(y, yOffset, yOffset + n, 0);
    for (int i = 0; i < m; i++) {
      int row = xOffset + i * ldx;
      for (int j = 0; j < n; j++) {
        y[yOffset + j] = Math.fma(x[row + j], x[row + j], y[yOffset + j]);
      }
    }
  }

  @Override
  public void maxima(int m, int n, float[] x, int xOffset, int ldx, float[] y, int yOffset) {
    Arrays.fill(y, yOffset, yOffset + n, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < m; i++) {
      int row = xOffset + i * ldx;
      for (int j = 0; j < n; j++) {
        y[yOffset + j] = Math.max(y[yOffset + j], x[row + j]);
      }
    }
  }

  @Override
  public void minima(int m, int n, float[] x, int xOffset, int ldx, float[] y, int yOffset) {
    Arrays.fill(y, yOffset, yOffset + n, Float.POSITIVE_INFINITY);
    for (int i = 0; i < m; i++) {
      int row = xOffset + i * ldx;
      for (int j = 0; j < n; j++) {
        y[yOffset + j] = Math.min(y[yOffset + j], x[row + j]);
      }
    }
  }
}
