package io.github.curvelane.optim.batch;

import io.github.curvelane.Precision;

/** Makes matrices symmetric that are so but for rounding. */
final class Symmetry {
  private Symmetry() {}

  /** M ← (M + Mᵀ)/2. */
  static <A> void average(Precision<A> precision, int n, A matrix) {
    switch (matrix) {
      case float[] m -> {
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < i; j++) {
            float mean = (m[i * n + j] + m[j * n + i]) / 2;
            m[i * n + j] = mean;
            m[j * n + i] = mean;
          }
        }
      }
      case double[] m -> {
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < i; j++) {
            double mean = (m[i * n + j] + m[j * n + i]) / 2;
            m[i * n + j] = mean;
            m[j * n + i] = mean;
          }
        }
      }
      default -> throw new AssertionError(precision);
    }
  }
}
