package io.github.curvelane.nn;

import java.util.random.RandomGenerator;

/**
 * A standard normal deviate by Marsaglia's polar method over {@link StrictMath}; the second one of
 * the pair is dropped, so that nothing is kept between calls.
 */
final class StandardNormal {
  private StandardNormal() {}

  static double next(RandomGenerator random) {
    double u;
    double s;
    do {
      u = 2 * random.nextDouble() - 1;
      double v = 2 * random.nextDouble() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s == 0);
    return u * Math.sqrt(-2 * StrictMath.log(s) / s);
  }
}
