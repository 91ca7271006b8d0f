package io.github.curvelane.kernel.plain;

/**
 * Momentum with the rate inside the velocity: v = fma(α, v, −(ε·g)); θ = θ + v.
 *
 * <p>Scalars: ε, α. Memory: v.
 */
public final class FloatMomentum {
  private FloatMomentum() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] v = memory[0];
    float rate = scalars[0];
    float alpha = scalars[1];
    for (int i = from; i < to; i++) {
      float next = Math.fma(alpha, v[i], -(rate * g[i]));
      v[i] = next;
      theta[i] = theta[i] + next;
    }
  }
}
