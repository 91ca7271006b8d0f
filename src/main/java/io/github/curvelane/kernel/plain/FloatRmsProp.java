package io.github.curvelane.kernel.plain;

/**
 * RMSProp: r = fma(ρ, r, σ·(g·g)); θ = θ − (ε·g) / √(δ + r).
 *
 * <p>Scalars: ε, ρ, σ = 1 − ρ, δ. Memory: r.
 */
public final class FloatRmsProp {
  private FloatRmsProp() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] r = memory[0];
    float rate = scalars[0];
    float rho = scalars[1];
    float sigma = scalars[2];
    float delta = scalars[3];
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float next = Math.fma(rho, r[i], sigma * (slope * slope));
      r[i] = next;
      theta[i] = theta[i] - (rate * slope) / (float) Math.sqrt(delta + next);
    }
  }
}
