package io.github.curvelane.bench.against;

import io.github.curvelane.bench.step.StepTask;

/** A build of the library at work. Its implementation is loaded once for each build. */
public interface Side {
  /** A call to time. */
  interface Call extends Runnable {
    /**
     * Returns what the calls have computed last.
     *
     * @return the array itself: parameters after a step, else the product or the diagonal
     */
    float[] result();
  }

  /**
   * Prepares a call with data of its own.
   *
   * @param work what it computes
   * @param task on which network and batch
   * @return the call
   */
  Call prepare(Work work, StepTask task);

  /**
   * Says which kernels this build has chosen.
   *
   * @return their name and width
   */
  String describe();
}
