package io.github.curvelane.kernel.plain;

/**
 * Euclidean norms whose squares neither overflow nor vanish. The sum of squares is four chains, as
 * {@link io.github.curvelane.kernel.contract.ReflectionKernel} says; where it is not a number from
 * {@link #LOW} to the largest, it is taken again over x·2⁻ᵉ, with 2ᵉ next below the largest |x|.
 */
final class FloatNorms {
  /** Below this, terms that have vanished could show. */
  private static final float LOW = Float.MIN_NORMAL / (Math.ulp(1f) * Math.ulp(1f));

  private FloatNorms() {}

  /** Whether the root of a sum of squares is the norm. */
  static boolean isInRange(float sum) {
    return sum >= LOW && sum <= Float.MAX_VALUE;
  }

  /** The norm of n elements at some distance. */
  static float norm(int n, float[] x, int offset, int step) {
    float sum = squares(n, x, offset, step, 1);
    return isInRange(sum) ? (float) Math.sqrt(sum) : scaled(n, x, offset, step);
  }

  /** The norm where the sum of squares is out of range. */
  static float scaled(int n, float[] x, int offset, int step) {
    float max = 0;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, Math.abs(x[offset + i * step]));
    }
    if (max == 0 || !(max <= Float.MAX_VALUE)) {
      return max;
    }
    int exponent = exponent(max);
    float root = (float) Math.sqrt(squares(n, x, offset, step, Math.scalb(1f, -exponent)));
    return Math.scalb(root, exponent);
  }

  /** The exponent of x, but no less than a normal number's, so that 2⁻ᵉ is one too. */
  static int exponent(float x) {
    return Math.max(Math.getExponent(x), Float.MIN_EXPONENT);
  }

  private static float squares(int n, float[] x, int offset, int step, float scale) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    int at = offset;
    for (; i < n - 3; i += 4) {
      float x0 = x[at] * scale;
      float x1 = x[at + step] * scale;
      float x2 = x[at + 2 * step] * scale;
      float x3 = x[at + 3 * step] * scale;
      s0 = Math.fma(x0, x0, s0);
      s1 = Math.fma(x1, x1, s1);
      s2 = Math.fma(x2, x2, s2);
      s3 = Math.fma(x3, x3, s3);
      at += 4 * step;
    }
    float x0 = i < n ? x[at] * scale : 0;
    float x1 = i + 1 < n ? x[at + step] * scale : 0;
    float x2 = i + 2 < n ? x[at + 2 * step] * scale : 0;
    s0 = Math.fma(x0, x0, s0);
    s1 = Math.fma(x1, x1, s1);
    s2 = Math.fma(x2, x2, s2);
    return (s0 + s2) + (s1 + s3);
  }
}
