package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import java.util.Objects;

/**
 * How a whole objective is minimized: an immutable description of a method, its search or damping,
 * and when to stop. What a method remembers between iterations lives in the {@link MinimizerRun}
 * that {@link #start start} makes.
 *
 * <p>θ is the caller's array. While a run is made and after it, whatever ended it, an exception of
 * the objective's included, it holds the best point that was evaluated: that of the lowest value;
 * of points whose values differ by no more than E's rounding, the one that was accepted last. It is
 * to be read only until the run has ended.
 *
 * <p>What an objective must be able to do besides value and gradient is said by each method; one
 * that lacks it is refused by name.
 *
 * <p>Results are the same bits for every thread count, vector width and machine, if the objective's
 * are.
 */
public interface Minimizer {
  /**
   * Returns when runs stop.
   *
   * @return the tests and limits
   */
  Stopping stopping();

  /**
   * Describes the same method with other tests and limits.
   *
   * @param stopping when runs stop
   * @return the description
   */
  Minimizer stopping(Stopping stopping);

  /**
   * Makes the memory of a run; evaluates nothing. {@link #start start} and {@link #resume resume}
   * are what callers want.
   *
   * @param objective the objective
   * @param theta receives the best point, N elements
   * @param watch watches the run
   * @param <A> {@code float[]} or {@code double[]}
   * @return a run that is not begun
   * @throws IllegalArgumentException if θ has another length, or the objective lacks what the
   *     method needs
   */
  <A> MinimizerRun<A> newRun(Objective<A> objective, A theta, RunWatch watch);

  /**
   * Begins a run: evaluates the start.
   *
   * @param objective the objective
   * @param theta the start, N finite numbers; receives the best point
   * @param watch watches the run
   * @param <A> {@code float[]} or {@code double[]}
   * @return the run, before its first iteration
   * @throws IllegalArgumentException if θ has another length or holds NaN or infinite numbers, E or
   *     ∇E is not finite there, or the objective lacks what the method needs
   */
  default <A> MinimizerRun<A> start(Objective<A> objective, A theta, RunWatch watch) {
    MinimizerRun<A> run = newRun(objective, theta, watch);
    run.begin();
    return run;
  }

  /**
   * Begins a run that is not watched.
   *
   * @param objective the objective
   * @param theta the start, N finite numbers; receives the best point
   * @param <A> {@code float[]} or {@code double[]}
   * @return the run, before its first iteration
   * @throws IllegalArgumentException as the other method does
   */
  default <A> MinimizerRun<A> start(Objective<A> objective, A theta) {
    return start(objective, theta, RunWatch.NONE);
  }

  /**
   * Continues a run from its saved state: the same bits as the run that was not interrupted. Limits
   * may be other than they were.
   *
   * @param objective the objective of the run
   * @param theta receives the best point so far, N elements; what it holds is not read
   * @param state the state, of a run of this method
   * @param watch watches the run
   * @param <A> {@code float[]} or {@code double[]}
   * @return the run, before its next iteration
   * @throws IllegalArgumentException if the state is that of another method, another number of
   *     parameters, or holds arrays or numbers that the method does not have
   */
  default <A> MinimizerRun<A> resume(
      Objective<A> objective, A theta, MinimizerState<A> state, RunWatch watch) {
    Objects.requireNonNull(state, "state");
    MinimizerRun<A> run = newRun(objective, theta, watch);
    run.restore(state);
    return run;
  }

  /**
   * Minimizes E from θ to the end of a run.
   *
   * @param objective the objective
   * @param theta the start, N finite numbers; receives the best point
   * @param watch watches the run
   * @param <A> {@code float[]} or {@code double[]}
   * @return how the run ended
   * @throws IllegalArgumentException as {@link #start start}
   */
  default <A> Minimum minimize(Objective<A> objective, A theta, RunWatch watch) {
    return start(objective, theta, watch).finish();
  }

  /**
   * Minimizes E from θ to the end of a run that is not watched.
   *
   * @param objective the objective
   * @param theta the start, N finite numbers; receives the best point
   * @param <A> {@code float[]} or {@code double[]}
   * @return how the run ended
   * @throws IllegalArgumentException as {@link #start start}
   */
  default <A> Minimum minimize(Objective<A> objective, A theta) {
    return minimize(objective, theta, RunWatch.NONE);
  }
}
