package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.FunctionKernels;

/** The elementary functions over a vector: full lanes, then the rest one by one. */
final class FloatFunctionKernels implements FunctionKernels<float[]> {
  private final FunctionKernels<float[]> scalar =
      new io.github.curvelane.kernel.scalar.FloatFunctionKernels();

  private final ColdLoop exp = new ColdLoop();
  private final ColdLoop expm1 = new ColdLoop();
  private final ColdLoop log = new ColdLoop();
  private final ColdLoop log1p = new ColdLoop();
  private final ColdLoop tanh = new ColdLoop();
  private final ColdLoop logistic = new ColdLoop();
  private final ColdLoop softplus = new ColdLoop();
  private final ColdLoop erf = new ColdLoop();

  @Override
  public void exp(float[] x, int xOffset, float[] y, int yOffset, int n) {
    int full = FloatLanes.SPECIES.loopBound(n);
    int part;
    for (int i = 0; i < full; i += part) {
      part = exp.part(full - i, FloatLanes.LANES);
      FloatFunctionLanes.exp(x, xOffset + i, y, yOffset + i, part);
    }
    scalar.exp(x, xOffset + full, y, yOffset + full, n - full);
  }

  @Override
  public void expm1(float[] x, int xOffset, float[] y, int yOffset, int n) {
    int full = FloatLanes.SPECIES.loopBound(n);
    int part;
    for (int i = 0; i < full; i += part) {
      part = expm1.part(full - i, FloatLanes.LANES);
      FloatFunctionLanes.expm1(x, xOffset + i, y, yOffset + i, part);
    }
    scalar.expm1(x, xOffset + full, y, yOffset + full, n - full);
  }

  @Override
  public void log(float[] x, int xOffset, float[] y, int yOffset, int n) {
    int full = FloatLanes.SPECIES.loopBound(n);
    int part;
    for (int i = 0; i < full; i += part) {
      part = log.part(full - i, FloatLanes.LANES);
      FloatFunctionLanes.log(x, xOffset + i, y, yOffset + i, part);
    }
    scalar.log(x, xOffset + full, y, yOffset + full, n - full);
  }

  @Override
  public void log1p(float[] x, int xOffset, float[] y, int yOffset, int n) {
    int full = FloatLanes.SPECIES.loopBound(n);
    int part;
    for (int i = 0; i < full; i += part) {
      part = log1p.part(full - i, FloatLanes.LANES);
      FloatFunctionLanes.log1p(x, xOffset + i, y, yOffset + i, part);
    }
    scalar.log1p(x, xOffset + full, y, yOffset + full, n - full);
  }

  @Override
  public void tanh(float[] x, int xOffset, float[] y, int yOffset, int n) {
    int full = FloatLanes.SPECIES.loopBound(n);
    int part;
    for (int i = 0; i < full; i += part) {
      part = tanh.part(full - i, FloatLanes.LANES);
      FloatFunctionLanes.tanh(x, xOffset + i, y, yOffset + i, part);
    }
    scalar.tanh(x, xOffset + full, y, yOffset + full, n - full);
  }

  @Override
  public void logistic(float[] x, int xOffset, float[] y, int yOffset, int n) {
    int full = FloatLanes.SPECIES.loopBound(n);
    int part;
    for (int i = 0; i < full; i += part) {
      part = logistic.part(full - i, FloatLanes.LANES);
      FloatFunctionLanes.logistic(x, xOffset + i, y, yOffset + i, part);
    }
    scalar.logistic(x, xOffset + full, y, yOffset + full, n - full);
  }

  @Override
  public void softplus(float[] x, int xOffset, float[] y, int yOffset, int n) {
    int full = FloatLanes.SPECIES.loopBound(n);
    int part;
    for (int i = 0; i < full; i += part) {
      part = softplus.part(full - i, FloatLanes.LANES);
      FloatFunctionLanes.softplus(x, xOffset + i, y, yOffset + i, part);
    }
    scalar.softplus(x, xOffset + full, y, yOffset + full, n - full);
  }

  @Override
  public void erf(float[] x, int xOffset, float[] y, int yOffset, int n) {
    int full = FloatLanes.SPECIES.loopBound(n);
    int part;
    for (int i = 0; i < full; i += part) {
      part = erf.part(full - i, FloatLanes.LANES);
      FloatFunctionLanes.erf(x, xOffset + i, y, yOffset + i, part);
    }
    scalar.erf(x, xOffset + full, y, yOffset + full, n - full);
  }
}
