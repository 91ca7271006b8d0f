package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;

/** What runs share that know E by its values and gradients: how they end when E falls no more. */
abstract class FirstOrderRun<A> extends MinimizerRun<A> {
  /** After so many iterations whose decrease is rounding the run ends. */
  private static final int STALLS = 10;

  private final Scalar stalls = number("stalls");
  private final Scalar leastGradient = number("least gradient norm");

  FirstOrderRun(String method, Objective<A> objective, A theta, Stopping stopping, RunWatch watch) {
    super(method, objective, theta, stopping, defaults(objective.precision()), watch);
    leastGradient.value = Double.POSITIVE_INFINITY;
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
   * Ends the run if E fell by no more than its rounding in each of the last iterations, and the
   * gradient did not halve in one. To be called after each accepted step.
   */
  final void endIfStalled(double decrease) {
    boolean gains = decrease > noise() || gradientNorm() < 0.5 * leastGradient.value;
    stalls.value = gains ? 0 : stalls.value + 1;
    leastGradient.value = Math.min(leastGradient.value, gradientNorm());
    if (stalls.value >= STALLS) {
      end(
          Reason.ROUNDING,
          "E fell by no more than its rounding, %s, in each of the last %d iterations"
              .formatted(noise(), STALLS));
    }
  }

  /**
   * Ends the run because no step lowers E: by rounding, if the shortest step tells no more.
   *
   * @param otherwise the reason if it tells more
   * @param slope φ′(0)
   * @param step the shortest step t that was tried
   * @param difference φ(t) − φ(0)
   * @param scratch N numbers
   */
  final void endWithoutDecrease(
      Reason otherwise, double slope, double step, double difference, A scratch) {
    double rounding = noise() + roundingOfPoint(scratch);
    if (Math.abs(difference) <= rounding) {
      end(
          Reason.ROUNDING,
          "E differs by %s at the shortest step tried, within its rounding %s"
              .formatted(difference, rounding));
    } else {
      end(
          otherwise,
          "no step lowers E: slope %s, differences say %s at a step of %s: see Checks.gradient"
              .formatted(slope, difference / step, step));
    }
  }

  /** 8u·Σ|g_i·x_i|: what E may change by when every x_i is rounded some times. */
  private double roundingOfPoint(A scratch) {
    algebra.multiply(size, gradient, 0, x, 0, scratch, 0);
    return 8 * precision.unitRoundoff() * reductions.norm1(size, scratch, 0);
  }
}
