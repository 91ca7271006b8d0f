package io.github.curvelane.kernel.plain;

/**
 * RAdam: s = fma(ρ₁, s, σ₁·g); r = fma(ρ₂, r, σ₂·(g·g)); θ = θ − (e·s) / fma(k, √r, d).
 *
 * <p>Scalars: e; k and d, 1 and δ where the step is rectified, else 0 and 1; ρ₁, σ₁ = 1 − ρ₁, ρ₂,
 * σ₂ = 1 − ρ₂. Memory: s, r.
 */
public final class FloatRAdam {
  private FloatRAdam() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] s = memory[0];
    float[] r = memory[1];
    float e = scalars[0];
    float adapts = scalars[1];
    float delta = scalars[2];
    float rho1 = scalars[3];
    float sigma1 = scalars[4];
    float rho2 = scalars[5];
    float sigma2 = scalars[6];
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float first = Math.fma(rho1, s[i], sigma1 * slope);
      float second = Math.fma(rho2, r[i], sigma2 * (slope * slope));
      s[i] = first;
      r[i] = second;
      float divisor = Math.fma(adapts, (float) Math.sqrt(second), delta);
      theta[i] = theta[i] - (e * first) / divisor;
    }
  }
}
