package io.github.curvelane.curvature;

import java.util.SplittableRandom;

/** Normal numbers by Box and Muller (1958), the same on every machine. */
final class NormalNumbers {
  private final SplittableRandom random;

  NormalNumbers(long seed) {
    random = new SplittableRandom(seed);
  }

  double next() {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }
}
