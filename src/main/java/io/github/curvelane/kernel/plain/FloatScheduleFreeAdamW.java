package io.github.curvelane.kernel.plain;

/**
 * Schedule-free AdamW, θ being between: r = fma(ρ, r, σ·(g·g)); z = fma(−κ, θ, z) − (ε·g) / (√r +
 * δ); θ = fma(c, z − start, start).
 *
 * <p>Scalars: β, ε, c, κ, ρ, σ = 1 − ρ, δ. Memory: start, z, r.
 */
public final class FloatScheduleFreeAdamW {
  private FloatScheduleFreeAdamW() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] start = memory[0];
    float[] z = memory[1];
    float[] r = memory[2];
    float rate = scalars[1];
    float weight = scalars[2];
    float minusKappa = -scalars[3];
    float rho = scalars[4];
    float sigma = scalars[5];
    float delta = scalars[6];
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float square = Math.fma(rho, r[i], sigma * (slope * slope));
      r[i] = square;
      float kept = Math.fma(minusKappa, theta[i], z[i]);
      float next = kept - (rate * slope) / ((float) Math.sqrt(square) + delta);
      z[i] = next;
      theta[i] = Math.fma(weight, next - start[i], start[i]);
    }
  }
}
