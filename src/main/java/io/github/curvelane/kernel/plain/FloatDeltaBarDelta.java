package io.github.curvelane.kernel.plain;

/**
 * Delta-bar-delta: q = sgn(m)·sgn(g); γ = fma(−φ·q⁻, γ, fma(κ, q⁺, γ)); m = fma(ρ, m, σ·g); θ =
 * fma(−(ε·γ), g, θ), with q⁺ = max(q, 0) and q⁻ = max(−q, 0). As q is −1, 0 or 1, γ is rounded
 * once: γ + κ, γ − φγ or γ. The signs are multiplied, and not m by g, whose product underflows.
 *
 * <p>Scalars: ε, κ, φ, ρ, σ = 1 − ρ. Memory: m, γ.
 */
public final class FloatDeltaBarDelta {
  private FloatDeltaBarDelta() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] m = memory[0];
    float[] gain = memory[1];
    float rate = scalars[0];
    float kappa = scalars[1];
    float phi = scalars[2];
    float rho = scalars[3];
    float sigma = scalars[4];
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float mean = m[i];
      float agreement = Math.signum(mean) * Math.signum(slope);
      float grown = Math.fma(kappa, Math.max(agreement, 0f), gain[i]);
      float next = Math.fma(-(phi * Math.max(-agreement, 0f)), grown, grown);
      gain[i] = next;
      m[i] = Math.fma(rho, mean, sigma * slope);
      theta[i] = Math.fma(-(rate * next), slope, theta[i]);
    }
  }
}
