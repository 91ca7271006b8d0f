package io.github.curvelane.examples.papers;

import java.util.SplittableRandom;

/** Random numbers of a seed, the same everywhere. */
final class Draws {
  private final SplittableRandom random;

  Draws(long seed) {
    random = new SplittableRandom(seed);
  }

  double uniform(double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  double gaussian() {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
  }

  double[] gaussians(int count) {
    double[] all = new double[count];
    for (int i = 0; i < count; i++) {
      all[i] = gaussian();
    }
    return all;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }
}
