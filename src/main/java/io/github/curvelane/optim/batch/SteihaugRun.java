package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import io.github.curvelane.optim.batch.TruncatedPath.End;

/** The run of {@link SteihaugTrustRegion}. */
final class SteihaugRun<A> extends SecondOrderRun<A> {
  private static final double LEAST_FORCING = 0.1;
  private static final double LEAST_RATIO = 1e-4;
  private static final int KEPT_DIRECTIONS = 32;
  private static final int MOST_STEPS = 250;

  /** A larger element of θ where E still falls: it has no minimum that could be told. */
  private static final double LARGEST = 0x1p100;

  private final CurvaturePairs<A> pairs;
  private final TruncatedPath<A> path;
  private final A step;
  private final A trial;
  private final A trialGradient;
  private final A scratch;

  /** The tolerance of conjugate gradients where a run may end. */
  private final double tight = Math.sqrt(precision.unitRoundoff());

  /** Δ; 0 until the first iteration. */
  private final Scalar radius = number("radius");

  private final Scalar firstNorm = number("first norm");

  SteihaugRun(SteihaugTrustRegion method, Objective<A> objective, A theta, RunWatch watch) {
    super("Steihaug trust region", objective, theta, method.stopping(), watch);
    pairs = new CurvaturePairs<>(this, method.pairs());
    int longest = (int) Math.min(2L * size + 10, MOST_STEPS);
    path = new TruncatedPath<>(this, pairs, KEPT_DIRECTIONS, longest);
    step = precision.newArray(size);
    trial = precision.newArray(size);
    trialGradient = precision.newArray(size);
    scratch = precision.newArray(size);
  }

  @Override
  void restored() {
    pairs.restored();
  }

  @Override
  void iterate() {
    keepPoint(scratch);
    if (gradientNorm() == 0) {
      if (!leave(x, value(), longest())) {
        endStationary();
      }
      return;
    }
    double norm = beginPath();
    double delta = radius.value;
    if (delta == 0) {
      path.extend(0);
      double length = path.firstLength();
      delta = length < Double.POSITIVE_INFINITY ? 2 * length : longest();
    }
    double shrink = 0.25;
    boolean isTight = false;
    while (true) {
      if (!path.reaches(delta)) {
        keepPoint(scratch);
        beginPath();
      }
      path.extend(delta);
      if (path.end() == End.NOT_FINITE) {
        end(Reason.NOT_FINITE, "a Hessian-vector product is not finite, though E is " + value());
        return;
      }
      double predicted = path.truncate(delta, step);
      if (mayBeLast(predicted) && !isTight) {
        isTight = true;
        keepPoint(scratch);
        path.tolerance(tight);
        continue;
      }
      algebra.add(size, x, 0, step, 0, trial, 0);
      if (!(predicted > noise()) || precision.sameBits(trial, x)) {
        endWithoutDecrease(predicted);
        return;
      }
      double lower = evaluations.linearize(trial, trialGradient);
      double ratio = (value() - lower) / predicted;
      if (!Double.isFinite(lower)) {
        delta = shrink * path.norm;
        shrink *= shrink;
      } else if (ratio < 0.25) {
        delta = minimizerOfParabola(lower) * path.norm;
      } else if (ratio >= 0.75 && path.isCut) {
        delta = Math.max(delta, (Math.abs(ratio - 1) <= 0.1 ? 4 : 2) * path.norm);
      }
      if (ratio > LEAST_RATIO) {
        accept(lower, predicted, delta, norm);
        return;
      }
      evaluations.forget();
    }
  }

  /** Begins the path and returns ‖g‖. */
  private double beginPath() {
    double norm = path.begin(gradient);
    double first = firstNorm.value == 0 ? norm : firstNorm.value;
    path.tolerance(Math.min(LEAST_FORCING, Math.sqrt(norm / first)));
    return norm;
  }

  /** Whether a step is so small that tests of convergence, or their failure, may end the run. */
  private boolean mayBeLast(double predicted) {
    double pointNorm = reductions.norm2(size, x, 0);
    return !path.isCut
        && (path.norm <= stopping.step() * pointNorm
            || predicted <= Math.max(noise(), stopping.value() * Math.abs(value())));
  }

  /** Δ where conjugate gradients give no length. */
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

  private void accept(double lower, double predicted, double delta, double norm) {
    boolean isLast = meetsGradientTest(reductions.maxAbs(size, trialGradient, 0));
    if (!isLast || !leave(trial, lower, delta)) {
      precision.copy(trial, 0, x, 0, size);
      precision.copy(trialGradient, 0, gradient, 0, size);
      // A step that the ball cut short tells nothing of convergence.
      double pointNorm = path.isCut ? 0 : reductions.norm2(size, x, 0);
      accepted(lower, path.norm, pointNorm, path.isCut ? Double.POSITIVE_INFINITY : predicted);
    }
    pairs.commit();
    radius.value = delta;
    if (firstNorm.value == 0) {
      firstNorm.value = norm;
    }
    double largest = reductions.maxAbs(size, x, 0);
    if (largest > LARGEST && path.isCut) {
      end(
          Reason.UNBOUNDED,
          "E falls, to %s, while theta grows: its largest element is %s".formatted(lower, largest));
    }
  }

  /** Ends at x unless there is negative curvature; says ROUNDING only if q cannot fall by more. */
  private void endWithoutDecrease(double predicted) {
    keepPoint(scratch);
    path.tolerance(tight);
    path.extend(Double.POSITIVE_INFINITY);
    if (leave(x, value(), longest())) {
      return;
    }
    double potential = path.potential(Math.max(path.scale(), scaleOfHessian));
    double rounding = roundingOfSums(scratch);
    if (potential <= rounding) {
      end(
          Reason.ROUNDING,
          "the model predicts a decrease of %s, within E's rounding %s"
              .formatted(potential, rounding));
    } else {
      end(
          Reason.TRUST_REGION,
          "E falls at no step down to a predicted decrease of %s, of a possible %s: see Checks.all"
              .formatted(predicted, potential));
    }
  }
}
