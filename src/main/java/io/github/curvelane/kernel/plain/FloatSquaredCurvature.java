package io.github.curvelane.kernel.plain;

/** The running mean of squares of second derivatives. */
@SuppressWarnings("cast") // needed here, redundant in the derived double version
public final class FloatSquaredCurvature {
  private FloatSquaredCurvature() {}

  /**
   * Takes in an estimate d: v = fma(ρ, v, σ·(d·d)), and s = √(c·v).
   *
   * @param d the estimate
   * @param v the mean, changed
   * @param s the roots, overwritten
   * @param rho ρ; it and σ = 1 − ρ are rounded once
   * @param correction c, rounded once
   */
  public static void receive(float[] d, float[] v, float[] s, double rho, double correction) {
    float keep = (float) rho;
    float take = (float) (1 - rho);
    float c = (float) correction;
    for (int i = 0; i < d.length; i++) {
      float mean = Math.fma(keep, v[i], take * (d[i] * d[i]));
      v[i] = mean;
      s[i] = (float) Math.sqrt(c * mean);
    }
  }

  /**
   * The same, and r = 1/(√(c·v) + δ) in place of the roots.
   *
   * @param d the estimate
   * @param v the mean, changed
   * @param r the rates, overwritten
   * @param rho ρ; it and σ = 1 − ρ are rounded once
   * @param correction c, rounded once
   * @param delta δ, rounded once
   */
  public static void receive(
      float[] d, float[] v, float[] r, double rho, double correction, double delta) {
    float keep = (float) rho;
    float take = (float) (1 - rho);
    float c = (float) correction;
    float floor = (float) delta;
    for (int i = 0; i < d.length; i++) {
      float mean = Math.fma(keep, v[i], take * (d[i] * d[i]));
      v[i] = mean;
      r[i] = 1 / ((float) Math.sqrt(c * mean) + floor);
    }
  }

  /**
   * Makes rates of sizes: s = 1/(s + δ).
   *
   * @param s the sizes, overwritten
   * @param delta δ, rounded once
   */
  public static void invert(float[] s, double delta) {
    float floor = (float) delta;
    for (int i = 0; i < s.length; i++) {
      s[i] = 1 / (s[i] + floor);
    }
  }
}
