package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Arguments for tests of functions: the special ones, and random ones over all magnitudes. */
final class Arguments {
  private Arguments() {}

  /**
   * Zeros, infinities, NaN, subnormal numbers, the ends of the formats, of the ranges of exp and of
   * the pieces that functions are made of, each with its neighbours and both signs.
   */
  static double[] special(Precision<?> precision) {
    boolean single = precision == Precision.FLOAT;
    List<Double> values = new ArrayList<>(List.of(Double.NaN));
    double[] centres = {
      0,
      precision.round(single ? Float.MIN_NORMAL : Double.MIN_NORMAL),
      single ? Float.MAX_VALUE : Double.MAX_VALUE,
      0.25,
      Math.sqrt(0.5),
      Math.sqrt(0.5) - 1,
      Math.sqrt(2),
      Math.sqrt(2) - 1,
      0.34657359027997264,
      0.6931471805599453,
      0.98772,
      1,
      1.5,
      4,
      4.5,
      6.5,
      9.01,
      10,
      16,
      18,
      19.06,
      20,
      38,
      40,
      87.33654,
      88.72284,
      89,
      103.97208,
      104.5,
      708.39641853226408,
      709.782712893384,
      710,
      745.1332191019411,
      746,
      0x1p30,
      0x1p60
    };
    for (double centre : centres) {
      double x = precision.round(centre);
      for (double near : new double[] {x, next(precision, x), -next(precision, -x)}) {
        values.add(near);
        values.add(-near);
      }
    }
    values.add(Double.POSITIVE_INFINITY);
    values.add(Double.NEGATIVE_INFINITY);
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Random numbers of both signs with every exponent equally likely. */
  static double[] ofAllExponents(Precision<?> precision, long seed, int n) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] =
          precision == Precision.FLOAT
              ? Float.intBitsToFloat(random.nextInt())
              : Double.longBitsToDouble(random.nextLong());
    }
    return values;
  }

  /** Uniform random numbers. */
  static double[] uniform(Precision<?> precision, long seed, int n, double from, double to) {
    return new SplittableRandom(seed).doubles(n, from, to).map(precision::round).toArray();
  }

  private static double next(Precision<?> precision, double x) {
    return precision == Precision.FLOAT ? Math.nextUp((float) x) : Math.nextUp(x);
  }
}
