package io.github.curvelane.optim;

import java.util.Objects;

/**
 * A rate that is reduced whenever a quantity, usually the error on data held out, has stopped to
 * fall [CMU]: train at a fixed rate until it stagnates, multiply the rate by 0.1, go on.
 *
 * <p>A value is an improvement if it is less than the best before by more than {@code tolerance}
 * times its magnitude. After {@code patience} values in a row without improvement the rate is
 * multiplied by the factor, down to the least rate, and the count starts again. NaN is no
 * improvement.
 *
 * <p>The rate changes with the values {@linkplain #observe observed}, not with the number of steps;
 * used by one thread. A {@link StochasticTrainer} gives each run a copy of its own as it is when
 * the run begins, and feeds that: with the watched metric after each validation (its negative if
 * more of it is better), or without one with the mean training loss after each epoch.
 */
public final class PlateauSchedule implements Schedule {
  private final double factor;
  private final int patience;
  private final double tolerance;
  private final double least;
  private final long rise;
  private final long stride;
  private State state;

  /**
   * What the schedule remembers.
   *
   * @param rate the current rate
   * @param best the least value so far, +∞ before the first
   * @param stale the number of values since the last improvement or reduction
   */
  public record State(double rate, double best, int stale) {
    /**
     * Creates a state.
     *
     * @throws IllegalArgumentException if the rate is negative or not finite, {@code best} is NaN
     *     or {@code stale} negative
     */
    public State {
      Hyperparameters.notNegative("rate", rate);
      Hyperparameters.atLeast("stale", stale, 0);
      if (Double.isNaN(best)) {
        throw new IllegalArgumentException("best is NaN, must be a number or +∞");
      }
    }
  }

  /**
   * Creates a schedule that has seen no value.
   *
   * @param first the first rate, positive and finite
   * @param factor what the rate is multiplied by, in (0, 1); [CMU] has 0.1
   * @param patience the number of values without improvement that count as stagnation, at least 1
   * @param tolerance the relative improvement that does not count, at least 0
   * @param least the least rate, from 0 to {@code first}
   * @throws IllegalArgumentException if an argument is outside its bounds
   */
  public PlateauSchedule(
      double first, double factor, int patience, double tolerance, double least) {
    Hyperparameters.positive("first", first);
    Hyperparameters.fraction("factor", factor);
    Hyperparameters.positive("factor", factor);
    Hyperparameters.atLeast("patience", patience, 1);
    Hyperparameters.notNegative("tolerance", tolerance);
    Hyperparameters.notNegative("least", least);
    if (least > first) {
      throw new IllegalArgumentException("least is " + least + ", must be at most first, " + first);
    }
    this.factor = factor;
    this.patience = patience;
    this.tolerance = tolerance;
    this.least = least;
    this.rise = 0;
    this.stride = 1;
    this.state = new State(first, Double.POSITIVE_INFINITY, 0);
  }

  private PlateauSchedule(PlateauSchedule other, long rise, long stride) {
    factor = other.factor;
    patience = other.patience;
    tolerance = other.tolerance;
    least = other.least;
    this.rise = rise;
    this.stride = stride;
    state = other.state;
  }

  /** A schedule in the same state that observes for itself. */
  PlateauSchedule copy() {
    return new PlateauSchedule(this, rise, stride);
  }

  /**
   * Takes the next value.
   *
   * @param value the quantity that ought to fall
   */
  public void observe(double value) {
    double best = state.best();
    double bound = Double.isInfinite(best) ? best : best - tolerance * Math.abs(best);
    if (value < bound) {
      state = new State(state.rate(), value, 0);
    } else if (state.stale() < patience - 1) {
      state = new State(state.rate(), best, state.stale() + 1);
    } else {
      state = new State(Math.max(state.rate() * factor, least), best, 0);
    }
  }

  /** {@inheritDoc} Here it does not depend on k, but for a rise at the beginning. */
  @Override
  public double rate(long k) {
    long q = k / stride;
    return q < rise ? (q + 1.0) / rise * state.rate() : state.rate();
  }

  /**
   * {@inheritDoc} A rise that this schedule has is replaced.
   *
   * @return the schedule with a rise to its current rate, in the same state; it observes for itself
   */
  @Override
  public PlateauSchedule warmUp(long steps) {
    Hyperparameters.atLeast("steps", steps, 0);
    return new PlateauSchedule(this, steps, 1);
  }

  /**
   * {@inheritDoc} Here only a rise depends on k.
   *
   * @return a schedule in the same state, which observes for itself
   * @throws IllegalArgumentException if {@code steps} is less than 1, or its product with that of
   *     before overflows
   */
  @Override
  public PlateauSchedule every(long steps) {
    Hyperparameters.atLeast("steps", steps, 1);
    if (steps > Long.MAX_VALUE / stride) {
      throw new IllegalArgumentException(
          "steps is %d, times the %d of before it must be at most %d"
              .formatted(steps, stride, Long.MAX_VALUE));
    }
    return new PlateauSchedule(this, rise, stride * steps);
  }

  /**
   * Returns what the schedule remembers.
   *
   * @return the state, to be given to {@link #restore}
   */
  public State save() {
    return state;
  }

  /**
   * Continues from a saved state.
   *
   * @param state the state
   */
  public void restore(State state) {
    this.state = Objects.requireNonNull(state, "state");
  }

  @Override
  public String toString() {
    return description() + ", " + state;
  }

  /** What does not change in a run. */
  String description() {
    String plateau =
        "plateau(factor %s, patience %d, tolerance %s, least %s)"
            .formatted(factor, patience, tolerance, least);
    return rise == 0 ? plateau : plateau + ".warmUp(%d).every(%d)".formatted(rise, stride);
  }
}
