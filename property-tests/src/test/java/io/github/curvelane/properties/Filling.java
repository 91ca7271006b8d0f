package io.github.curvelane.properties;

import io.github.curvelane.Precision;
import java.util.SplittableRandom;

/** Kinds of numbers to fill operands with. */
enum Filling {
  /** Between −1 and 1: rounding errors in every operation. */
  ORDINARY {
    @Override
    double next(SplittableRandom random, double tiny, double huge) {
      return random.nextDouble(-1, 1);
    }
  },
  /** Every binade: overflow to infinity, underflow to subnormal numbers and zero. */
  WIDE {
    @Override
    double next(SplittableRandom random, double tiny, double huge) {
      int low = Math.getExponent(tiny);
      int high = Math.getExponent(huge);
      return Math.scalb(random.nextDouble(-2, 2), random.nextInt(low, high));
    }
  },
  /** Mostly zeros of both signs, as after a rectifier: a skipped or an added term shows. */
  SPARSE {
    @Override
    double next(SplittableRandom random, double tiny, double huge) {
      return switch (random.nextInt(4)) {
        case 0 -> random.nextDouble(-1, 1);
        case 1 -> 0.0;
        default -> -0.0;
      };
    }
  },
  /** Ordinary numbers with a NaN or an infinity now and then. */
  SPECIAL {
    @Override
    double next(SplittableRandom random, double tiny, double huge) {
      return switch (random.nextInt(40)) {
        case 0 -> Double.NaN;
        case 1 -> Double.POSITIVE_INFINITY;
        case 2 -> Double.NEGATIVE_INFINITY;
        case 3 -> -0.0;
        case 4 -> tiny;
        case 5 -> -huge;
        default -> random.nextDouble(-1, 1);
      };
    }
  };

  abstract double next(SplittableRandom random, double tiny, double huge);

  <A> void fill(Precision<A> precision, A array, SplittableRandom random) {
    boolean single = precision == Precision.FLOAT;
    double tiny = single ? Float.MIN_VALUE : Double.MIN_VALUE;
    double huge = single ? Float.MAX_VALUE : Double.MAX_VALUE;
    for (int i = 0; i < precision.length(array); i++) {
      precision.set(array, i, next(random, tiny, huge));
    }
  }
}
