package io.github.curvelane.optim.batch;

/**
 * Searches as {@link HagerZhang} says. φ falls at a, where its value is not above φ(0) by more than
 * rounding, and rises at b. A trial that is not finite counts as one that is infinitely high and
 * falls.
 */
final class HagerZhangSearch extends StepSearch {
  private static final double EXPANSION = 5;
  private static final double SHORTENING = 0.66;

  private double a;
  private double ga;
  private double b;
  private double gb;
  private boolean ended;

  HagerZhangSearch(HagerZhang description) {
    super(description.c1(), description.c2());
  }

  @Override
  Outcome seek(double first) {
    ended = false;
    a = 0;
    ga = startSlope();
    double limit = first * GROWTH;
    double step = first;
    while (true) {
      if (!mayTry()) {
        return giveUp();
      }
      visit(step);
      if (ended) {
        break;
      }
      if (slope >= 0) {
        b = t;
        gb = slope;
        break;
      }
      if (!isLow()) {
        divide(t);
        break;
      }
      a = t;
      ga = slope;
      if (t >= limit) {
        return Outcome.UNBOUNDED;
      }
      step = Math.min(limit, EXPANSION * t);
    }
    while (!ended && mayTry()) {
      double width = b - a;
      secantTwice();
      if (!ended && b - a > SHORTENING * width) {
        update(a + 0.5 * (b - a));
      }
      if (!(b - a < width)) {
        break;
      }
    }
    return ended ? found() : giveUp();
  }

  /** Makes a trial; the search has ended if it meets the conditions. */
  private void visit(double step) {
    if (attempt(step)) {
      ended = (decreases() && isFlattened()) || meetsApproximately();
      if (!ended) {
        keepIfLower();
      }
    } else {
      value = Double.POSITIVE_INFINITY;
      slope = Double.NEGATIVE_INFINITY;
    }
  }

  /** Finds an interval between a and a high trial at which φ falls. */
  private void divide(double high) {
    double right = high;
    double part = value == Double.POSITIVE_INFINITY ? 0.1 : 0.5;
    while (mayTry()) {
      double step = a + part * (right - a);
      if (!(step > a && step < right)) {
        break;
      }
      visit(step);
      if (ended) {
        return;
      }
      if (slope >= 0) {
        b = t;
        gb = slope;
        return;
      }
      if (isLow()) {
        a = t;
        ga = slope;
      } else {
        right = t;
      }
      part = value == Double.POSITIVE_INFINITY ? 0.1 : 0.5;
    }
    b = a;
  }

  /** Takes a trial within the interval. */
  private void update(double step) {
    if (!(step > a && step < b) || !mayTry()) {
      return;
    }
    visit(step);
    if (ended) {
      return;
    }
    if (slope >= 0) {
      b = t;
      gb = slope;
    } else if (isLow()) {
      a = t;
      ga = slope;
    } else {
      divide(t);
    }
  }

  /** The double secant step: one between both ends, then one from the end that it replaced. */
  private void secantTwice() {
    double leftBefore = a;
    double leftSlope = ga;
    double rightBefore = b;
    double rightSlope = gb;
    double c = secant(a, ga, b, gb);
    update(c);
    if (ended) {
      return;
    }
    if (c == b) {
      update(secant(rightBefore, rightSlope, b, gb));
    } else if (c == a) {
      update(secant(leftBefore, leftSlope, a, ga));
    }
  }

  private static double secant(double a, double ga, double b, double gb) {
    return (a * gb - b * ga) / (gb - ga);
  }
}
