package io.github.curvelane.check;

import io.github.curvelane.Objective;

/** ∇E against central differences of E. */
final class GradientCheck {
  private GradientCheck() {}

  static <A> Verdict run(Objective<A> objective, A theta, CheckOptions options) {
    Point<A> point = new Point<>(objective, theta);
    double noise = Noise.ofValue(point, options.seed());
    double scale = Point.typical(point.gradient);
    double u = point.precision.unitRoundoff();
    int[] selected = point.coordinates(options);
    Tally tally = new Tally(options.progress(), selected.length + options.directions() + 1);
    valueAlone(point, noise, tally);
    for (int k = 0; k < options.directions() && !tally.ended(); k++) {
      A v = point.direction(options.seed(), k);
      double actual = Point.dot(point.gradient, point.precision.toDoubles(v));
      Slope slope = Slope.of(point.along(v), point.value, noise, point.step());
      tally.add(Tally.judge("gradient·v" + k, -1, slope, actual, scale, u));
    }
    for (int i : selected) {
      if (tally.ended()) {
        break;
      }
      Slope slope = Slope.of(point.along(i), point.value, noise, point.step(i));
      tally.add(Tally.judge("gradient[" + i + "]", i, slope, point.gradient[i], scale, u));
    }
    return tally.verdict("gradient");
  }

  /** value(θ) and valueAndGradient(θ) give one E; the order of their sums may differ. */
  private static <A> void valueAlone(Point<A> point, double noise, Tally tally) {
    double alone = point.objective.value(point.theta);
    double size = Math.abs(point.value) + noise / point.precision.unitRoundoff();
    tally.add(Tally.equal("value", -1, point.value, alone, size, point.precision.unitRoundoff()));
  }

  /** Half the step must divide the error by 4. */
  static <A> Verdict order(Objective<A> objective, A theta, CheckOptions options) {
    Point<A> point = new Point<>(objective, theta);
    double noise = Noise.ofValue(point, options.seed());
    Tally tally = new Tally(options.progress(), options.directions());
    for (int k = 0; k < options.directions() && !tally.ended(); k++) {
      A v = point.direction(options.seed(), k);
      Line line = point.along(v);
      double actual = Point.dot(point.gradient, point.precision.toDoubles(v));
      Finding finding =
          OrderTest.run(
              "order of gradient·v" + k,
              h -> Math.abs((line.at(h) - line.at(-h)) / (2 * h) - actual),
              noise,
              point.orderStep());
      Slope near = Slope.at(line, point.value, noise, finding.step());
      tally.add(OrderTest.excuse(finding, near.smooth()));
    }
    return tally.verdict("gradient order");
  }
}
