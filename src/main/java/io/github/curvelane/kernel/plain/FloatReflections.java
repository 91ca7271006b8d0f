package io.github.curvelane.kernel.plain;

/**
 * Householder reflections H = I − t·v·vᵀ of contiguous vectors. A sum is four chains, as {@link
 * io.github.curvelane.kernel.contract.ReflectionKernel} says.
 */
final class FloatReflections {
  private FloatReflections() {}

  /**
   * Makes a vector x of norm ν ≠ 0 the v of the reflection that leaves only its first element: v =
   * fl(x·s) with s = 2⁻ᵉ, e the exponent of ν, then v₀ = fl(v₀ ± fl(ν·s)) with the sign of x₀.
   *
   * @return t = fl(1/fl(fl(ν·s)·|v₀|))
   */
  static float makeVector(int n, float[] x, int offset, float norm) {
    float scale = Math.scalb(1f, -FloatNorms.exponent(norm));
    for (int i = offset; i < offset + n; i++) {
      x[i] *= scale;
    }
    float length = norm * scale;
    x[offset] += Math.copySign(length, x[offset]);
    return 1 / (length * Math.abs(x[offset]));
  }

  /** b ← H·b: f = fl(−t·Σ v_i·b_i), b_i = fma(v_i, f, b_i). */
  static void reflect(int n, float[] v, int vOffset, float t, float[] b, int offset) {
    float f = -t * dot(n, v, vOffset, b, offset);
    for (int i = 0; i < n; i++) {
      b[offset + i] = Math.fma(v[vOffset + i], f, b[offset + i]);
    }
  }

  /** Σ x_i·y_i. */
  static float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i < n - 3; i += 4) {
      s0 = Math.fma(x[xOffset + i], y[yOffset + i], s0);
      s1 = Math.fma(x[xOffset + i + 1], y[yOffset + i + 1], s1);
      s2 = Math.fma(x[xOffset + i + 2], y[yOffset + i + 2], s2);
      s3 = Math.fma(x[xOffset + i + 3], y[yOffset + i + 3], s3);
    }
    s0 = i < n ? Math.fma(x[xOffset + i], y[yOffset + i], s0) : s0;
    s1 = i + 1 < n ? Math.fma(x[xOffset + i + 1], y[yOffset + i + 1], s1) : s1;
    s2 = i + 2 < n ? Math.fma(x[xOffset + i + 2], y[yOffset + i + 2], s2) : s2;
    return (s0 + s2) + (s1 + s3);
  }

  /**
   * Column and row j of the T with H₀H₁⋯H_j = I − V·T·Vᵀ: t_jj = t, t_ij = fl(−t·Σ_q t_iq·g_jq) for
   * i &lt; j, the sum a chain over q from i to j − 1.
   *
   * @param g the inner products of the vectors, its lower triangle
   * @param ld the leading dimension of both
   */
  static void extendTriangle(int j, float factor, float[] g, float[] t, int ld) {
    for (int i = 0; i < j; i++) {
      float sum = 0;
      for (int q = i; q < j; q++) {
        sum = Math.fma(t[i * ld + q], g[j * ld + q], sum);
      }
      t[i * ld + j] = -factor * sum;
      t[j * ld + i] = 0;
    }
    t[j * ld + j] = factor;
  }
}
