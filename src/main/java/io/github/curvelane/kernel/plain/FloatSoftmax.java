package io.github.curvelane.kernel.plain;

import io.github.curvelane.kernel.contract.FunctionKernels;
import io.github.curvelane.kernel.contract.ReductionKernel;
import io.github.curvelane.kernel.contract.ReductionScratch;
import io.github.curvelane.kernel.contract.SoftmaxKernel;

/**
 * Softmax of rows; see {@link io.github.curvelane.kernel.RowSoftmax}: loops over equal indices,
 * with the sums and functions of a provider, so that this one implementation serves both. The
 * exponentials of rows that lie side by side are taken for many in one call; what the three numbers
 * before a kept row's probabilities become does not matter yet.
 */
public final class FloatSoftmax implements SoftmaxKernel<float[]> {
  /** Where the probabilities start in a kept row, after three numbers. */
  static final int HEADER = 3;

  /** Rows beyond this are found their maximum by the reductions. */
  static final int SHORT = 64;

  /** About how many exponentials are taken in one call: few enough to stay in the nearest cache. */
  private static final int TOGETHER = 1024;

  private final FloatRowSums sums;
  private final FunctionKernels<float[]> functions;

  /**
   * Creates the softmax of a provider.
   *
   * @param reductions its reductions
   * @param scratch what sums work in, this instance's alone
   * @param functions its functions
   */
  public FloatSoftmax(
      ReductionKernel<float[]> reductions,
      ReductionScratch<float[]> scratch,
      FunctionKernels<float[]> functions) {
    this.sums = new FloatRowSums(reductions, scratch);
    this.functions = functions;
  }

  @Override
  public void softmax(
      int m, int n, float[] x, int xOffset, int xStride, float[] p, int pOffset, int pStride) {
    if (n <= SHORT && pStride == n && x != p) {
      together(m, n, x, xOffset, xStride, p, pOffset, 0);
      return;
    }
    for (int i = 0; i < m; i++) {
      int row = xOffset + i * xStride;
      int at = pOffset + i * pStride;
      float others = exponentials(n, x, row, largest(n, x, row), p, at);
      scale(n, 1 / (1 + others), p, at);
    }
  }

  @Override
  public void logSoftmax(
      int m, int n, float[] x, int xOffset, int xStride, float[] y, int yOffset, int yStride) {
    for (int i = 0; i < m; i++) {
      int row = xOffset + i * xStride;
      int at = yOffset + i * yStride;
      int largest = largest(n, x, row);
      float logSum = sums.log1p(exponentials(n, x, row, largest, y, at));
      float max = x[row + Math.max(0, largest)];
      for (int j = 0; j < n; j++) {
        y[at + j] = (x[row + j] - max) - logSum;
      }
    }
  }

  /** Writes exp(x_j − M), M the logit at {@code largest}; returns the sum of all but that one. */
  private float exponentials(int n, float[] x, int xOffset, int largest, float[] e, int offset) {
    float max = largest < 0 ? Float.NaN : x[xOffset + largest];
    for (int j = 0; j < n; j++) {
      e[offset + j] = x[xOffset + j] - max;
    }
    functions.exp(e, offset, e, offset, n);
    boolean finite = largest >= 0 && e[offset + largest] == 1;
    return others(n, finite ? largest : -1, e, offset);
  }

  /** The first of the largest logits; −1 if one is NaN. */
  private int largest(int n, float[] x, int xOffset) {
    if (n > SHORT) {
      return sums.indexOf(n, x, xOffset, sums.max(n, x, xOffset));
    }
    int largest = 0;
    for (int j = 0; j < n; j++) {
      float v = x[xOffset + j];
      if (v != v) {
        return -1;
      }
      largest = v > x[xOffset + largest] ? j : largest;
    }
    return largest;
  }

  @Override
  public void keep(
      int m, int n, float[] x, int xOffset, int xStride, float[] kept, int offset, int stride) {
    if (n <= SHORT && stride == n + HEADER) {
      together(m, n, x, xOffset, xStride, kept, offset, HEADER);
      return;
    }
    for (int i = 0; i < m; i++) {
      longRow(n, x, xOffset + i * xStride, kept, offset + i * stride);
    }
  }

