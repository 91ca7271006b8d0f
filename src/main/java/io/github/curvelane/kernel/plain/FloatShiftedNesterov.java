package io.github.curvelane.kernel.plain;

/**
 * Nesterov's momentum for parameters that are stored looking ahead: v = fma(α, v, −(ε·g)); θ =
 * fma(α, v, fma(−ε, g, θ)).
 *
 * <p>Scalars: ε, α. Memory: v.
 */
public final class FloatShiftedNesterov {
  private FloatShiftedNesterov() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] v = memory[0];
    float rate = scalars[0];
    float alpha = scalars[1];
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float next = Math.fma(alpha, v[i], -(rate * slope));
      v[i] = next;
      theta[i] = Math.fma(alpha, next, Math.fma(-rate, slope, theta[i]));
    }
  }
}
