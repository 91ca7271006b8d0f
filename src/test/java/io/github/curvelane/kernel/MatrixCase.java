package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import java.util.Random;

/** A random matrix in an array that goes on beyond it, with special values where a seed says so. */
final class MatrixCase<A> {
  /** Around the lanes, the rows of a pass and the columns of a strip, at every width. */
  static final int[] SIZES = {
    0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 129
  };

  static final double GUARD = -77.25;

  private static final double[] SPECIAL = {
    0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-40, -1e-310, 3e38
  };

  final Precision<A> precision;
  final int m;
  final int n;
  final int offset;
  final int ld;
  final A x;

  MatrixCase(Precision<A> precision, Random random, int m, int n) {
    this.precision = precision;
    this.m = m;
    this.n = n;
    offset = random.nextInt(4);
    ld = n + random.nextInt(3);
    x = precision.newArray(offset + m * ld + 2);
    boolean special = random.nextInt(3) == 0;
    boolean signs = random.nextInt(4) == 0;
    for (int i = 0; i < precision.length(x); i++) {
      double value = random.nextGaussian();
      if (signs) {
        value = random.nextBoolean() ? 0.0 : -0.0;
      } else if (special && random.nextInt(40) == 0) {
        value = SPECIAL[random.nextInt(SPECIAL.length)];
      }
      precision.set(x, i, value);
    }
  }

  static <A> MatrixCase<A> random(Precision<A> precision, Random random) {
    return new MatrixCase<>(precision, random, size(random), size(random));
  }

  private static int size(Random random) {
    return SIZES[random.nextInt(SIZES.length)];
  }

  double get(int i, int j) {
    return precision.get(x, offset + i * ld + j);
  }

  double fma(double a, double b, double c) {
    return precision == Precision.FLOAT
        ? Math.fma((float) a, (float) b, (float) c)
        : Math.fma(a, b, c);
  }

  /** An array of guards. */
  A guarded(int length) {
    A array = precision.newArray(length);
    precision.fill(array, 0, length, GUARD);
    return array;
  }

  @Override
  public String toString() {
    return "%s %dx%d from %d, leading dimension %d".formatted(precision, m, n, offset, ld);
  }
}
