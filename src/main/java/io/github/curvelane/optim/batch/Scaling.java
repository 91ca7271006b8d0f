package io.github.curvelane.optim.batch;

import io.github.curvelane.Precision;

/** Scale factors of vectors. */
final class Scaling {
  private Scaling() {}

  /** The power of two that brings a number to [1, 2), within the range of the precision. */
  static double sigma(Precision<?> precision, double largest) {
    int widest = precision == Precision.DOUBLE ? 1000 : 120;
    int exponent = Math.max(-widest, Math.min(widest, Math.getExponent(largest)));
    return Math.scalb(1.0, -exponent);
  }

  /** d_i ← 1/(√e·√√e), e = d_i + λ: its power −¾ by operations that are exact everywhere. */
  static void inverseThreeQuarters(Object diagonal, double lambda) {
    switch (diagonal) {
      case float[] d -> {
        for (int i = 0; i < d.length; i++) {
          double root = Math.sqrt(d[i] + lambda);
          d[i] = (float) (1 / (root * Math.sqrt(root)));
        }
      }
      case double[] d -> {
        for (int i = 0; i < d.length; i++) {
          double root = Math.sqrt(d[i] + lambda);
          d[i] = 1 / (root * Math.sqrt(root));
        }
      }
      default -> throw new AssertionError();
    }
  }
}
