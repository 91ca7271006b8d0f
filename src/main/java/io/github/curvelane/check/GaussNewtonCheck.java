package io.github.curvelane.check;

import io.github.curvelane.Linearizable;
import io.github.curvelane.SymmetricOperator;

/** What products with G, and with the empirical Fisher matrix, must satisfy, whatever the model. */
final class GaussNewtonCheck {
  private GaussNewtonCheck() {}

  static <A> Verdict run(
      Linearizable<A> objective,
      SymmetricOperator<A> operator,
      String matrix,
      String check,
      A theta,
      CheckOptions options) {
    Point<A> point = new Point<>(objective, theta);
    int directions = options.directions();
    Tally tally = new Tally(options.progress(), 4 * directions);
    point.linearize(objective, tally);
    SymmetricAlgebra<A> algebra = new SymmetricAlgebra<>(point, matrix, operator, tally);
    algebra.run(options);
    for (int k = 0; k < directions && !tally.ended(); k++) {
      algebra.positiveSemidefinite(point.direction(options.seed(), k), k);
    }
    return tally.verdict(check);
  }
}
