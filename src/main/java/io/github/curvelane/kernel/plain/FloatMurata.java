package io.github.curvelane.kernel.plain;

/**
 * Descent with a leaky average of the gradient: r = fma(1 − δ, r, δ·g); θ = fma(−ε, g, θ).
 *
 * <p>Scalars: ε, 1 − δ, δ. Memory: r.
 */
public final class FloatMurata {
  private FloatMurata() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] r = memory[0];
    float minusRate = -scalars[0];
    float kept = scalars[1];
    float leak = scalars[2];
    for (int i = from; i < to; i++) {
      float slope = g[i];
      r[i] = Math.fma(kept, r[i], leak * slope);
      theta[i] = Math.fma(minusRate, slope, theta[i]);
    }
  }
}
