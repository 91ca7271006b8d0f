package io.github.curvelane.kernel.plain;

/**
 * Adds normal numbers to a gradient: g_i = fma(σ, z_i, g_i), where z_i follows from i and two keys
 * by the method of Box and Muller. With H the bijection x ^= x ⋙ 16, x *= 0x7feb352d, x ^= x ⋙ 15,
 * x *= 0x846ca68b, x ^= x ⋙ 16 of 32-bit integers (Wellons 2018, "lowbias32"):
 *
 * <ul>
 *   <li>h = H(H(i ^ k₀) + k₁), n the leading zeros of h | 1; h′ = H(h + k₀), w = (h′ ⋙ 8)·2⁻²⁵, at
 *       most ½; h″ = H(h′ + k₁), v = fl(h″)·2⁻³² in [−½, ½]. As n is that of coins until the first
 *       head, 2⁻ⁿ(1 − w) is uniform in (0, 1];
 *   <li>p ≈ −ln(1 − w)/w to 2e-7 by Horner's rule, each step an fma; t = fma(n, ln 2, w·p), its
 *       logarithm, not negative;
 *   <li>q = v·v; c ≈ cos 2πv to 1.1e-8, a polynomial in q likewise;
 *   <li>z = √(t + t)·c.
 * </ul>
 *
 * So |z| &lt; 6.7. Both precisions have the same integers and coefficients. Nothing branches or
 * shifts by what varies, so that the compiler makes vectors of it.
 */
public final class FloatGradientNoise {
  /**
   * Elements of a call: the compiler gives up replacing the loop while it runs, and must find its
   * method called often.
   */
  private static final int BLOCK = 512;

  private FloatGradientNoise() {}

  /** A {@link NoiseLoop}. */
  public static void run(float[] g, int from, int to, double sigma, long key) {
    for (int i = from; i < to; i += Math.min(BLOCK, to - i)) {
      add(g, i, i + Math.min(BLOCK, to - i), (float) sigma, (int) (key >>> 32), (int) key);
    }
  }

  private static void add(float[] g, int from, int to, float sigma, int k0, int k1) {
    for (int i = from; i < to; i++) {
      int h = mix(mix(i ^ k0) + k1);
      int part = mix(h + k0);
      float t = logarithm(h, part);
      g[i] = Math.fma(sigma, (float) Math.sqrt(t + t) * cosine(mix(part + k1)), g[i]);
    }
  }

  /** H. */
  private static int mix(int x) {
    int a = (x ^ (x >>> 16)) * 0x7feb352d;
    int b = (a ^ (a >>> 15)) * 0x846ca68b;
    return b ^ (b >>> 16);
  }

  /** t. */
  private static float logarithm(int h, int part) {
    float w = (float) (part >>> 8) * 0x1p-25f;
    float p = Math.fma(1.214703f, w, -1.1336465f);
    p = Math.fma(p, w, 0.8212587f);
    p = Math.fma(p, w, 0.0258023f);
    p = Math.fma(p, w, 0.27438864f);
    p = Math.fma(p, w, 0.3316844f);
    p = Math.fma(p, w, 0.50004214f);
    p = Math.fma(p, w, 0.9999998f);
    return Math.fma((float) Integer.numberOfLeadingZeros(h | 1), 0.6931472f, w * p);
  }

  /** c. */
  private static float cosine(int turn) {
    float v = (float) turn * 0x1p-32f;
    float q = v * v;
    float c = Math.fma(6.5296058f, q, -25.96831f);
    c = Math.fma(c, q, 60.167831f);
    c = Math.fma(c, q, -85.450165f);
    c = Math.fma(c, q, 64.939117f);
    c = Math.fma(c, q, -19.739204f);
    return Math.fma(c, q, 1f);
  }
}
