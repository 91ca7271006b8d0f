package io.github.curvelane.kernel.plain;

/**
 * Gradient descent: θ = fma(−ε, g, θ).
 *
 * <p>Scalars: ε. No memory.
 */
public final class FloatSgd {
  private FloatSgd() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float minusRate = -scalars[0];
    for (int i = from; i < to; i++) {
      theta[i] = Math.fma(minusRate, g[i], theta[i]);
    }
  }
}
