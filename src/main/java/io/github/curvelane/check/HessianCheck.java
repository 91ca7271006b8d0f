package io.github.curvelane.check;

import io.github.curvelane.HessianProducts;

/** Hv against central differences of ∇E, and what a symmetric matrix must satisfy. */
final class HessianCheck {
  private HessianCheck() {}

  static <A> Verdict run(HessianProducts<A> objective, A theta, CheckOptions options) {
    Point<A> point = new Point<>(objective, theta);
    double noise = Noise.ofGradient(point, options.seed());
    int directions = options.directions();
    Tally tally = new Tally(options.progress(), 3 * directions);
    for (int k = 0; k < directions && !tally.ended(); k++) {
      A v = point.direction(options.seed(), k);
      point.linearize(objective);
      A product = Point.receiver(point.precision, point.size);
      objective.hessianVector(v, product);
      Slope[] slopes = GradientSlopes.of(point, v, noise);
      elements(point, "Hv" + k, slopes, point.precision.toDoubles(product), options, tally);
    }
    point.linearize(objective, tally);
    new SymmetricAlgebra<>(point, "H", objective.hessian(), tally).run(options);
    return tally.verdict("Hessian-vector product");
  }

  /** Each element that does not pass, and the one that passes nearest to its bound. */
  private static <A> void elements(
      Point<A> point,
      String subject,
      Slope[] slopes,
      double[] actual,
      CheckOptions options,
      Tally tally) {
    double scale = Point.typical(actual);
    double u = point.precision.unitRoundoff();
    Finding nearest = null;
    int listed = 0;
    for (int i = 0; i < slopes.length && !tally.ended(); i++) {
      String name = subject + "[" + i + "]";
      Finding finding = Tally.judge(name, i, slopes[i], actual[i], scale, u);
      if (finding.outcome() == Outcome.PASSED) {
        if (nearest == null
            || finding.error() * nearest.bound() > nearest.error() * finding.bound()) {
          nearest = finding;
        }
      } else if (listed++ < Math.max(1, options.coordinates())) {
        tally.add(finding);
      }
    }
    if (nearest != null && !tally.ended()) {
      tally.add(nearest);
    }
  }

  /** Half the step must divide the norm of the error by 4. */
  static <A> Verdict order(HessianProducts<A> objective, A theta, CheckOptions options) {
    Point<A> point = new Point<>(objective, theta);
    double noise = Noise.ofGradient(point, options.seed());
    Tally tally = new Tally(options.progress(), options.directions());
    for (int k = 0; k < options.directions() && !tally.ended(); k++) {
      A v = point.direction(options.seed(), k);
      point.linearize(objective);
      A product = Point.receiver(point.precision, point.size);
      objective.hessianVector(v, product);
      double[] actual = point.precision.toDoubles(product);
      Finding finding =
          OrderTest.run(
              "order of Hv" + k,
              h -> distance(point.gradientAt(v, h), point.gradientAt(v, -h), 2 * h, actual),
              noise * Math.sqrt(point.size),
              point.orderStep());
      boolean smooth = true;
      if (finding.outcome() == Outcome.FAILED) {
        Slope[] slopes = GradientSlopes.of(point, v, noise, finding.step());
        for (Slope slope : slopes) {
          smooth &= slope.smooth();
        }
      }
      tally.add(OrderTest.excuse(finding, smooth));
    }
    return tally.verdict("Hessian-vector product order");
  }

  private static double distance(double[] plus, double[] minus, double span, double[] actual) {
    double[] difference = new double[actual.length];
    for (int i = 0; i < actual.length; i++) {
      difference[i] = (plus[i] - minus[i]) / span - actual[i];
    }
    return Point.norm(difference);
  }
}
