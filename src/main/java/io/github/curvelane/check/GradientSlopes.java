package io.github.curvelane.check;

/** Hv by central differences of the gradient, each element with a bound and a step of its own. */
final class GradientSlopes {
  private GradientSlopes() {}

  /** The elements of Hv; an element that has a kink at a step takes a smaller one. */
  static <A> Slope[] of(Point<A> point, A direction, double noise) {
    Slope[] slopes = new Slope[point.size];
    double h = point.step();
    boolean settled = false;
    for (int attempt = 0; attempt < Slope.ATTEMPTS && !settled; attempt++) {
      settled = at(point, direction, noise, h, slopes);
      h *= Slope.SHRINK;
    }
    return slopes;
  }

  /** One step size for all elements. */
  static <A> Slope[] of(Point<A> point, A direction, double noise, double h) {
    Slope[] slopes = new Slope[point.size];
    at(point, direction, noise, h, slopes);
    return slopes;
  }

  /** One step size for the elements that are not settled; tells whether all are now. */
  private static <A> boolean at(
      Point<A> point, A direction, double noise, double h, Slope[] slopes) {
    double[][] plus = new double[3][];
    double[][] minus = new double[3][];
    for (int k = 0; k < 3; k++) {
      plus[k] = point.gradientAt(direction, Math.scalb(h, -k));
      minus[k] = point.gradientAt(direction, -Math.scalb(h, -k));
    }
    boolean settled = true;
    for (int i = 0; i < slopes.length; i++) {
      if (slopes[i] != null && slopes[i].settled()) {
        continue;
      }
      Slope next =
          Slope.of(
              point.gradient[i],
              new double[] {plus[0][i], plus[1][i], plus[2][i]},
              new double[] {minus[0][i], minus[1][i], minus[2][i]},
              noise,
              h);
      slopes[i] = slopes[i] == null ? next : slopes[i].or(next);
      settled &= slopes[i].settled();
    }
    return settled;
  }
}
