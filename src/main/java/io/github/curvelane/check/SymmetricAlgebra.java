package io.github.curvelane.check;

import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;

/** What any symmetric linear map must satisfy, whatever its entries are. */
final class SymmetricAlgebra<A> {
  /**
   * Steps of the power method; each brings a negative eigenvalue nearer to the top of the shifted.
   */
  private static final int POWER_STEPS = 20;

  private final Point<A> point;
  private final Precision<A> precision;
  private final String matrix;
  private final SymmetricOperator<A> operator;
  private final Tally tally;

  SymmetricAlgebra(Point<A> point, String matrix, SymmetricOperator<A> operator, Tally tally) {
    this.point = point;
    this.precision = point.precision;
    this.matrix = matrix;
    this.operator = operator;
    this.tally = tally;
  }

  /** Symmetry and linearity of pairs of directions, and repetition. */
  void run(CheckOptions options) {
    A previous = point.direction(options.seed(), 0);
    for (int k = 1; k < options.directions(); k++) {
      A next = point.direction(options.seed(), k);
      symmetry(previous, next, k);
      linearity(previous, next, k);
      previous = next;
    }
    repetition(previous);
  }

  private double[] apply(A v) {
    A result = Point.receiver(precision, point.size);
    operator.apply(v, result);
    return precision.toDoubles(result);
  }

  /** uᵀMv = vᵀMu. */
  private void symmetry(A u, A v, int index) {
    if (tally.ended()) {
      return;
    }
    double[] mu = apply(u);
    double[] mv = apply(v);
    double[] ud = precision.toDoubles(u);
    double[] vd = precision.toDoubles(v);
    double size = sumOfSizes(ud, mv) + sumOfSizes(vd, mu);
    tally.add(
        Tally.equal(
            "vᵀ%su = uᵀ%sv, pair %d".formatted(matrix, matrix, index),
            -1,
            Point.dot(ud, mv),
            Point.dot(vd, mu),
            size,
            precision.unitRoundoff()));
  }

  /** M(u/2 − 2v) = Mu/2 − 2Mv, element by element; the worst is reported. */
  private void linearity(A u, A v, int index) {
    if (tally.ended()) {
      return;
    }
    A w = precision.newArray(point.size);
    for (int i = 0; i < point.size; i++) {
      precision.set(w, i, precision.get(u, i) / 2 - 2 * precision.get(v, i));
    }
    double[] mu = apply(u);
    double[] mv = apply(v);
    double[] mw = apply(w);
    double size = Point.largest(mu) / 2 + 2 * Point.largest(mv);
    int worst = 0;
    double worstError = -1;
    for (int i = 0; i < point.size; i++) {
      double error = Math.abs(mw[i] - (mu[i] / 2 - 2 * mv[i]));
      if (!(error <= worstError)) {
        worst = i;
        worstError = error;
      }
    }
    tally.add(
        Tally.equal(
            "%s(u/2 − 2v)[%d], pair %d".formatted(matrix, worst, index),
            worst,
            mu[worst] / 2 - 2 * mv[worst],
            mw[worst],
            size,
            precision.unitRoundoff()));
  }

  /** The same product twice gives the same bits: a product must not change what is kept. */
  private void repetition(A v) {
    if (tally.ended()) {
      return;
    }
    double[] first = apply(v);
    double[] second = apply(v);
    int differs = 0;
    for (int i = point.size - 1; i >= 0; i--) {
      if (Double.compare(first[i], second[i]) != 0) {
        differs = i;
      }
    }
    tally.add(
        Tally.equal(
            "%sv[%d] again".formatted(matrix, differs),
            differs,
            first[differs],
            second[differs],
            0,
            precision.unitRoundoff()));
  }

  /**
   * vᵀMv ≥ 0 for v and for what the power method on λI − M turns v into: near an eigenvector of the
   * smallest eigenvalue, which a random direction hardly sees.
   *
   * <p>The rounding errors of Mv are of the size u‖M‖‖v‖, however small Mv itself is: where M is
   * singular, the lowest quotient is nothing but them.
   */
  void positiveSemidefinite(A v, int index) {
    if (tally.ended()) {
      return;
    }
    A start = unit(precision.toDoubles(v), v);
    double largest = 0;
    A x = start;
    for (int step = 0; step < POWER_STEPS; step++) {
      double[] mx = apply(x);
      largest = Math.max(largest, Point.norm(mx));
      x = unit(mx, x);
    }
    rayleigh("vᵀ%sv, direction %d".formatted(matrix, index), start, largest);
    x = start;
    for (int step = 0; step < POWER_STEPS; step++) {
      double[] mx = apply(x);
      double[] xd = precision.toDoubles(x);
      for (int i = 0; i < mx.length; i++) {
        mx[i] = largest * xd[i] - mx[i];
      }
      x = unit(mx, x);
    }
    rayleigh("vᵀ%sv, low direction %d".formatted(matrix, index), x, largest);
  }

  private A unit(double[] x, A otherwise) {
    double norm = Point.norm(x);
    if (!(norm > 0) || norm == Double.POSITIVE_INFINITY) {
      return otherwise;
    }
    A unit = precision.newArray(x.length);
    for (int i = 0; i < x.length; i++) {
      precision.set(unit, i, x[i] / norm);
    }
    return unit;
  }

  /** vᵀMv ≥ 0 for a unit vector v, where ‖M‖ is at least {@code norm}. */
  private void rayleigh(String subject, A v, double norm) {
    if (tally.ended()) {
      return;
    }
    double[] mv = apply(v);
    double quotient = Point.dot(precision.toDoubles(v), mv);
    double size = Math.max(norm, Point.norm(mv));
    tally.add(
        Tally.equal(subject, -1, Math.max(quotient, 0), quotient, size, precision.unitRoundoff()));
  }

  static double sumOfSizes(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += Math.abs(x[i] * y[i]);
    }
    return sum;
  }
}
