package io.github.curvelane.kernel.plain;

/**
 * Adds the gradient of ½λ‖θ‖²: g = fma(λ, θ, g).
 *
 * <p>Scalars: λ. No memory.
 */
public final class FloatWeightDecay {
  private FloatWeightDecay() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float lambda = scalars[0];
    for (int i = from; i < to; i++) {
      g[i] = Math.fma(lambda, theta[i], g[i]);
    }
  }
}
