package io.github.curvelane.check;

import io.github.curvelane.CurvatureDiagonals;
import io.github.curvelane.Diagonal;
import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;

/** Diagonals against differences of ∇E, and against products with unit vectors. */
final class DiagonalCheck {
  private DiagonalCheck() {}

  static <A> Verdict hessian(CurvatureDiagonals<A> objective, A theta, CheckOptions options) {
    Point<A> point = new Point<>(objective, theta);
    double noise = Noise.ofGradient(point, options.seed());
    point.linearize(objective);
    A diagonal = Point.receiver(point.precision, point.size);
    objective.diagonal(Diagonal.HESSIAN, diagonal);
    double[] actual = point.precision.toDoubles(diagonal);
    double scale = Point.typical(actual);
    double u = point.precision.unitRoundoff();
    int[] selected = point.coordinates(options);
    Tally tally = new Tally(options.progress(), selected.length);
    for (int i : selected) {
      if (tally.ended()) {
        break;
      }
      Slope slope = Slope.of(point.gradientAlong(i), point.gradient[i], noise, point.step(i));
      tally.add(Tally.judge("Hessian diagonal[" + i + "]", i, slope, actual[i], scale, u));
    }
    return tally.verdict("Hessian diagonal");
  }

  /** A diagonal of the matrix that the operator multiplies with, at the point kept by both. */
  static <A> Verdict products(
      CurvatureDiagonals<A> diagonals,
      SymmetricOperator<A> operator,
      Diagonal kind,
      A theta,
      CheckOptions options) {
    boolean fisher = kind == Diagonal.EMPIRICAL_FISHER;
    String name = fisher ? "empirical Fisher diagonal" : "Gauss-Newton diagonal";
    Point<A> point = new Point<>(diagonals, theta);
    Precision<A> precision = point.precision;
    point.linearize(diagonals);
    A diagonal = Point.receiver(precision, point.size);
    diagonals.diagonal(kind, diagonal);
    double[] actual = precision.toDoubles(diagonal);
    double scale = Point.typical(actual);
    int[] selected = point.coordinates(options);
    Tally tally = new Tally(options.progress(), selected.length);
    A unit = precision.newArray(point.size);
    A product = Point.receiver(precision, point.size);
    for (int i : selected) {
      if (tally.ended()) {
        break;
      }
      precision.set(unit, i, 1);
      operator.apply(unit, product);
      precision.set(unit, i, 0);
      double expected = precision.get(product, i);
      double size = Math.max(scale, Math.abs(expected));
      tally.add(
          Tally.equal(
              name + "[" + i + "]", i, expected, actual[i], size, precision.unitRoundoff()));
    }
    return tally.verdict(name);
  }
}
