package io.github.curvelane.kernel;

import io.github.curvelane.Precision;

/**
 * The operations of a precision on doubles that hold its numbers: plain references of both
 * precisions are written once with them. A double's digits are more than twice a float's, so
 * rounding the double result rounds once.
 */
record Rounded(Precision<?> precision) {
  double of(double x) {
    return precision.round(x);
  }

  double add(double x, double y) {
    return of(x + y);
  }

  double multiply(double x, double y) {
    return of(x * y);
  }

  double divide(double x, double y) {
    return of(x / y);
  }

  double sqrt(double x) {
    return of(Math.sqrt(x));
  }

  double fma(double x, double y, double z) {
    return precision == Precision.FLOAT
        ? Math.fma((float) x, (float) y, (float) z)
        : Math.fma(x, y, z);
  }

  /** The exponent of x, but no less than the smallest normal number's. */
  int exponent(double x) {
    return precision == Precision.FLOAT
        ? Math.max(Math.getExponent((float) x), Float.MIN_EXPONENT)
        : Math.max(Math.getExponent(x), Double.MIN_EXPONENT);
  }

  /** The largest finite number. */
  double largest() {
    return precision == Precision.FLOAT ? Float.MAX_VALUE : Double.MAX_VALUE;
  }

  /** The smallest normal number. */
  double smallestNormal() {
    return precision == Precision.FLOAT ? Float.MIN_NORMAL : Double.MIN_NORMAL;
  }

  /** Four chains over terms that go to them in turn, then their sum. */
  double chains(int n, Term x, Term y) {
    double[] s = new double[4];
    for (int i = 0; i < n; i++) {
      s[i % 4] = fma(x.at(i), y.at(i), s[i % 4]);
    }
    return add(add(s[0], s[2]), add(s[1], s[3]));
  }

  /** The Euclidean norm, over scaled elements if the sum of squares leaves the range. */
  double norm(int n, Term x) {
    double u = precision.unitRoundoff();
    double sum = chains(n, x, x);
    if (sum >= smallestNormal() / (4 * u * u) && sum <= largest()) {
      return sqrt(sum);
    }
    double max = 0;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, Math.abs(x.at(i)));
    }
    if (max == 0 || !(max <= largest())) {
      return max;
    }
    int e = exponent(max);
    Term scaled = i -> of(Math.scalb(x.at(i), -e));
    return of(Math.scalb(sqrt(chains(n, scaled, scaled)), e));
  }

  /** An element of a vector. */
  interface Term {
    double at(int i);
  }
}
