package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import io.github.curvelane.optim.batch.StepSearch.Outcome;

/**
 * The run of a method that goes from the accepted point along a descent direction by a {@link
 * LineSearch}. A direction that does not descend, or along which nothing lower is found, gives way
 * to −∇E once in an iteration.
 */
abstract class LineSearchRun<A> extends FirstOrderRun<A> {
  /** The least cosine of s and y, as a multiple of u. */
  private static final int CURVATURE_UNITS = 64;

  /** The direction d of the iteration. */
  final A direction;

  private final StepSearch search;
  private final A scratch;
  private final Ray ray = new Trials();
  private A trial;
  private A trialGradient;
  private A keptPoint;
  private A keptGradient;
  private double trialValue;
  private double trialSlope;

  /** ‖s‖ of the step that is being accepted. */
  double stepLength;

  private final Scalar decrease = number("decrease");

  LineSearchRun(
      String method,
      Objective<A> objective,
      A theta,
      LineSearch search,
      Stopping stopping,
      RunWatch watch) {
    super(method, objective, theta, stopping, watch);
    this.search = StepSearch.of(search);
    direction = precision.newArray(size);
    scratch = precision.newArray(size);
    trial = precision.newArray(size);
    trialGradient = precision.newArray(size);
    keptPoint = precision.newArray(size);
    keptGradient = precision.newArray(size);
  }

  // ---------------------------------------------------------------- what a method implements

  /**
   * Writes d. What is saved must not change.
   *
   * @return whether d is another direction than −∇E
   */
  abstract boolean direct();

  /** The first trial along d. */
  abstract double firstTrial(double slope);

  /**
   * Takes in an accepted step, before x and the gradient are replaced. May overwrite {@link
   * #direction}.
   *
   * @param next the gradient at the new point
   * @param step s, the new point minus x
   * @param change y, the gradients' difference
   * @param steepest whether d was −∇E
   */
  abstract void learn(A next, A step, A change, boolean steepest);

  // ---------------------------------------------------------------- the iteration

  @Override
  final void iterate() {
    boolean steepest = !direct();
    if (steepest) {
      descend();
    }
    double slope = slopeOf(gradient);
    while (true) {
      Outcome outcome = Outcome.NONE;
      if (slope < 0) {
        outcome = search.search(ray, value(), slope, trialLength(steepest, slope), toldBySlopes());
      }
      switch (outcome) {
        case FOUND, LOWER -> {
          advance(steepest);
          return;
        }
        case UNBOUNDED -> {
          end(
              Reason.UNBOUNDED,
              "E falls along one direction from %s to %s at a step of %s, and goes on falling"
                  .formatted(value(), search.keptValue(), search.keptStep()));
          return;
        }
        case NONE, NOT_FINITE -> {
          if (steepest) {
            fail(outcome, slope);
            return;
          }
          steepest = true;
          descend();
          slope = slopeOf(gradient);
        }
      }
    }
  }

  private void descend() {
    algebra.scale(size, -1, gradient, 0, direction, 0);
  }

  private double slopeOf(A g) {
    return reductions.dot(size, g, 0, direction, 0);
  }

  private double trialLength(boolean steepest, double slope) {
    return steepest ? scaledTrial(slope) : firstTrial(slope);
  }

  /**
   * The first trial of a direction whose length means nothing: a step of length 1 in the first
   * iteration; later the one that repeats the last decrease on the parabola with this slope.
   */
  final double scaledTrial(double slope) {
    return decrease.value > 0 ? -2 * decrease.value / slope : 1 / norm(direction);
  }

  /** Whether sᵀy is far enough above rounding for y to tell a positive curvature. */
  final boolean isCurved(double product, A change) {
    return product > CURVATURE_UNITS * precision.unitRoundoff() * stepLength * norm(change);
  }

  private void advance(boolean steepest) {
    double before = value();
    double lower = search.keptValue();
    A step = scratch;
    A change = trialGradient;
    algebra.subtract(size, keptPoint, 0, x, 0, step, 0);
    algebra.subtract(size, keptGradient, 0, gradient, 0, change, 0);
    stepLength = norm(step);
    learn(keptGradient, step, change, steepest);
    precision.copy(keptPoint, 0, x, 0, size);
    precision.copy(keptGradient, 0, gradient, 0, size);
    accepted(lower, stepLength, norm(x), Double.NaN);
    decrease.value = Math.max(before - lower, noise());
    endIfDone(before - lower, Reason.LINE_SEARCH);
  }

  private void fail(Outcome outcome, double slope) {
    if (!(slope < 0)) {
      end(Reason.ROUNDING, "the gradient's square, %s, is rounded to nothing".formatted(-slope));
    } else if (outcome == Outcome.NOT_FINITE) {
      end(
          Reason.LINE_SEARCH,
          "E or its gradient is not finite at all %d trials, the last with a step of %s"
              .formatted(StepSearch.TRIALS, search.t));
    } else {
      remember(search.tellingStep(), search.tellingDifference(), slope, search.tellingSlope());
      endWithoutDecrease(Reason.LINE_SEARCH);
    }
  }

  private final class Trials implements Ray {
    @Override
    public void evaluate(double t) {
      algebra.addScaled(size, x, 0, t, direction, 0, trial, 0);
      trialValue = evaluations.valueAndGradient(trial, trialGradient);
      trialSlope = slopeOf(trialGradient);
    }

    @Override
    public double value() {
      return trialValue;
    }

    @Override
    public double slope() {
      return trialSlope;
    }

    @Override
    public void keep() {
      A point = keptPoint;
      keptPoint = trial;
      trial = point;
      A other = keptGradient;
      keptGradient = trialGradient;
      trialGradient = other;
    }
  }
}
