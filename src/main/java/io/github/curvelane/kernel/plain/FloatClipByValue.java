package io.github.curvelane.kernel.plain;

/**
 * Clips every element of the gradient: g = max(−c, min(c, g)).
 *
 * <p>Scalars: c. No memory.
 */
public final class FloatClipByValue {
  private FloatClipByValue() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float bound = scalars[0];
    for (int i = from; i < to; i++) {
      g[i] = Math.max(-bound, Math.min(bound, g[i]));
    }
  }
}
