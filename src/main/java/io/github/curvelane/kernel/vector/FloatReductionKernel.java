package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.ReductionKernel;
import io.github.curvelane.kernel.contract.ReductionScratch;
import io.github.curvelane.kernel.scalar.FloatFunctions;
import io.github.curvelane.kernel.scalar.FloatSums;

/** The vector reductions. Deviations from what is not finite are left to the scalar kernel. */
@SuppressWarnings("cast") // redundant in the derived double source
final class FloatReductionKernel implements ReductionKernel<float[]> {
  private final FloatExponentialTerms exponentials = new FloatExponentialTerms();

  private FloatReductionKernel() {}

  /**
   * Returns the scalar kernel for vectors of two elements: C2 does not take their masks into
   * registers.
   */
  static ReductionKernel<float[]> create() {
    return FloatLanes.LANES == 2
        ? new io.github.curvelane.kernel.scalar.FloatReductionKernel()
        : new FloatReductionKernel();
  }

  @Override
  public double deviations(
      int n, float[] x, int offset, double c, ReductionScratch<float[]> scratch) {
    if (!Double.isFinite(c)) {
      return FloatSums.deviations(n, x, offset, (float) c);
    }
    return n <= FloatShortSums.MOST
        ? FloatShortSums.deviations(n, x, offset, (float) c)
        : FloatDeviationSum.block(n, x, offset, (float) c, scratch.rest());
  }

  @Override
  public double absoluteSum(int n, float[] x, int offset, ReductionScratch<float[]> scratch) {
    return FloatAbsoluteSum.block(n, x, offset, scratch.rest());
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
    if (!Double.isFinite(c)) {
      return FloatSums.dotDeviations(n, x, xOffset, y, yOffset, (float) c);
    }
    if (n <= FloatShortSums.MOST) {
      return FloatShortSums.products(n, x, xOffset, y, yOffset, (float) c);
    }
    return Double.doubleToRawLongBits(c) == 0
        ? FloatProductSum.block(n, x, xOffset, y, yOffset, scratch.rest(), scratch.otherRest())
        : FloatProductDeviationSum.block(
            n, x, xOffset, y, yOffset, (float) c, scratch.rest(), scratch.otherRest());
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
    for (int j = 0; j < rows; j += FloatDots.ROWS) {
      int count = Math.min(FloatDots.ROWS, rows - j);
      FloatDots.addBlock(count, n, v, vOffset + j * ldv, ldv, w, wOffset, c, cOffset + j, scratch);
    }
  }

  @Override
  public double squaredDeviations(
      int n, float[] x, int offset, double c, ReductionScratch<float[]> scratch) {
    if (!Double.isFinite(c)) {
      return FloatSums.squaredDeviations(n, x, offset, (float) c);
    }
    return n <= FloatShortSums.MOST
        ? FloatShortSums.squares(n, x, offset, (float) c)
        : FloatSquaredDeviationSum.block(n, x, offset, (float) c, scratch.rest());
  }

  @Override
  public double exponentials(
      int n, float[] x, int offset, double c, ReductionScratch<float[]> scratch) {
    exponentials.terms(n, x, offset, (float) c, scratch.terms());
    return deviations(n, scratch.terms(), 0, 0, scratch);
  }

  @Override
  public int count(int n, float[] x, int offset, double value) {
    return FloatExtremes.count(n, x, offset, (float) value);
  }

  @Override
  public double max(int n, float[] x, int offset) {
    return FloatExtremes.max(n, x, offset);
  }

  @Override
  public double min(int n, float[] x, int offset) {
    return FloatExtremes.min(n, x, offset);
  }

  @Override
  public double maxAbs(int n, float[] x, int offset) {
    return FloatExtremes.maxAbs(n, x, offset);
  }

  @Override
  public int indexOf(int n, float[] x, int offset, double value) {
    return FloatExtremes.indexOf(n, x, offset, (float) value);
  }

  @Override
  public double log1p(double x) {
    return FloatFunctions.log1p((float) x);
  }
}
