package io.github.curvelane.kernel.plain;

/**
 * Adds normal numbers to a gradient: g_i = fma(σ, z_i, g_i), where z_i follows from i and two keys
 * by the method of Box and Muller. With H the bijection x ^= x ⋙ 16, x *= 0x7feb352d, x ^= x ⋙ 15,
 * x *= 0x846ca68b, x ^= x ⋙ 16 of 32-bit integers (Wellons 2018, "lowbias32"):
 *
 * <ul>
 *   <li>h = H(H(i + k₀) ^ k₁) | 1, uniform; n its leading zeros, m = h ≪ n, at least 2³¹;
 *   <li>w = fma(−2⁻²⁴, m ⋙ 8, 1), so that h/2³² is 2⁻ⁿ(1 − w) to 24 bits, with 0 &lt; w ≤ ½;
 *   <li>p ≈ −ln(1 − w)/w to 2e-7 by Horner's rule, each step an fma; t = fma(n, ln 2, w·p), which
 *       is positive;
 *   <li>v = fl(H(h + k₁))·2⁻³² in [−½, ½]; q = v·v; c ≈ cos 2πv to 1.1e-8, a polynomial in q
 *       likewise;
 *   <li>z = √(t + t)·c.
 * </ul>
 *
 * So |z| &lt; 6.7. Both precisions have the same integers and coefficients. Nothing branches, so
 * that the compiler makes vectors of it: it is all 32 bits wide in this precision.
 */
public final class FloatGradientNoise {
  private FloatGradientNoise() {}

  /** A {@link NoiseLoop}. */
  public static void run(float[] g, int from, int to, double sigma, long key) {
    float deviation = (float) sigma;
    int k0 = (int) (key >>> 32);
    int k1 = (int) key;
    for (int i = from; i < to; i++) {
      int h = i + k0;
      h ^= h >>> 16;
      h *= 0x7feb352d;
      h ^= h >>> 15;
      h *= 0x846ca68b;
      h ^= h >>> 16;
      h ^= k1;
      h ^= h >>> 16;
      h *= 0x7feb352d;
      h ^= h >>> 15;
      h *= 0x846ca68b;
      h ^= h >>> 16;
      h |= 1;
      int zeros = Integer.numberOfLeadingZeros(h);
      float mantissa = (float) ((h << zeros) >>> 8);
      float w = Math.fma(-0x1p-24f, mantissa, 1f);
      float p = Math.fma(1.214703f, w, -1.1336465f);
      p = Math.fma(p, w, 0.8212587f);
      p = Math.fma(p, w, 0.0258023f);
      p = Math.fma(p, w, 0.27438864f);
      p = Math.fma(p, w, 0.3316844f);
      p = Math.fma(p, w, 0.50004214f);
      p = Math.fma(p, w, 0.9999998f);
      float t = Math.fma((float) zeros, 0.6931472f, w * p);
      int u = h + k1;
      u ^= u >>> 16;
      u *= 0x7feb352d;
      u ^= u >>> 15;
      u *= 0x846ca68b;
      u ^= u >>> 16;
      float v = (float) u * 0x1p-32f;
      float q = v * v;
      float c = Math.fma(6.5296058f, q, -25.96831f);
      c = Math.fma(c, q, 60.167831f);
      c = Math.fma(c, q, -85.450165f);
      c = Math.fma(c, q, 64.939117f);
      c = Math.fma(c, q, -19.739204f);
      c = Math.fma(c, q, 1f);
      g[i] = Math.fma(deviation, (float) Math.sqrt(t + t) * c, g[i]);
    }
  }
}
