package io.github.curvelane.kernel.plain;

/**
 * Quickprop: with u = −g·sgn(d), the slope along the one before, which the last step went against,
 * and o = 1 if u is negative, else 0:
 *
 * <ul>
 *   <li>β = min(u / max(|p| − u, m), μ), m the smallest normal number;
 *   <li>d = −fma(−β, d, ε·g − o·(ε·g));
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
      float along = -(slope * Math.signum(step));
      float growth = Math.min(along / Math.max(Math.abs(before) - along, Float.MIN_NORMAL), mu);
      float turned = Math.max(-Math.signum(along), 0f);
      float plain = rate * slope;
      float down = Math.fma(-growth, step, plain - turned * plain) + 0f;
      steps[i] = -down;
      slopes[i] = slope;
      theta[i] = theta[i] - down;
    }
  }
}
