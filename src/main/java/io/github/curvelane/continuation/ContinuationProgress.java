package io.github.curvelane.continuation;

import io.github.curvelane.optim.batch.Minimum;

/** Is told how a {@link Continuation} goes on. */
@FunctionalInterface
public interface ContinuationProgress {
  /**
   * Called after each width, and at the end.
   *
   * @param stage which, from 0
   * @param width the width; 0 at the end, for the objective itself
   * @param minimum how the run of the minimizer ended
   */
  void reached(int stage, double width, Minimum minimum);
}
