package io.github.curvelane.check;

/**
 * The derivative of a function along a line by central differences, D(h) = (E(h) − E(−h))/2h, with
 * a bound of its error: truncation is 4/3 of D(h) − D(h/2), of which 2 are allowed; rounding comes
 * from the noise of the function. Where the second derivative jumps the error is of the first order
 * in h and twice that difference; it is told by D(h/2) − D(h/4), which is then half of it and no
 * quarter, and 3 are allowed.
 *
 * <p>The one-sided differences of a smooth function disagree by h·E″, half as much at half the
 * step; across a kink or a jump they do not. Where that does not hold at h, h/2 and h/4 the step is
 * divided by 16, until no kink is in reach or four steps have been tried: a kink is stepped around
 * where it is beside the point, and reported where it is at it. The bound is never widened for it.
 * The step is also divided where truncation is far above rounding.
 *
 * @param smooth whether no kink was found at this step
 * @param derivative D(h), NaN where the function is not finite
 * @param truncation the truncation error that D(h) may have
 * @param rounding the rounding error that D(h) may have
 * @param step h
 * @param left the one-sided difference from the left at h/4
 * @param right the one-sided difference from the right
 */
record Slope(
    boolean smooth,
    double derivative,
    double truncation,
    double rounding,
    double step,
    double left,
    double right) {
  static final int ATTEMPTS = 4;
  static final double SHRINK = 1.0 / 16;

  double bound() {
    return truncation + rounding;
  }

  /** Whether a smaller step can hardly do better. */
  boolean settled() {
    return smooth && truncation <= rounding / SHRINK;
  }

  /** The better one of this and a smaller step's. */
  Slope or(Slope next) {
    return smooth && !(next.smooth && next.bound() < bound()) ? this : next;
  }

  static Slope of(Line line, double atPoint, double noise, double firstStep) {
    double h = firstStep;
    Slope slope = at(line, atPoint, noise, h);
    for (int attempt = 1; attempt < ATTEMPTS && !slope.settled(); attempt++) {
      h *= SHRINK;
      slope = slope.or(at(line, atPoint, noise, h));
    }
    return slope;
  }

  /** One step size only. */
  static Slope at(Line line, double atPoint, double noise, double h) {
    return of(
        atPoint,
        new double[] {line.at(h), line.at(h / 2), line.at(h / 4)},
        new double[] {line.at(-h), line.at(-h / 2), line.at(-h / 4)},
        noise,
        h);
  }

  /** From the values at h, h/2, h/4 on both sides. */
  static Slope of(double atPoint, double[] plus, double[] minus, double noise, double h) {
    double derivative = (plus[0] - minus[0]) / (2 * h);
    double halved = (plus[1] - minus[1]) / h;
    double quartered = (plus[2] - minus[2]) / (h / 2);
    boolean smooth =
        bends(atPoint, plus, minus, h, 0, noise) && bends(atPoint, plus, minus, h, 1, noise);
    return new Slope(
        smooth,
        derivative,
        Math.max(2 * Math.abs(derivative - halved), 6 * Math.abs(halved - quartered)),
        8 * noise / h,
        h,
        (atPoint - minus[2]) / (h / 4),
        (plus[2] - atPoint) / (h / 4));
  }

  /** Whether the one-sided differences at h/2ᵏ and at half of it disagree in the ratio 2 to 1. */
  private static boolean bends(
      double atPoint, double[] plus, double[] minus, double h, int k, double noise) {
    double step = Math.scalb(h, -k);
    double whole = (plus[k] - 2 * atPoint + minus[k]) / step;
    double half = (plus[k + 1] - 2 * atPoint + minus[k + 1]) / (step / 2);
    return Math.abs(half - whole / 2) <= 0.05 * Math.abs(whole) + 10 * noise / step;
  }
}
