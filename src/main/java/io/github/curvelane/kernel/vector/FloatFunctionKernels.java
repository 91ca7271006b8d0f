package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.FunctionKernels;

/** The elementary functions over a vector: full lanes, then the rest one by one. */
final class FloatFunctionKernels implements FunctionKernels<float[]> {
  private final FunctionKernels<float[]> scalar =
      new io.github.curvelane.kernel.scalar.FloatFunctionKernels();

  @Override
  public void exp(float[] x, int xOffset, float[] y, int yOffset, int n) {
    int full = FloatLanes.SPECIES.loopBound(n);
    FloatFunctionLanes.exp(x, xOffset, y, yOffset, full);
    scalar.exp(x, xOffset + full, y, yOffset + full, n - full);
  }

  @Override
  public void expm1(float[] x, int xOffset, float[] y, int yOffset, int n) {
    int full = FloatLanes.SPECIES.loopBound(n);
    FloatFunctionLanes.expm1(x, xOffset, y, yOffset, full);
    scalar.expm1(x, xOffset + full, y, yOffset + full, n - full);
  }

  @Override
  public void log(float[] x, int xOffset, float[] y, int yOffset, int n) {
    int full = FloatLanes.SPECIES.loopBound(n);
    FloatFunctionLanes.log(x, xOffset, y, yOffset, full);
    scalar.log(x, xOffset + full, y, yOffset + full, n - full);
  }

  @Override
  public void log1p(float[] x, int xOffset, float[] y, int yOffset, int n) {
    int full = FloatLanes.SPECIES.loopBound(n);
    FloatFunctionLanes.log1p(x, xOffset, y, yOffset, full);
    scalar.log1p(x, xOffset + full, y, yOffset + full, n - full);
  }

  @Override
  public void tanh(float[] x, int xOffset, float[] y, int yOffset, int n) {
    int full = FloatLanes.SPECIES.loopBound(n);
    FloatFunctionLanes.tanh(x, xOffset, y, yOffset, full);
    scalar.tanh(x, xOffset + full, y, yOffset + full, n - full);
  }

  @Override
  public void logistic(float[] x, int xOffset, float[] y, int yOffset, int n) {
    int full = FloatLanes.SPECIES.loopBound(n);
    FloatFunctionLanes.logistic(x, xOffset, y, yOffset, full);
    scalar.logistic(x, xOffset + full, y, yOffset + full, n - full);
  }

  @Override
  public void softplus(float[] x, int xOffset, float[] y, int yOffset, int n) {
    int full = FloatLanes.SPECIES.loopBound(n);
    FloatFunctionLanes.softplus(x, xOffset, y, yOffset, full);
    scalar.softplus(x, xOffset + full, y, yOffset + full, n - full);
  }

  @Override
  public void erf(float[] x, int xOffset, float[] y, int yOffset, int n) {
    int full = FloatLanes.SPECIES.loopBound(n);
    FloatFunctionLanes.erf(x, xOffset, y, yOffset, full);
    scalar.erf(x, xOffset + full, y, yOffset + full, n - full);
  }
}
