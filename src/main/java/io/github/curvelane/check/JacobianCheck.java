package io.github.curvelane.check;

import io.github.curvelane.Jacobian;
import io.github.curvelane.Precision;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** That Jv and Jᵀu are products with one matrix. */
final class JacobianCheck {
  private JacobianCheck() {}

  static <A> Verdict run(Jacobian<A> objective, A theta, CheckOptions options) {
    Point<A> point = new Point<>(objective, theta);
    Tally tally = new Tally(options.progress(), options.directions() + 1);
    point.linearize(objective, tally);
    for (int k = 0; k < options.directions() && !tally.ended(); k++) {
      adjoint(objective, point, point.direction(options.seed(), k), options.seed(), k, tally);
    }
    return tally.verdict("Jacobian products");
  }

  /** u·(Jv) = (Jᵀu)·v. */
  private static <A> void adjoint(
      Jacobian<A> objective, Point<A> point, A v, long seed, int k, Tally tally) {
    Precision<A> precision = point.precision;
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000_003 - 1000 - k);
    A u = Point.randomUnit(precision, objective.outputs(), random);
    A jv = Point.receiver(precision, objective.outputs());
    A jtu = Point.receiver(precision, point.size);
    objective.jacobianVector(v, jv);
    objective.jacobianTransposeVector(u, jtu);
    double[] vd = precision.toDoubles(v);
    double[] ud = precision.toDoubles(u);
    double[] jvd = precision.toDoubles(jv);
    double[] jtud = precision.toDoubles(jtu);
    tally.add(
        Tally.equal(
            "(Jᵀu)·v = u·(Jv), direction " + k,
            -1,
            Point.dot(ud, jvd),
            Point.dot(jtud, vd),
            SymmetricAlgebra.sumOfSizes(ud, jvd) + SymmetricAlgebra.sumOfSizes(jtud, vd),
            precision.unitRoundoff()));
  }
}
