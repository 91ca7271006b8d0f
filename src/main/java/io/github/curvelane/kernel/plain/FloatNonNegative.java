package io.github.curvelane.kernel.plain;

/** Sums that are not negative where nothing in them is. */
final class FloatNonNegative {
  private FloatNonNegative() {}

  /** A {@link NonNegative}. */
  static void run(int n, float[] h, float[] s) {
    for (int i = 0; i < n; i++) {
      if (!(h[i] >= 0)) {
        return;
      }
    }
    for (int i = 0; i < n; i++) {
      s[i] = Math.max(0f, s[i]);
    }
  }
}
