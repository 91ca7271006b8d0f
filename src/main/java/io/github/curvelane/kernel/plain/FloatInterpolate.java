package io.github.curvelane.kernel.plain;

/**
 * Moves to the point between two where a schedule-free method wants the gradient: start = θ; θ =
 * fma(β, θ − z, z). There is no gradient yet.
 *
 * <p>Scalars: β. Memory: start, z.
 */
public final class FloatInterpolate {
  private FloatInterpolate() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] start = memory[0];
    float[] z = memory[1];
    float beta = scalars[0];
    for (int i = from; i < to; i++) {
      float average = theta[i];
      start[i] = average;
      theta[i] = Math.fma(beta, average - z[i], z[i]);
    }
  }
}
