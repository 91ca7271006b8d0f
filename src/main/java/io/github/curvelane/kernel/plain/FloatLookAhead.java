package io.github.curvelane.kernel.plain;

/**
 * Moves to the point where Nesterov's method wants the gradient: start = θ; θ = fma(α, v, θ). There
 * is no gradient yet.
 *
 * <p>Scalars: α. Memory: start, v.
 */
public final class FloatLookAhead {
  private FloatLookAhead() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] start = memory[0];
    float[] v = memory[1];
    float alpha = scalars[0];
    for (int i = from; i < to; i++) {
      float t = theta[i];
      start[i] = t;
      theta[i] = Math.fma(alpha, v[i], t);
    }
  }
}
