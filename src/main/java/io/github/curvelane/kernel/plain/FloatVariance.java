package io.github.curvelane.kernel.plain;

/** Variances from two means. */
final class FloatVariance {
  private FloatVariance() {}

  /** A {@link Variance}. */
  static void run(int n, float[] m, float[] s) {
    for (int i = 0; i < n; i++) {
      float difference = s[i] - m[i] * m[i];
      s[i] = difference < 0 ? 0 : difference;
    }
  }
}
