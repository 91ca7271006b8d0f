package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;

/** What runs share that know E by its values and gradients: how they end when E falls no more. */
abstract class FirstOrderRun<A> extends MinimizerRun<A> {
  /** After so many iterations whose decrease is rounding the run ends. */
  private static final int STALLS = 10;

  /** E below it is falling without a bound: what is left to −∞ is a few steps. */
  private final double bottom;

  private final Scalar stalls = number("stalls");
  private final Scalar leastGradient = number("least gradient norm");

  /** E when it fell last by more than its rounding. */
  private final Scalar gained = number("value gained");

  /** The last trial that was refused for its value, by its step t along a direction. */
  private final Scalar refusedStep = number("refused step");

  /** φ(t) − φ(0) there. */
  private final Scalar refusedDifference = number("refused difference");

  /** What the slopes say that it is a unit of t, ½(φ′(0) + φ′(t)). */
  private final Scalar refusedSlope = number("refused slope");

  FirstOrderRun(String method, Objective<A> objective, A theta, Stopping stopping, RunWatch watch) {
    super(method, objective, theta, stopping, defaults(objective.precision()), watch);
    leastGradient.value = Double.POSITIVE_INFINITY;
    gained.value = Double.POSITIVE_INFINITY;
    refusedStep.value = Double.POSITIVE_INFINITY;
    bottom = objective.precision() == Precision.DOUBLE ? -0x1p1000 : -0x1p120;
  }

  /**
   * So small a gradient is seldom met before rounding ends the run: no distant start passes for it.
   */
  private static Stopping defaults(Precision<?> precision) {
    return Stopping.of(precision).relativeGradient(16 * precision.unitRoundoff());
  }

  /**
   * √u·|E|: a difference of values that is no larger may be rounding, of sums that cancel within E,
   * and is told by slopes.
   */
  final double toldBySlopes() {
    return Math.sqrt(precision.unitRoundoff()) * Math.abs(value());
  }

  /** ‖v‖, or its largest element where that overflows. */
  final double norm(A v) {
    double norm = reductions.norm2(size, v, 0);
    return norm < Double.POSITIVE_INFINITY ? norm : reductions.maxAbs(size, v, 0);
  }

  /**
   * Ends the run if E has not come below what it was by more than its rounding in the last
   * iterations, and the gradient did not halve in one (values that rounding makes rise and fall in
   * turn are no progress); or if it fell below all bounds. To be called after each accepted step.
   *
   * @param decrease by how much E fell
   * @param otherwise the reason if it is no rounding that E falls no more
   */
  final void endIfDone(double decrease, Reason otherwise) {
    if (gained.value == Double.POSITIVE_INFINITY) {
      gained.value = value() + decrease;
    }
    boolean falls = value() < gained.value - noise();
    gained.value = falls ? value() : gained.value;
    boolean gains = falls || gradientNorm() < 0.5 * leastGradient.value;
    stalls.value = gains ? 0 : stalls.value + 1;
    leastGradient.value = Math.min(leastGradient.value, gradientNorm());
    if (value() < bottom) {
      end(Reason.UNBOUNDED, "E has fallen to %s".formatted(value()));
    } else if (stalls.value >= STALLS) {
      endWithoutDecrease(otherwise);
    } else if (gains) {
      refusedStep.value = Double.POSITIVE_INFINITY;
    }
  }

  /** Remembers a trial that was refused for its value. */
  final void remember(double step, double difference, double slope, double slopeThere) {
    refusedStep.value = step;
    refusedDifference.value = difference;
    refusedSlope.value = 0.5 * (slope + slopeThere);
  }

  /**
   * Ends the run because no step lowers E: by rounding, unless values and slopes of a refused trial
   * contradict each other.
   */
  final void endWithoutDecrease(Reason otherwise) {
    double step = refusedStep.value;
    double difference = refusedDifference.value;
    double told = refusedSlope.value * step;
    if (step < Double.POSITIVE_INFINITY
        && Math.abs(difference - told) > 0.5 * Math.abs(difference)) {
      end(
          otherwise,
          "no step lowers E: slope %s, differences say %s, at a step of %s: see Checks.gradient"
              .formatted(refusedSlope.value, difference / step, step));
    } else {
      end(
          Reason.ROUNDING,
          "no step lowers E = %s by more than its rounding, %s".formatted(value(), noise()));
    }
  }
}
