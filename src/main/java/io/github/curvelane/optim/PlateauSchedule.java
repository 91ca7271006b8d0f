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
 * used by one thread. Feed it from {@link TrainingProgress#epoch}, for instance.
 */
public final class PlateauSchedule implements Schedule {
  private final double factor;
  private final int patience;
  private final double tolerance;
  private final double least;
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
    this.state = new State(first, Double.POSITIVE_INFINITY, 0);
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
    } else if (state.stale() + 1 < patience) {
      state = new State(state.rate(), best, state.stale() + 1);
    } else {
      state = new State(Math.max(state.rate() * factor, least), best, 0);
    }
  }

  /** {@inheritDoc} Here it does not depend on k. */
  @Override
  public double rate(long k) {
    return state.rate();
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
    return "plateau(factor %s, patience %d, tolerance %s, least %s), %s"
        .formatted(factor, patience, tolerance, least, state);
  }
}
