package io.github.curvelane.nn;

/**
 * A number with a bound of the error that single precision may have made on the way to it: running
 * error analysis (Wilkinson). Every operation passes on its operands' errors and adds one rounding.
 *
 * @param v the value, in double precision
 * @param e the bound
 */
record Bounded(double v, double e) {
  private static final double U = 0x1p-24;

  static final Bounded ZERO = new Bounded(0, 0);

  /** A number that single precision holds exactly. */
  static Bounded exact(double v) {
    return new Bounded(v, 0);
  }

  private static Bounded rounded(double v, double e) {
    return new Bounded(v, e + U * (Math.abs(v) + e));
  }

  /** this·y + z with one rounding. */
  Bounded fma(Bounded y, Bounded z) {
    return rounded(v * y.v + z.v, z.e + Math.abs(v) * y.e + Math.abs(y.v) * e + e * y.e);
  }

  Bounded times(Bounded y) {
    return fma(y, ZERO);
  }

  Bounded plus(Bounded y) {
    return rounded(v + y.v, e + y.e);
  }

  Bounded minus(Bounded y) {
    return plus(y.negative());
  }

  Bounded negative() {
    return new Bounded(-v, e);
  }

  /** tanh, whose slope is at most 1, computed to two units in the last place. */
  Bounded tanh() {
    double y = Math.tanh(v);
    return new Bounded(y, e + 4 * U * Math.abs(y));
  }

  /**
   * Softmax: an error ε in every logit multiplies p by at most exp 2ε; then come the exponentials,
   * their sum and the division.
   */
  static Bounded[] softmax(Bounded[] a) {
    double largest = Double.NEGATIVE_INFINITY;
    double error = 0;
    for (Bounded logit : a) {
      largest = Math.max(largest, logit.v);
      error = Math.max(error, logit.e);
    }
    double sum = 0;
    for (Bounded logit : a) {
      sum += Math.exp(logit.v - largest);
    }
    Bounded[] p = new Bounded[a.length];
    for (int c = 0; c < a.length; c++) {
      double value = Math.exp(a[c].v - largest) / sum;
      double span = Math.abs(a[c].v - largest) + 1;
      p[c] = new Bounded(value, value * (Math.expm1(2 * error) + U * (a.length + 8 + 2 * span)));
    }
    return p;
  }
}
