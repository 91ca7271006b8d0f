package io.github.curvelane.kernel.plain;

/**
 * Schedule-free descent, θ being between: z = fma(−ε, g, z); θ = fma(c, z − start, start).
 *
 * <p>Scalars: β, ε, c. Memory: start, z.
 */
public final class FloatScheduleFreeSgd {
  private FloatScheduleFreeSgd() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] start = memory[0];
    float[] z = memory[1];
    float minusRate = -scalars[1];
    float weight = scalars[2];
    for (int i = from; i < to; i++) {
      float next = Math.fma(minusRate, g[i], z[i]);
      z[i] = next;
      theta[i] = Math.fma(weight, next - start[i], start[i]);
    }
  }
}
