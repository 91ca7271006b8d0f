package io.github.curvelane.kernel.plain;

/**
 * Shrinks the parameters: θ = fma(−κ, θ, θ).
 *
 * <p>Scalars: κ. No memory.
 */
public final class FloatDecoupledWeightDecay {
  private FloatDecoupledWeightDecay() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float minusKappa = -scalars[0];
    for (int i = from; i < to; i++) {
      theta[i] = Math.fma(minusKappa, theta[i], theta[i]);
    }
  }
}
