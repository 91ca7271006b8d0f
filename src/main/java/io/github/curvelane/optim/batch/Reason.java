package io.github.curvelane.optim.batch;

import java.util.Optional;

/** Why the run of a minimizer ended. */
public enum Reason {
  /** A test of convergence was met; {@link Minimum#test} says which. */
  CONVERGED,
  /** The value reached the target that was set. */
  TARGET,
  /** The precision allows no further decrease: what a step could gain is within E's rounding. */
  ROUNDING,
  /** No step along the direction meets the conditions of the line search. */
  LINE_SEARCH,
  /** No step within the smallest trust region, or with the strongest damping, lowers the value. */
  TRUST_REGION,
  /** The limit of iterations is reached. */
  ITERATIONS,
  /** The next evaluation would exceed their limit. */
  EVALUATIONS,
  /** The time is over. */
  TIME,
  /** The caller asked for it. */
  CANCELLED,
  /** The objective falls without a bound. */
  UNBOUNDED,
  /**
   * The gradient is zero at the start, and the method sees no way to leave it: a minimum, a maximum
   * or a saddle.
   */
  STATIONARY_START,
  /**
   * A derivative at the current point is NaN or infinite though the value is finite, or a step that
   * no search shortens leads to where E is.
   */
  NOT_FINITE;

  private final Optional<Reason> optional = Optional.of(this);

  /** This, made once: the end of a run allocates nothing. */
  Optional<Reason> optional() {
    return optional;
  }
}
