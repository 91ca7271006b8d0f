package io.github.curvelane.kernel.plain;

/**
 * Adam: s = fma(ρ₁, s, σ₁·g); r = fma(ρ₂, r, σ₂·(g·g)); θ = θ − (e·s) / (√(c·r) + δ).
 *
 * <p>Scalars: e = ε / (1 − ρ₁ᵗ), c = 1 / (1 − ρ₂ᵗ), ρ₁, σ₁ = 1 − ρ₁, ρ₂, σ₂ = 1 − ρ₂, δ. Memory: s,
 * r.
 */
public final class FloatAdam {
  private FloatAdam() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] s = memory[0];
    float[] r = memory[1];
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
      s[i] = first;
      r[i] = second;
      theta[i] = theta[i] - (e * first) / ((float) Math.sqrt(c * second) + delta);
    }
  }
}
