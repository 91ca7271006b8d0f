package io.github.curvelane.transfer;

import io.github.curvelane.optim.TrainingResult;

/**
 * Told how a {@link TrainingPlan} goes, on the thread that trains. Steps and epochs within a stage
 * are told to the {@linkplain io.github.curvelane.optim.StochasticTrainer.Builder#progress
 * progress} of its trainer. An exception from here ends the plan, which can be resumed.
 */
public interface PlanProgress {
  /**
   * Called before the first step of a stage, and before the first after it was resumed.
   *
   * @param number which stage, from 1
   * @param stages how many there are
   * @param name the stage's name
   * @param steps the number of steps of the stage that were taken before
   */
  default void begin(int number, int stages, String name, long steps) {}

  /**
   * Called after a stage, with whatever reason.
   *
   * @param number which stage, from 1
   * @param stages how many there are
   * @param name the stage's name
   * @param result how it ended
   */
  default void end(int number, int stages, String name, TrainingResult result) {}

  /**
   * Called when the state of a stage could not be kept. Training goes on; the next state is tried
   * all the same.
   *
   * @param number which stage, from 1
   * @param step the number of steps of the stage taken so far
   * @param reason why not
   */
  default void notKept(int number, long step, Exception reason) {}
}
