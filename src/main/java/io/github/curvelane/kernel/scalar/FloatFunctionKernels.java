package io.github.curvelane.kernel.scalar;

import io.github.curvelane.kernel.contract.FunctionKernels;

/** The elementary functions over a vector, element by element. */
public final class FloatFunctionKernels implements FunctionKernels<float[]> {
  /** Creates the kernels; they have no state. */
  public FloatFunctionKernels() {}

  @Override
  public void exp(float[] x, int xOffset, float[] y, int yOffset, int n) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = FloatFunctions.exp(x[xOffset + i]);
    }
  }

  @Override
  public void expm1(float[] x, int xOffset, float[] y, int yOffset, int n) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = FloatFunctions.expm1(x[xOffset + i]);
    }
  }

  @Override
  public void log(float[] x, int xOffset, float[] y, int yOffset, int n) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = FloatFunctions.log(x[xOffset + i]);
    }
  }

  @Override
  public void log1p(float[] x, int xOffset, float[] y, int yOffset, int n) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = FloatFunctions.log1p(x[xOffset + i]);
    }
  }

  @Override
  public void tanh(float[] x, int xOffset, float[] y, int yOffset, int n) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = FloatFunctions.tanh(x[xOffset + i]);
    }
  }

  @Override
  public void logistic(float[] x, int xOffset, float[] y, int yOffset, int n) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = FloatFunctions.logistic(x[xOffset + i]);
    }
  }

  @Override
  public void softplus(float[] x, int xOffset, float[] y, int yOffset, int n) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = FloatFunctions.softplus(x[xOffset + i]);
    }
  }

  @Override
  public void erf(float[] x, int xOffset, float[] y, int yOffset, int n) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = FloatFunctions.erf(x[xOffset + i]);
    }
  }

  /** The terms of a sum of exponentials: e^(x_i − c), but 0 where x_i is c. */
  public static void exponentials(float c, float[] x, int xOffset, float[] y, int yOffset, int n) {
    for (int i = 0; i < n; i++) {
      float v = x[xOffset + i];
      y[yOffset + i] = v == c ? 0 : FloatFunctions.exp(v - c);
    }
  }
}
