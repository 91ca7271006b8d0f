package io.github.curvelane.optim;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;

/**
 * The operations of one precision on numbers held as doubles, each rounding once. A sum,
 * difference, product, quotient or root of two floats that is rounded to double and then to float
 * is correctly rounded; a fused multiply-add is not, and has its own.
 */
interface Rounding {
  Rounding FLOAT =
      new Rounding() {
        @Override
        public double round(double x) {
          return (float) x;
        }

        @Override
        public double fma(double a, double b, double c) {
          return Math.fma((float) a, (float) b, (float) c);
        }

        @Override
        public double exp(double a) {
          float[] x = {(float) a};
          Kernels.scalar(Precision.FLOAT).functions().exp(1, x, 0, x, 0);
          return x[0];
        }

        @Override
        public double log(double a) {
          float[] x = {(float) a};
          Kernels.scalar(Precision.FLOAT).functions().log(1, x, 0, x, 0);
          return x[0];
        }
      };

  Rounding DOUBLE =
      new Rounding() {
        @Override
        public double round(double x) {
          return x;
        }

        @Override
        public double fma(double a, double b, double c) {
          return Math.fma(a, b, c);
        }

        @Override
        public double exp(double a) {
          double[] x = {a};
          Kernels.scalar(Precision.DOUBLE).functions().exp(1, x, 0, x, 0);
          return x[0];
        }

        @Override
        public double log(double a) {
          double[] x = {a};
          Kernels.scalar(Precision.DOUBLE).functions().log(1, x, 0, x, 0);
          return x[0];
        }
      };

  static Rounding of(Precision<?> precision) {
    return precision == Precision.FLOAT ? FLOAT : DOUBLE;
  }

  double round(double x);

  double fma(double a, double b, double c);

  default double add(double a, double b) {
    return round(a + b);
  }

  default double subtract(double a, double b) {
    return round(a - b);
  }

  default double multiply(double a, double b) {
    return round(a * b);
  }

  default double divide(double a, double b) {
    return round(a / b);
  }

  default double root(double a) {
    return round(Math.sqrt(a));
  }

  /** The library's own function, which has tests of its own. */
  double exp(double a);

  /** The library's own function, which has tests of its own. */
  double log(double a);
}