  /** Short rows side by side, each behind so many numbers as {@code header} says. */
  private void together(
      int m, int n, float[] x, int xOffset, int xStride, float[] e, int offset, int header) {
    int width = header + n;
    int together = TOGETHER / width;
    for (int i0 = 0; i0 < m; i0 += together) {
      int i1 = Math.min(m, i0 + together);
      for (int i = i0; i < i1; i++) {
        shift(n, x, xOffset + i * xStride, e, offset + i * width, header);
      }
      int from = offset + i0 * width;
      functions.exp(e, from, e, from, (i1 - i0) * width);
      for (int i = i0; i < i1; i++) {
        int row = xOffset + i * xStride;
        int at = offset + i * width;
        int largest = firstLargest(n, x, row, e, at + header);
        float others = others(n, largest, e, at + header);
        scale(n, 1 / (1 + others), e, at + header);
        if (header > 0) {
          describe(others, largest < 0 ? 0 : x[row + largest], e, at);
        }
      }
    }
  }

  private void longRow(int n, float[] x, int xOffset, float[] kept, int offset) {
    float max = sums.max(n, x, xOffset);
    int p = offset + HEADER;
    for (int j = 0; j < n; j++) {
      kept[p + j] = x[xOffset + j] - max;
    }
    functions.exp(kept, p, kept, p, n);
    int largest = sums.indexOf(n, x, xOffset, max);
    boolean finite = largest >= 0 && kept[p + largest] == 1;
    float others = others(n, finite ? largest : -1, kept, p);
    scale(n, 1 / (1 + others), kept, p);
    describe(others, max, kept, offset);
  }

  /** Writes x_j − M. */
  private static void shift(int n, float[] x, int xOffset, float[] e, int offset, int header) {
    float max = x[xOffset];
    for (int j = 1; j < n; j++) {
      max = x[xOffset + j] > max ? x[xOffset + j] : max;
    }
    for (int j = 0; j < header; j++) {
      e[offset + j] = 0;
    }
    for (int j = 0; j < n; j++) {
      e[offset + header + j] = x[xOffset + j] - max;
    }
  }

  /**
   * The first of the largest logits, which are among those whose exponential is 1; −1 if none is.
   */
  private static int firstLargest(int n, float[] x, int xOffset, float[] exponentials, int offset) {
    int largest = -1;
    for (int j = 0; j < n; j++) {
      if (exponentials[offset + j] == 1 && (largest < 0 || x[xOffset + j] > x[xOffset + largest])) {
        largest = j;
      }
    }
    return largest;
  }

  /** Writes the three numbers before a kept row's probabilities. */
  private void describe(float others, float max, float[] kept, int offset) {
    kept[offset] = sums.log1p(others);
    kept[offset + 1] = Float.isNaN(others) ? others : max;
    kept[offset + 2] = others * (1 / (1 + others));
  }

  /** S, the sum of the exponentials but for the largest one's; that is left as 1. */
  private float others(int n, int largest, float[] e, int offset) {
    if (largest < 0) {
      return sums.sum(n, e, offset);
    }
    e[offset + largest] = 0;
    float others = sums.sum(n, e, offset);
    e[offset + largest] = 1;
    return others;
  }

  private static void scale(int n, float factor, float[] e, int offset) {
    for (int j = 0; j < n; j++) {
      e[offset + j] *= factor;
    }
  }

  @Override
  public double crossEntropy(
      int n,
      double weight,
      double smoothing,
      float[] x,
      int xOffset,
      int label,
      float[] kept,
      int keptOffset,
      float[] gradient,
      int gradientOffset) {
    return FloatCrossEntropy.withClass(
        sums, n, weight, smoothing, x, xOffset, label, kept, keptOffset, gradient, gradientOffset);
  }

  @Override
  public double crossEntropy(
      int n,
      double weight,
      double smoothing,
      float[] x,
      int xOffset,
      float[] target,
      int targetOffset,
      float[] kept,
      int keptOffset,
      float[] gradient,
      int gradientOffset) {
    return FloatCrossEntropy.withDistribution(
        sums,
        n,
        weight,
        smoothing,
        x,
        xOffset,
        target,
        targetOffset,
        kept,
        keptOffset,
        gradient,
        gradientOffset);
  }

  @Override
  public void hessianVector(
      int n, float[] kept, int keptOffset, float[] r, int rOffset, float[] out, int outOffset) {
    FloatCrossEntropy.hessianVector(sums, n, kept, keptOffset, r, rOffset, out, outOffset);
  }
}
