package io.github.curvelane.kernel.scalar;

import io.github.curvelane.kernel.contract.ReductionKernel;
import io.github.curvelane.kernel.contract.ReductionScratch;

/** The scalar reductions. */
@SuppressWarnings("cast") // redundant in the derived double source
public final class FloatReductionKernel implements ReductionKernel<float[]> {
  @Override
  public double deviations(
      int n, float[] x, int offset, double c, ReductionScratch<float[]> scratch) {
    return FloatSums.deviations(n, x, offset, (float) c);
  }

  @Override
  public double absoluteSum(int n, float[] x, int offset, ReductionScratch<float[]> scratch) {
    return FloatSums.absolute(n, x, offset);
  }

  @Override
  public double dot(
      int n,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      double c,
      ReductionScratch<float[]> scratch) {
    return FloatSums.dotDeviations(n, x, xOffset, y, yOffset, (float) c);
  }

  @Override
  public void addDots(
      int rows,
      int n,
      float[] v,
      int vOffset,
      int ldv,
      float[] w,
      int wOffset,
      float[] c,
      int cOffset,
      ReductionScratch<float[]> scratch) {
    for (int j = 0; j < rows; j++) {
      c[cOffset + j] += FloatSums.dot(n, v, vOffset + j * ldv, w, wOffset);
    }
  }

  @Override
  public double squaredDeviations(
      int n, float[] x, int offset, double c, ReductionScratch<float[]> scratch) {
    return FloatSums.squaredDeviations(n, x, offset, (float) c);
  }

  @Override
  public double exponentials(
      int n, float[] x, int offset, double c, ReductionScratch<float[]> scratch) {
    return FloatSums.exponentials(n, x, offset, (float) c);
  }

  @Override
  public int count(int n, float[] x, int offset, double value) {
    int count = 0;
    for (int i = 0; i < n; i++) {
      if (x[offset + i] == value) {
        count++;
      }
    }
    return count;
  }

  @Override
  public double max(int n, float[] x, int offset) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, x[offset + i]);
    }
    return max;
  }

  @Override
  public double min(int n, float[] x, int offset) {
    float min = Float.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      min = Math.min(min, x[offset + i]);
    }
    return min;
  }

  @Override
  public double maxAbs(int n, float[] x, int offset) {
    float max = 0;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, Math.abs(x[offset + i]));
    }
    return max;
  }

  @Override
  public int indexOf(int n, float[] x, int offset, double value) {
    for (int i = 0; i < n; i++) {
      if (x[offset + i] == value) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public double log1p(double x) {
    return FloatFunctions.log1p((float) x);
  }
}
