package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;

/** The run of a method whose model of E is trusted within a ball. */
abstract class TrustRegionRun<A> extends SecondOrderRun<A> {
  private static final double LEAST_RATIO = 1e-4;

  /** After so many steps in vain Δ is 2⁻²⁰⁰ of what it was, or no smaller for being rounded. */
  private static final int MOST_REJECTIONS = 200;

  private final A step;
  private final A trial;
  private final A trialGradient;
  final A scratch;

  /** Δ; 0 until the first iteration. */
  private final Scalar radius = number("radius");

  /** Of the last minimizer: whether the ball cuts it short, and its norm. */
  boolean isCut;

  double stepNorm;

  TrustRegionRun(
      String method, Objective<A> objective, A theta, Stopping stopping, RunWatch watch) {
    super(method, objective, theta, stopping, watch);
    step = precision.newArray(size);
    trial = precision.newArray(size);
    trialGradient = precision.newArray(size);
    scratch = precision.newArray(size);
  }

  // ---------------------------------------------------------------- what a method implements

  /** Begins a model at x, whose products are kept. */
  abstract void beginModel();

  /** The first Δ; ∞ if the model gives none. */
  abstract double firstRadius();

  /**
   * Finds the model's minimizer in a ball, and sets {@link #isCut} and {@link #stepNorm}.
   *
   * @return the decrease that the model predicts; NaN if a product is not finite
   */
  abstract double minimize(double delta, A step);

  /** Makes the model's minimizer, in any ball, as exact as may be; returns whether it changes. */
  abstract boolean refine();

  /** The decrease that the model predicts without a ball; ∞ if it clearly has no lower bound. */
  abstract double potential();

  /** Changes what is saved, at the end of an iteration. */
  abstract void commit();

  // ---------------------------------------------------------------- the iteration

  @Override
  final void iterate() {
    keepPoint(scratch);
    if (gradientNorm() == 0) {
      if (!leave(x, value(), longest())) {
        endStationary();
      }
      return;
    }
    beginModel();
    double delta = radius.value > 0 ? radius.value : firstRadius();
    if (!(delta < Double.POSITIVE_INFINITY)) {
      delta = longest();
    }
    double shrink = 0.25;
    boolean refined = false;
    int rejections = 0;
    while (true) {
      double predicted = minimize(delta, step);
      if (Double.isNaN(predicted)) {
        end(Reason.NOT_FINITE, "a Hessian-vector product is not finite, though E is " + value());
        return;
      }
      if (!refined && mayBeLast(predicted)) {
        refined = true;
        if (refine()) {
          continue;
        }
      }
      algebra.add(size, x, 0, step, 0, trial, 0);
      if (!(predicted > noise()) || precision.sameBits(trial, x) || rejections == MOST_REJECTIONS) {
        endWithoutDecrease(predicted);
        return;
      }
      double lower = evaluations.linearize(trial, trialGradient);
      double ratio = (value() - lower) / predicted;
      if (!Double.isFinite(lower)) {
        delta = shrink * stepNorm;
        shrink *= shrink;
      } else if (ratio < 0.25) {
        delta = minimizerOfParabola(lower) * stepNorm;
      } else if (ratio >= 0.75 && isCut) {
        delta = Math.max(delta, (Math.abs(ratio - 1) <= 0.1 ? 4 : 2) * stepNorm);
      }
      if (ratio > LEAST_RATIO) {
        accept(lower, predicted, delta);
        return;
      }
      evaluations.forget();
      rejections++;
    }
  }

  /** Whether a step is so small that tests of convergence, or their failure, may end the run. */
  private boolean mayBeLast(double predicted) {
    double pointNorm = reductions.norm2(size, x, 0);
    return !isCut
        && (stepNorm <= stopping.step() * pointNorm
            || predicted <= Math.max(noise(), stopping.value() * Math.abs(value())));
  }

  /** Δ where the model gives no length. */
  private double longest() {
    if (radius.value > 0) {
      return radius.value;
    }
    double norm = reductions.norm2(size, x, 0);
    return norm > 0 && norm < Double.POSITIVE_INFINITY ? norm : 1;
  }

  /** Of the parabola through both values with the slope gᵀs, from 0.1 to 0.5 of the step. */
  private double minimizerOfParabola(double higher) {
    double slope = reductions.dot(size, gradient, 0, step, 0);
    double part = -slope / (2 * (higher - value() - slope));
    return Double.isNaN(part) ? 0.1 : Math.max(0.1, Math.min(0.5, part));
  }

  private void accept(double lower, double predicted, double delta) {
    boolean isLast = meetsGradientTest(reductions.maxAbs(size, trialGradient, 0));
    if (!isLast || !leave(trial, lower, delta)) {
      precision.copy(trial, 0, x, 0, size);
      precision.copy(trialGradient, 0, gradient, 0, size);
      // A step that the ball cut short tells nothing of convergence.
      double pointNorm = isCut ? 0 : reductions.norm2(size, x, 0);
      accepted(lower, stepNorm, pointNorm, isCut ? Double.POSITIVE_INFINITY : predicted);
    }
    radius.value = delta;
    commit();
    if (isCut) {
      endIfUnbounded();
    }
  }

  /** Ends at x unless there is negative curvature; says ROUNDING only if E cannot fall by more. */
  private void endWithoutDecrease(double predicted) {
    keepPoint(scratch);
    refine();
    if (leave(x, value(), longest())) {
      return;
    }
    double whole = potential();
    double rounding = roundingOfSums(scratch);
    // A decrease of exactly 0 has underflowed: the gradient is not zero.
    if (whole > 0 && whole <= rounding) {
      end(
          Reason.ROUNDING,
          "the model predicts a decrease of %s, within E's rounding %s".formatted(whole, rounding));
    } else {
      end(
          Reason.TRUST_REGION,
          "E falls at no step down to a predicted decrease of %s, of a possible %s: see Checks.all"
              .formatted(predicted, whole));
    }
  }
}
