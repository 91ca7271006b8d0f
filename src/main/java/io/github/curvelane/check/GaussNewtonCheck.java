package io.github.curvelane.check;

import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.Precision;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** What Gv, Jv, Jᵀu and the empirical Fisher product must satisfy, whatever the model is. */
final class GaussNewtonCheck {
  private GaussNewtonCheck() {}

  static <A> Verdict run(GaussNewtonProducts<A> objective, A theta, CheckOptions options) {
    Point<A> point = new Point<>(objective, theta);
    int directions = options.directions();
    Tally tally = new Tally(options.progress(), 9 * directions - 1);
    point.linearize(objective, tally);
    SymmetricAlgebra<A> gaussNewton =
        new SymmetricAlgebra<>(point, "G", objective::gaussNewtonVector, tally);
    gaussNewton.run(options);
    SymmetricAlgebra<A> fisher =
        new SymmetricAlgebra<>(point, "F", objective::empiricalFisherVector, tally);
    fisher.run(options);
    for (int k = 0; k < directions && !tally.ended(); k++) {
      A v = point.direction(options.seed(), k);
      gaussNewton.positiveSemidefinite(v, k);
      fisher.positiveSemidefinite(v, k);
      adjoint(objective, point, v, options.seed(), k, tally);
    }
    return tally.verdict("Gauss-Newton-vector product");
  }

  /** u·(Jv) = (Jᵀu)·v. */
  private static <A> void adjoint(
      GaussNewtonProducts<A> objective, Point<A> point, A v, long seed, int k, Tally tally) {
    if (tally.ended()) {
      return;
    }
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
