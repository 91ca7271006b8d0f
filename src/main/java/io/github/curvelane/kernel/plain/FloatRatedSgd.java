package io.github.curvelane.kernel.plain;

/**
 * Gradient descent with a rate for each parameter: θ = fma(−(ε·r), g, θ).
 *
 * <p>Scalars: ε. Memory: r as the last.
 */
@SuppressWarnings("cast") // needed here, redundant in the derived double version
public final class FloatRatedSgd {
  private FloatRatedSgd() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] rates = memory[memory.length - 1];
    float minusRate = -scalars[0];
    for (int i = from; i < to; i++) {
      theta[i] = Math.fma(minusRate * rates[i], g[i], theta[i]);
    }
  }

  /** The same along a gradient without its last factor: s·g for g, rounded. */
  public static void runScaled(
      float[] theta, float[] g, float[] rates, int from, int to, double scale, double rate) {
    float s = (float) scale;
    float minusRate = (float) -rate;
    for (int i = from; i < to; i++) {
      theta[i] = Math.fma(minusRate * rates[i], s * g[i], theta[i]);
    }
  }
}
