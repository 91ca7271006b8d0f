package io.github.curvelane.optim.batch;

/** Backtracks as {@link Armijo} says. */
final class ArmijoSearch extends StepSearch {
  ArmijoSearch(Armijo description) {
    super(description.c1(), 0.9);
  }

  @Override
  Outcome seek(double first) {
    double step = first;
    while (mayTry()) {
      if (!attempt(step)) {
        step *= 0.1;
      } else if (decreases() || meetsApproximately()) {
        return found();
      } else {
        double minimizer = Cubic.minimizer(0, startValue(), startSlope(), t, value, slope);
        step = Cubic.clamp(minimizer, 0.1 * t, 0.5 * t);
      }
    }
    return giveUp();
  }
}
