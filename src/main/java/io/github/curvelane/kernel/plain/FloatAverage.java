package io.github.curvelane.kernel.plain;

/**
 * A running average of the parameters: a = fma(w, θ − a, a). θ and g are not changed.
 *
 * <p>Scalars: w. Memory: a.
 */
public final class FloatAverage {
  private FloatAverage() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] average = memory[0];
    float w = scalars[0];
    for (int i = from; i < to; i++) {
      average[i] = Math.fma(w, theta[i] - average[i], average[i]);
    }
  }
}
