package io.github.curvelane.kernel.plain;

/**
 * AdaDelta: r = fma(ρ, r, σ·(g·g)); d = √((u + δ) / (r + δ))·g; u = fma(ρ, u, σ·(d·d)); θ = fma(−ε,
 * d, θ).
 *
 * <p>Scalars: ε, ρ, σ = 1 − ρ, δ. Memory: r, u.
 */
public final class FloatAdaDelta {
  private FloatAdaDelta() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] r = memory[0];
    float[] u = memory[1];
    float rate = scalars[0];
    float rho = scalars[1];
    float sigma = scalars[2];
    float delta = scalars[3];
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float square = Math.fma(rho, r[i], sigma * (slope * slope));
      r[i] = square;
      float moved = u[i];
      float step = (float) Math.sqrt((moved + delta) / (square + delta)) * slope;
      u[i] = Math.fma(rho, moved, sigma * (step * step));
      theta[i] = Math.fma(-rate, step, theta[i]);
    }
  }
}
