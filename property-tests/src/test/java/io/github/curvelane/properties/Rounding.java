package io.github.curvelane.properties;

import io.github.curvelane.Precision;

/** The operations of a precision on single numbers, for oracles that are written once. */
enum Rounding {
  FLOAT {
    @Override
    double fma(double a, double b, double c) {
      return Math.fma((float) a, (float) b, (float) c);
    }

    @Override
    double add(double a, double b) {
      return (float) a + (float) b;
    }

    @Override
    double multiply(double a, double b) {
      return (float) a * (float) b;
    }
  },
  DOUBLE {
    @Override
    double fma(double a, double b, double c) {
      return Math.fma(a, b, c);
    }

    @Override
    double add(double a, double b) {
      return a + b;
    }

    @Override
    double multiply(double a, double b) {
      return a * b;
    }
  };

  static Rounding of(Precision<?> precision) {
    return precision == Precision.FLOAT ? FLOAT : DOUBLE;
  }

  abstract double fma(double a, double b, double c);

  abstract double add(double a, double b);

  abstract double multiply(double a, double b);
}
