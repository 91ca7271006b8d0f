package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.FunctionKernels;

/** The elementary functions over a vector: full lanes, then the rest one by one. */
final class FloatFunctionKernels implements FunctionKernels<float[]> {
  private static final int EXP = 0;
  private static final int EXPM1 = 1;
  private static final int LOG = 2;
  private static final int LOG1P = 3;
  private static final int TANH = 4;
  private static final int LOGISTIC = 5;
  private static final int SOFTPLUS = 6;
  private static final int ERF = 7;

  /** Vectors of a rehearsal: calls are few, and the compiler still sees a loop. */
  private static final int VECTORS = 4;

  /** Operations of a function, roughly. */
  private static final int OPERATIONS = 40;

  private final FunctionKernels<float[]> scalar =
      new io.github.curvelane.kernel.scalar.FloatFunctionKernels();

  private final Warmth[] warmths = new Warmth[ERF + 1];

  FloatFunctionKernels() {
    for (int i = 0; i < warmths.length; i++) {
      warmths[i] = Warmth.ofLoop();
    }
  }

  private void apply(int function, float[] x, int xOffset, float[] y, int yOffset, int n) {
    Warmth warmth = warmths[function];
    if (warmth.isWarm()) {
      int full = FloatLanes.SPECIES.loopBound(n);
      lanes(function, x, xOffset, y, yOffset, full);
      scalar(function, x, xOffset + full, y, yOffset + full, n - full);
      return;
    }
    int done = 0;
    while (warmth.mayRehearse() && n - done >= FloatLanes.LANES) {
      int vectors = Math.min(VECTORS, (n - done) / FloatLanes.LANES);
      long start = System.nanoTime();
      lanes(function, x, xOffset + done, y, yOffset + done, vectors * FloatLanes.LANES);
      warmth.rehearsed(true, OPERATIONS * vectors, System.nanoTime() - start);
      done += vectors * FloatLanes.LANES;
      for (int calls = warmth.emptyCalls(); calls > 0; calls--) {
        lanes(function, x, 0, y, 0, -1);
      }
    }
    if (done < n) {
      long start = System.nanoTime();
      scalar(function, x, xOffset + done, y, yOffset + done, n - done);
      warmth.worked(n - done, System.nanoTime() - start);
    }
  }

  private static void lanes(int function, float[] x, int xOffset, float[] y, int yOffset, int n) {
    switch (function) {
      case EXP -> FloatFunctionLanes.exp(x, xOffset, y, yOffset, n);
      case EXPM1 -> FloatFunctionLanes.expm1(x, xOffset, y, yOffset, n);
      case LOG -> FloatFunctionLanes.log(x, xOffset, y, yOffset, n);
      case LOG1P -> FloatFunctionLanes.log1p(x, xOffset, y, yOffset, n);
      case TANH -> FloatFunctionLanes.tanh(x, xOffset, y, yOffset, n);
      case LOGISTIC -> FloatFunctionLanes.logistic(x, xOffset, y, yOffset, n);
      case SOFTPLUS -> FloatFunctionLanes.softplus(x, xOffset, y, yOffset, n);
      default -> FloatFunctionLanes.erf(x, xOffset, y, yOffset, n);
    }
  }

  private void scalar(int function, float[] x, int xOffset, float[] y, int yOffset, int n) {
    switch (function) {
      case EXP -> scalar.exp(x, xOffset, y, yOffset, n);
      case EXPM1 -> scalar.expm1(x, xOffset, y, yOffset, n);
      case LOG -> scalar.log(x, xOffset, y, yOffset, n);
      case LOG1P -> scalar.log1p(x, xOffset, y, yOffset, n);
      case TANH -> scalar.tanh(x, xOffset, y, yOffset, n);
      case LOGISTIC -> scalar.logistic(x, xOffset, y, yOffset, n);
      case SOFTPLUS -> scalar.softplus(x, xOffset, y, yOffset, n);
      default -> scalar.erf(x, xOffset, y, yOffset, n);
    }
  }

  @Override
  public void exp(float[] x, int xOffset, float[] y, int yOffset, int n) {
    apply(EXP, x, xOffset, y, yOffset, n);
  }

  @Override
  public void expm1(float[] x, int xOffset, float[] y, int yOffset, int n) {
    apply(EXPM1, x, xOffset, y, yOffset, n);
  }

  @Override
  public void log(float[] x, int xOffset, float[] y, int yOffset, int n) {
    apply(LOG, x, xOffset, y, yOffset, n);
  }

  @Override
  public void log1p(float[] x, int xOffset, float[] y, int yOffset, int n) {
    apply(LOG1P, x, xOffset, y, yOffset, n);
  }

  @Override
  public void tanh(float[] x, int xOffset, float[] y, int yOffset, int n) {
    apply(TANH, x, xOffset, y, yOffset, n);
  }

  @Override
  public void logistic(float[] x, int xOffset, float[] y, int yOffset, int n) {
    apply(LOGISTIC, x, xOffset, y, yOffset, n);
  }

  @Override
  public void softplus(float[] x, int xOffset, float[] y, int yOffset, int n) {
    apply(SOFTPLUS, x, xOffset, y, yOffset, n);
  }

  @Override
  public void erf(float[] x, int xOffset, float[] y, int yOffset, int n) {
    apply(ERF, x, xOffset, y, yOffset, n);
  }
}
