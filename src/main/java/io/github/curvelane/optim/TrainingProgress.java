package io.github.curvelane.optim;

/** Told how a training run goes, on the thread that trains. */
public interface TrainingProgress {
  /**
   * Called after every step.
   *
   * @param epoch the epoch, from 1
   * @param step the step, from 1, counted over all epochs
   * @param loss the loss of the step's batch, before the step
   * @param rate the learning rate of the step
   */
  default void step(int epoch, long step, double loss, double rate) {}

  /**
   * Called after every finished epoch.
   *
   * @param epoch the epoch, from 1
   * @param step the number of steps taken so far, over all epochs
   * @param loss the mean loss over the epoch's examples, each as of the step it took part in
   * @param rate the learning rate of the last step
   * @param examplesPerSecond the speed of the epoch
   */
  default void epoch(int epoch, long step, double loss, double rate, double examplesPerSecond) {}
}
