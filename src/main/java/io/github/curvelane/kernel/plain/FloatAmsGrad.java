package io.github.curvelane.kernel.plain;

/**
 * AMSGrad: s = fma(ρ₁, s, σ₁·g); r = fma(ρ₂, r, σ₂·(g·g)); q = max(q, r); θ = θ − (e·s) / (√(c·q) +
 * δ).
 *
 * <p>Scalars: those of {@link FloatAdam}. Memory: s, r, q.
 */
public final class FloatAmsGrad {
  private FloatAmsGrad() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] s = memory[0];
    float[] r = memory[1];
    float[] q = memory[2];
    float e = scalars[0];
    float c = scalars[1];
    float rho1 = scalars[2];
    float sigma1 = scalars[3];
    float rho2 = scalars[4];
    float sigma2 = scalars[5];
    float delta = scalars[6];
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float first = Math.fma(rho1, s[i], sigma1 * slope);
      float second = Math.fma(rho2, r[i], sigma2 * (slope * slope));
      float largest = Math.max(q[i], second);
      s[i] = first;
      r[i] = second;
      q[i] = largest;
      theta[i] = theta[i] - (e * first) / ((float) Math.sqrt(c * largest) + delta);
    }
  }
}
