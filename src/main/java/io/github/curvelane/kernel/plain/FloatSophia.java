package io.github.curvelane.kernel.plain;

/**
 * Sophia: m = fma(ρ, m, σ·g); u = m / max(γ·h, δ), brought within ±1; θ = fma(−ε, u, fma(−κ, θ,
 * θ)). A NaN anywhere stays one.
 *
 * <p>Scalars: ε, ρ, σ = 1 − ρ, γ, δ, κ. Memory: m, h.
 */
public final class FloatSophia {
  private FloatSophia() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] m = memory[0];
    float[] h = memory[1];
    float minusRate = -scalars[0];
    float rho = scalars[1];
    float sigma = scalars[2];
    float gamma = scalars[3];
    float delta = scalars[4];
    float minusDecay = -scalars[5];
    for (int i = from; i < to; i++) {
      float mean = Math.fma(rho, m[i], sigma * g[i]);
      m[i] = mean;
      float u = mean / Math.max(gamma * h[i], delta);
      u = Math.min(Math.max(u, -1f), 1f);
      float w = theta[i];
      theta[i] = Math.fma(minusRate, u, Math.fma(minusDecay, w, w));
    }
  }
}
