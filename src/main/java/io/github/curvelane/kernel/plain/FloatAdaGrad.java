package io.github.curvelane.kernel.plain;

/**
 * AdaGrad: r = fma(g, g, r); θ = θ − (ε·g) / (δ + √r).
 *
 * <p>Scalars: ε, δ. Memory: r.
 */
public final class FloatAdaGrad {
  private FloatAdaGrad() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] r = memory[0];
    float rate = scalars[0];
    float delta = scalars[1];
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float next = Math.fma(slope, slope, r[i]);
      r[i] = next;
      theta[i] = theta[i] - (rate * slope) / (delta + (float) Math.sqrt(next));
    }
  }
}
