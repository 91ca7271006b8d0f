package io.github.curvelane.bench.functions;

/** Loops over {@link Math}. */
@SuppressWarnings("cast")
final class FloatMath {
  private FloatMath() {}

  static void exp(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.exp(x[i]);
    }
  }

  static void expm1(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.expm1(x[i]);
    }
  }

  static void log(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.log(x[i]);
    }
  }

  static void log1p(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.log1p(x[i]);
    }
  }

  static void tanh(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) Math.tanh(x[i]);
    }
  }

  static void logistic(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) (1 / (1 + Math.exp(-x[i])));
    }
  }

  static void softplus(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = (float) (Math.max(x[i], 0) + Math.log1p(Math.exp(-Math.abs(x[i]))));
    }
  }
}
