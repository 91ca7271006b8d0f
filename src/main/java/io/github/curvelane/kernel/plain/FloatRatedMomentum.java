package io.github.curvelane.kernel.plain;

/**
 * A step along the mean of the gradient with a rate for each parameter: m = fma(ρ, m, σ·g); θ =
 * fma(−(e·r), m, θ).
 *
 * <p>Scalars: e, ρ, σ = 1 − ρ. Memory: m and, as the last, r.
 */
public final class FloatRatedMomentum {
  private FloatRatedMomentum() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] m = memory[0];
    float[] rates = memory[memory.length - 1];
    float e = scalars[0];
    float rho = scalars[1];
    float sigma = scalars[2];
    for (int i = from; i < to; i++) {
      float mean = Math.fma(rho, m[i], sigma * g[i]);
      m[i] = mean;
      theta[i] = Math.fma(-(e * rates[i]), mean, theta[i]);
    }
  }
}
