package io.github.curvelane.kernel.plain;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.kernel.contract.ReductionKernel;
import io.github.curvelane.kernel.contract.ReductionScratch;

/** Reductions of one row of any length: its blocks left to right. */
@SuppressWarnings("cast") // redundant in the derived double source
final class FloatRowSums {
  private static final int BLOCK = Arithmetic.REDUCTION_BLOCK;

  private final ReductionKernel<float[]> blocks;
  private final ReductionScratch<float[]> scratch;

  FloatRowSums(ReductionKernel<float[]> blocks, ReductionScratch<float[]> scratch) {
    this.blocks = blocks;
    this.scratch = scratch;
  }

  /** Σ x_i. */
  float sum(int n, float[] x, int offset) {
    return deviations(n, x, offset, 0);
  }

  /** Σ (x_i − c). */
  float deviations(int n, float[] x, int offset, float c) {
    float total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total += (float) blocks.deviations(Math.min(BLOCK, n - i), x, offset + i, c, scratch);
    }
    return total;
  }

  /** Σ x_i·(y_i − c). */
  float dot(int n, float[] x, int xOffset, float[] y, int yOffset, float c) {
    float total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total +=
          (float) blocks.dot(Math.min(BLOCK, n - i), x, xOffset + i, y, yOffset + i, c, scratch);
    }
    return total;
  }

  /** Σ x_i². */
  float squares(int n, float[] x, int offset) {
    float total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      total += (float) blocks.squaredDeviations(Math.min(BLOCK, n - i), x, offset + i, 0, scratch);
    }
    return total;
  }

  /** The largest x_i, NaN if one is. */
  float max(int n, float[] x, int offset) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i += BLOCK) {
      max = Math.max(max, (float) blocks.max(Math.min(BLOCK, n - i), x, offset + i));
    }
    return max;
  }

  /** The first i where x_i equals a value, −1 if there is none. */
  int indexOf(int n, float[] x, int offset, float value) {
    return blocks.indexOf(n, x, offset, value);
  }

  /** log(1 + x). */
  float log1p(float x) {
    return (float) blocks.log1p(x);
  }
}
