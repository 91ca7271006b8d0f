package io.github.curvelane.optim.batch;

/**
 * Watches a run, on the thread that makes it. An exception from here ends the call that made the
 * iteration; θ holds the best point all the same.
 */
public interface RunWatch {
  /** Watches nothing. */
  RunWatch NONE = new RunWatch() {};

  /**
   * Called after every iteration, when the run can be {@linkplain MinimizerRun#save saved}.
   *
   * @param run the run, to be asked and not to be stepped
   */
  default void iteration(MinimizerRun<?> run) {}

  /**
   * Asked before every evaluation.
   *
   * @return whether the run is to end: with {@link Reason#CANCELLED}
   */
  default boolean cancelled() {
    return false;
  }
}
