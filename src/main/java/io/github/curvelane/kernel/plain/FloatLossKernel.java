package io.github.curvelane.kernel.plain;

import io.github.curvelane.kernel.contract.FunctionKernels;
import io.github.curvelane.kernel.contract.LossKernel;
import io.github.curvelane.kernel.contract.ReductionKernel;

/**
 * The losses of rows: loops over equal indices, with the sums and functions of a provider, so that
 * this one implementation serves both.
 */
public final class FloatLossKernel implements LossKernel<float[]> {
  private final FloatRowSums sums;
  private final FunctionKernels<float[]> functions;

  /**
   * Creates the losses of a provider.
   *
   * @param reductions its reductions
   * @param functions its functions
   */
  public FloatLossKernel(ReductionKernel<float[]> reductions, FunctionKernels<float[]> functions) {
    this.sums = new FloatRowSums(reductions);
    this.functions = functions;
  }

  @Override
  public void softmax(
      int m, int n, float[] x, int xOffset, int xStride, float[] state, int stateOffset) {
    FloatSoftmax.rows(sums, functions, m, n, x, xOffset, xStride, state, stateOffset);
  }

  @Override
  public double crossEntropy(
      int n,
      double weight,
      double smoothing,
      float[] x,
      int xOffset,
      int label,
      float[] gradient,
      int gradientOffset,
      float[] state,
      int stateOffset) {
    return FloatCrossEntropy.withClass(
        sums,
        n,
        weight,
        smoothing,
        x,
        xOffset,
        label,
        gradient,
        gradientOffset,
        state,
        stateOffset);
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
      float[] gradient,
      int gradientOffset,
      float[] state,
      int stateOffset) {
    return FloatCrossEntropy.withDistribution(
        sums,
        n,
        weight,
        smoothing,
        x,
        xOffset,
        target,
        targetOffset,
        gradient,
        gradientOffset,
        state,
        stateOffset);
  }

  @Override
  public double squaredError(
      int n,
      double scale,
      float[] x,
      int xOffset,
      float[] target,
      int targetOffset,
      float[] gradient,
      int gradientOffset,
      float[] state,
      int stateOffset) {
    return FloatSquaredError.row(
        sums,
        n,
        scale,
        x,
        xOffset,
        target,
        targetOffset,
        gradient,
        gradientOffset,
        state,
        stateOffset);
  }

  @Override
  public double binaryCrossEntropy(
      int n,
      double weight,
      double smoothing,
      float[] x,
      int xOffset,
      float[] target,
      int targetOffset,
      float[] gradient,
      int gradientOffset,
      float[] state,
      int stateOffset) {
    return FloatBinaryCrossEntropy.row(
        sums,
        functions,
        n,
        weight,
        smoothing,
        x,
        xOffset,
        target,
        targetOffset,
        gradient,
        gradientOffset,
        state,
        stateOffset);
  }

  @Override
  public double margin(
      int n,
      double weight,
      double margin,
      float[] x,
      int xOffset,
      float[] target,
      int targetOffset,
      float[] gradient,
      int gradientOffset,
      float[] state,
      int stateOffset) {
    return FloatMargin.row(
        sums,
        n,
        weight,
        margin,
        x,
        xOffset,
        target,
        targetOffset,
        gradient,
        gradientOffset,
        state,
        stateOffset);
  }

  @Override
  public double huber(
      int n,
      double weight,
      double delta,
      float[] x,
      int xOffset,
      float[] target,
      int targetOffset,
      float[] gradient,
      int gradientOffset,
      float[] state,
      int stateOffset) {
    return FloatHuber.row(
        sums,
        n,
        weight,
        delta,
        x,
        xOffset,
        target,
        targetOffset,
        gradient,
        gradientOffset,
        state,
        stateOffset);
  }

  @Override
  public void softmaxHessianVector(
      int n, float[] state, int stateOffset, float[] r, int rOffset, float[] out, int outOffset) {
    FloatSoftmax.hessianVector(sums, n, state, stateOffset, r, rOffset, out, outOffset);
  }

  @Override
  public void softmaxHessianDiagonal(
      int n, float[] state, int stateOffset, float[] out, int outOffset) {
    FloatSoftmax.hessianDiagonal(n, state, stateOffset, out, outOffset);
  }

  @Override
  public int argMax(int n, float[] x, int xOffset) {
    int best = 0;
    for (int j = 0; j < n; j++) {
      float v = x[xOffset + j];
      if (Float.isNaN(v)) {
        return -1;
      }
      if (v > x[xOffset + best]) {
        best = j;
      }
    }
    return best;
  }
}
