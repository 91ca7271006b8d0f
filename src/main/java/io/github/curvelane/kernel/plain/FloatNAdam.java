package io.github.curvelane.kernel.plain;

/**
 * NAdam: s = fma(ρ₁, s, σ₁·g); r = fma(ρ₂, r, σ₂·(g·g)); θ = θ − fma(a, g, b·s) / (√(c·r) + δ).
 *
 * <p>Scalars: a, b, c, ρ₁, σ₁ = 1 − ρ₁, ρ₂, σ₂ = 1 − ρ₂, δ. Memory: s, r.
 */
public final class FloatNAdam {
  private FloatNAdam() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] s = memory[0];
    float[] r = memory[1];
    float a = scalars[0];
    float b = scalars[1];
    float c = scalars[2];
    float rho1 = scalars[3];
    float sigma1 = scalars[4];
    float rho2 = scalars[5];
    float sigma2 = scalars[6];
    float delta = scalars[7];
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float first = Math.fma(rho1, s[i], sigma1 * slope);
      float second = Math.fma(rho2, r[i], sigma2 * (slope * slope));
      s[i] = first;
      r[i] = second;
      float ahead = Math.fma(a, slope, b * first);
      theta[i] = theta[i] - ahead / ((float) Math.sqrt(c * second) + delta);
    }
  }
}
