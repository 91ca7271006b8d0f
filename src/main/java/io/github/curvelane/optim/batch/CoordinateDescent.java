package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import java.util.Objects;

/**
 * Cyclic coordinate descent [DL8 8.7.2]: an iteration is a sweep, in which E is minimized along one
 * coordinate after the other, all others fixed.
 *
 * <p>Along coordinate i the zero of the slope ∂E/∂θ_i is found by secants, kept in a bracket; a
 * point is accepted when its slope is at most 1 % of that at the start of the search and E has not
 * risen. The first step is −(∂E/∂θ_i)/κ_i with the curvature κ_i of the last search along i, so
 * that on a quadratic a coordinate costs one evaluation, two in the first sweep.
 *
 * <p>An evaluation is of E and its whole gradient: a sweep costs about N of them. That suits few
 * parameters and terms that hardly interact; on (x₁ − x₂)² + α(x₁² + x₂²) a sweep leaves (1 + α)⁻²
 * of the distance. See {@link SparseCoding} for the problem that it is best at.
 *
 * <p>Memory: 6N. Saved are the point, its gradient and the curvatures.
 *
 * @param stopping when runs stop; an iteration is a sweep
 */
public record CoordinateDescent(Stopping stopping) implements Minimizer {
  /** Describes it with the default stopping. */
  public CoordinateDescent() {
    this(Stopping.DEFAULT);
  }

  /** Creates the description. */
  public CoordinateDescent {
    Objects.requireNonNull(stopping, "stopping");
  }

  @Override
  public CoordinateDescent stopping(Stopping other) {
    return new CoordinateDescent(other);
  }

  @Override
  public <A> MinimizerRun<A> newRun(Objective<A> objective, A theta, RunWatch watch) {
    Objects.requireNonNull(objective, "objective");
    return new Run<>(objective, theta, stopping, watch);
  }

  private static final class Run<A> extends MinimizerRun<A> {
    /** Without a curvature the first trial is this part of the coordinate, or of 1. */
    private static final double FIRST = 0x1p-7;

    private static final double FLAT = 0.01;
    private static final double GROWTH = 100;
    private static final int TRIALS = 40;

    private final A curvatures = memory("curvatures", size);
    private final A point = precision.newArray(size);
    private final A slopes = precision.newArray(size);
    private final A trialSlopes = precision.newArray(size);
    private final A found = precision.newArray(size);
    private double pointValue;

    /** A coordinate along which E rose though the slope hardly changed. */
    private int contradiction;

    /** The most that a step promised which was the last of a search in vain. */
    private double promise;

    Run(Objective<A> objective, A theta, Stopping stopping, RunWatch watch) {
      super(
          "coordinate descent",
          objective,
          theta,
          stopping,
          Stopping.of(objective.precision()),
          watch);
    }

    @Override
    double evaluateStart() {
      precision.fill(curvatures, 0, size, 0);
      return super.evaluateStart();
    }

    @Override
    void iterate() {
      precision.copy(x, 0, point, 0, size);
      precision.copy(gradient, 0, slopes, 0, size);
      precision.copy(curvatures, 0, found, 0, size);
      pointValue = value();
      contradiction = -1;
      promise = 0;
      boolean moved = false;
      for (int i = 0; i < size; i++) {
        moved |= minimize(i);
        if (hasEnded()) {
          break;
        }
      }
      if (!moved) {
        endUnmoved();
        return;
      }
      algebra.subtract(size, point, 0, x, 0, x, 0);
      double step = reductions.norm2(size, x, 0);
      precision.copy(point, 0, x, 0, size);
      precision.copy(slopes, 0, gradient, 0, size);
      precision.copy(found, 0, curvatures, 0, size);
      accepted(pointValue, step, reductions.norm2(size, x, 0), Double.NaN);
    }

    private void endUnmoved() {
      if (contradiction >= 0) {
        end(
            Reason.LINE_SEARCH,
            "E rises along theta[%d] where the gradient's %s says that it falls: see Checks.gradient"
                .formatted(contradiction, precision.get(slopes, contradiction)));
      } else if (promise > noise()) {
        end(
            Reason.LINE_SEARCH,
            "no step lowers E = %s, the shortest that were tried promised up to %s"
                .formatted(value(), promise));
      } else {
        end(
            Reason.ROUNDING,
            "no coordinate lowers E = %s by more than rounding; max|dE/dtheta| is %s"
                .formatted(value(), gradientNorm()));
      }
    }

    /** Searches along coordinate i and moves the point, unless no trial is lower. */
    private boolean minimize(int i) {
      double start = precision.get(point, i);
      double slope = precision.get(slopes, i);
      if (slope == 0) {
        return false;
      }
      double curvature = precision.get(found, i);
      double t =
          curvature > 0
              ? -slope / curvature
              : -Math.signum(slope) * FIRST * Math.max(1, Math.abs(start));
      double low = 0;
      double lowSlope = slope;
      double high = Double.NaN;
      double highSlope = Double.NaN;
      double last = 0;
      for (int trial = 0; trial < TRIALS; trial++) {
        precision.set(point, i, start + t);
        if (precision.get(point, i) == start) {
          last = 0;
          break;
        }
        last = t;
        double value = evaluations.valueAndGradient(point, trialSlopes);
        double at = precision.get(trialSlopes, i);
        boolean lower = value <= pointValue + noise() && Double.isFinite(value);
        if (lower && Math.abs(at) <= FLAT * Math.abs(slope)) {
          double secant = (at - slope) / (precision.get(point, i) - start);
          precision.set(found, i, secant > 0 ? secant : 0);
          take(value);
          return true;
        }
        if (!Double.isFinite(value)) {
          high = t;
          highSlope = Double.NaN;
        } else if (!lower || at * slope < 0) {
          if (at / slope >= 0.5) {
            contradiction = i;
          }
          high = t;
          highSlope = at;
        } else {
          low = t;
          lowSlope = at;
        }
        t = next(slope, low, lowSlope, high, highSlope, t);
      }
      // What the search went through is lower than the start if a step kept its sign.
      precision.set(point, i, start + low);
      if (low != 0) {
        double value = evaluations.valueAndGradient(point, trialSlopes);
        if (value < pointValue) {
          take(value);
          if (Double.isNaN(high)) {
            end(
                Reason.UNBOUNDED,
                "E still falls at theta[%d] = %s, where it is %s".formatted(i, start + low, value));
          }
          return true;
        }
      }
      promise = Math.max(promise, Math.abs(slope * last));
      precision.set(point, i, start);
      return false;
    }

    /** The zero of the line through two slopes, inside the bracket or a growing step. */
    private static double next(
        double slope, double low, double lowSlope, double high, double highSlope, double t) {
      if (Double.isNaN(high)) {
        double secant = (lowSlope - slope) / low;
        double zero = secant > 0 ? low - lowSlope / secant : GROWTH * t;
        return Math.abs(zero) > GROWTH * Math.abs(t) ? GROWTH * t : zero;
      }
      double width = high - low;
      double part = lowSlope / (lowSlope - highSlope);
      return low + width * (part >= 0.1 && part <= 0.9 ? part : Double.isNaN(part) ? 0.1 : 0.5);
    }

    private void take(double value) {
      pointValue = value;
      precision.copy(trialSlopes, 0, slopes, 0, size);
    }
  }
}
