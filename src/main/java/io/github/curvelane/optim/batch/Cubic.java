package io.github.curvelane.optim.batch;

/**
 * The cubic through two values and slopes. Its numbers are scaled by the largest slope, so that
 * nothing overflows that need not, and a common power of two cancels exactly.
 */
final class Cubic {
  private Cubic() {}

  /**
   * Returns the minimizer of the cubic with value fa, slope ga at a and fb, gb at b: with θ = 3(fa
   * − fb)/(b − a) + ga + gb and γ = √(θ² − ga·gb), of the sign of b − a, it is a + (b − a)·((γ −
   * ga) + θ)/(((γ − ga) + γ) + gb). A negative radicand counts as 0.
   */
  static double minimizer(double a, double fa, double ga, double b, double fb, double gb) {
    double theta = 3 * (fa - fb) / (b - a) + ga + gb;
    double gamma = root(theta, ga, gb);
    if (b < a) {
      gamma = -gamma;
    }
    double p = (gamma - ga) + theta;
    double q = ((gamma - ga) + gamma) + gb;
    return a + p / q * (b - a);
  }

  /** √max(0, θ² − ga·gb). */
  static double root(double theta, double ga, double gb) {
    double scale = Math.max(Math.abs(theta), Math.max(Math.abs(ga), Math.abs(gb)));
    if (scale == 0) {
      return 0;
    }
    double relative = theta / scale;
    return scale * Math.sqrt(Math.max(0, relative * relative - (ga / scale) * (gb / scale)));
  }

  /** Returns t within the bounds; the upper one if it is NaN. */
  static double clamp(double t, double low, double high) {
    return t >= high || t != t ? high : Math.max(t, low);
  }
}
