package io.github.curvelane.kernel.plain;

/** The running mean of a diagonal of second derivatives, and the rates that follow from it. */
@SuppressWarnings("cast") // needed here, redundant in the derived double version
public final class FloatDiagonalCurvature {
  private FloatDiagonalCurvature() {}

  /**
   * Takes in an estimate d: with γ = 1 it replaces those before, h = |d|; otherwise h = fma(1 − γ,
   * h, γ·|d|). Then r = 1/(h + μ).
   *
   * @param d the estimate
   * @param h the mean, changed
   * @param r the rates, overwritten
   * @param gamma γ; it and 1 − γ are rounded once
   * @param mu μ, rounded once
   */
  public static void receive(float[] d, float[] h, float[] r, double gamma, double mu) {
    float keep = (float) (1 - gamma);
    float take = (float) gamma;
    float floor = (float) mu;
    if (gamma == 1) {
      for (int i = 0; i < d.length; i++) {
        float size = Math.abs(d[i]);
        h[i] = size;
        r[i] = 1 / (size + floor);
      }
      return;
    }
    for (int i = 0; i < d.length; i++) {
      float mean = Math.fma(keep, h[i], take * Math.abs(d[i]));
      h[i] = mean;
      r[i] = 1 / (mean + floor);
    }
  }
}
