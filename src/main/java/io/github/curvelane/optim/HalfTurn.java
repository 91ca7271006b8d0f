package io.github.curvelane.optim;

/**
 * The cosine on a half turn by Taylor's series, to about one unit in the last place of 1. ({@link
 * StrictMath#cos} allocates.)
 */
final class HalfTurn {
  private HalfTurn() {}

  /** Returns cos(πf) for 0 ≤ f ≤ 1; exact at f = 0, ½ and 1. */
  static double cosine(double f) {
    if (f <= 0.25) {
      return cosineNearZero(Math.PI * f);
    }
    return f <= 0.75 ? sineNearZero(Math.PI * (0.5 - f)) : -cosineNearZero(Math.PI * (1 - f));
  }

  /** Σ (−x²)ⁿ/(2n)! for |x| ≤ π/4; the first term left out is below 2⁻⁵⁸. */
  private static double cosineNearZero(double x) {
    return series(-x * x, 0);
  }

  /** x·Σ (−x²)ⁿ/(2n+1)! for |x| ≤ π/4. */
  private static double sineNearZero(double x) {
    return x * series(-x * x, 1);
  }

  /** 1 + z/((p+1)(p+2))·(1 + z/((p+3)(p+4))·(1 + …)), from the innermost factor outwards. */
  private static double series(double z, int p) {
    double sum = 1;
    for (int n = 16; n >= 2; n -= 2) {
      sum = Math.fma(z / ((p + n - 1) * (p + n)), sum, 1);
    }
    return sum;
  }
}
