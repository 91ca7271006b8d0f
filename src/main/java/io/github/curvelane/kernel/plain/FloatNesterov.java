package io.github.curvelane.kernel.plain;

/**
 * Nesterov's momentum, θ being ahead: v = fma(α, v, −(ε·g)); θ = start + v.
 *
 * <p>Scalars: α, ε. Memory: start, v.
 */
public final class FloatNesterov {
  private FloatNesterov() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] start = memory[0];
    float[] v = memory[1];
    float alpha = scalars[0];
    float rate = scalars[1];
    for (int i = from; i < to; i++) {
      float next = Math.fma(alpha, v[i], -(rate * g[i]));
      v[i] = next;
      theta[i] = start[i] + next;
    }
  }
}
