package io.github.curvelane.check;

import io.github.curvelane.Precision;
import io.github.curvelane.Residuals;
import io.github.curvelane.SquareRootJacobian;

/** That residuals and Jacobian rows are those of the value and the gradient. */
final class ResidualCheck {
  /** Rows are read in blocks of about so many. */
  private static final int BLOCK = 512;

  private ResidualCheck() {}

  /** One objective gives both. */
  static <A> Verdict run(
      Residuals<A> residuals, SquareRootJacobian<A> jacobian, A theta, CheckOptions options) {
    Point<A> point = new Point<>(residuals, theta);
    Precision<A> precision = point.precision;
    Tally tally = new Tally(options.progress(), 3 + point.size);
    int m = residuals.residuals();
    tally.add(Tally.equal("rows of K = residuals", -1, m, jacobian.rows(), 0, 0));
    A given = Point.receiver(precision, m);
    double value = residuals.residuals(point.theta, given);
    tally.add(Tally.equal("value of residuals", -1, point.value, value, 0, 0));
    double[] r = precision.toDoubles(given);
    double half = jacobian.rowScale() / 2 * Point.dot(r, r);
    tally.add(
        Tally.equal(
            "c‖r‖²/2 = E", -1, point.value, half, Math.abs(half), precision.unitRoundoff()));
    if (jacobian.rows() == m) {
      gradient(jacobian, point, r, tally);
    }
    return tally.verdict("residuals");
  }

  /** c Kᵀr = ∇E. */
  private static <A> void gradient(
      SquareRootJacobian<A> jacobian, Point<A> point, double[] r, Tally tally) {
    double[] sum = new double[point.size];
    double[] size = new double[point.size];
    for (int from = 0; from < r.length; from += BLOCK) {
      int to = Math.min(r.length, from + BLOCK);
      A given = Point.receiver(point.precision, (to - from) * point.size);
      jacobian.jacobianRows(from, to, given);
      double[] rows = point.precision.toDoubles(given);
      for (int k = 0; k < rows.length; k++) {
        double term = jacobian.rowScale() * rows[k] * r[from + k / point.size];
        sum[k % point.size] += term;
        size[k % point.size] += Math.abs(term);
      }
    }
    double u = point.precision.unitRoundoff();
    for (int i = 0; i < point.size && !tally.ended(); i++) {
      double expected = point.gradient[i];
      tally.add(Tally.equal("cKᵀr[" + i + "] = gradient", i, expected, sum[i], size[i], u));
    }
  }
}
