package io.github.curvelane.nn;

/** What a normalisation adds to variances, so that those of constants can be divided by. */
final class Epsilon {
  static final double DEFAULT = 1e-5;

  /** The least that is no subnormal number in single precision. */
  private static final double LEAST = 1e-37;

  private Epsilon() {}

  /** Refuses what would not keep a variance from 0. */
  static void require(double epsilon) {
    if (!(epsilon >= LEAST && epsilon <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "epsilon is %s, must be at least %s and finite".formatted(epsilon, LEAST));
    }
  }
}
