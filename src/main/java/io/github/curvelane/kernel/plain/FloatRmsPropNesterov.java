package io.github.curvelane.kernel.plain;

/**
 * RMSProp with Nesterov's momentum, θ being ahead: r = fma(ρ, r, σ·(g·g)); v = fma(α, v, −((ε·g) /
 * √(δ + r))); θ = start + v.
 *
 * <p>Scalars: α, ε, ρ, σ = 1 − ρ, δ. Memory: start, v, r.
 */
public final class FloatRmsPropNesterov {
  private FloatRmsPropNesterov() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] start = memory[0];
    float[] v = memory[1];
    float[] r = memory[2];
    float alpha = scalars[0];
    float rate = scalars[1];
    float rho = scalars[2];
    float sigma = scalars[3];
    float delta = scalars[4];
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float square = Math.fma(rho, r[i], sigma * (slope * slope));
      r[i] = square;
      float next = Math.fma(alpha, v[i], -((rate * slope) / (float) Math.sqrt(delta + square)));
      v[i] = next;
      theta[i] = start[i] + next;
    }
  }
}
