package io.github.curvelane.kernel.plain;

/**
 * Quickprop: with u = g·sgn(p), the slope along the last one, and o = 1 where g and p have opposite
 * signs and d is not 0, else 0:
 *
 * <ul>
 *   <li>β = min(u / max(|p| − u, m), μ), m the smallest normal number;
 *   <li>d = −fma(−β, d, (1 − o)·(ε·g));
 *   <li>p = g; θ = θ − (−d).
 * </ul>
 *
 * A zero that is subtracted is +0, so that θ keeps its bits where nothing moves it.
 *
 * <p>Scalars: ε, μ. Memory: d, p.
 */
public final class FloatQuickprop {
  private FloatQuickprop() {}

  /** An {@link UpdateLoop}. */
  public static void run(
      float[] theta, float[] g, float[][] memory, float[] scalars, int from, int to) {
    float[] steps = memory[0];
    float[] slopes = memory[1];
    float rate = scalars[0];
    float mu = scalars[1];
    for (int i = from; i < to; i++) {
      float slope = g[i];
      float before = slopes[i];
      float step = steps[i];
      float direction = Math.signum(before);
      float along = slope * direction;
      float growth = Math.min(along / Math.max(Math.abs(before) - along, Float.MIN_NORMAL), mu);
      float opposite = Math.max(-Math.signum(along), 0f) * Math.abs(Math.signum(step));
      float down = Math.fma(-growth, step, (1f - opposite) * (rate * slope)) + 0f;
      steps[i] = -down;
      slopes[i] = slope;
      theta[i] = theta[i] - down;
    }
  }
}
