package io.github.curvelane.optim;

/**
 * Told how a training run goes, on the thread that trains. An exception from here passes through
 * {@link TrainingRun#step}; what was done is done, and the run can go on. Whoever has thrown is not
 * told the same again.
 */
public interface TrainingProgress {
  /**
   * Called before the first step of a run, and before the first after it was resumed.
   *
   * @param run the run, to be asked or {@linkplain TrainingRun#stop stopped}, now or from later
   *     callbacks; in none of them to be stepped or saved
   */
  default void begin(TrainingRun<?> run) {}

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
   * @param examplesPerSecond the speed of the epoch's steps; of those since it was resumed, if it
   *     was
   */
  default void epoch(int epoch, long step, double loss, double rate, double examplesPerSecond) {}

  /**
   * Called after every validation.
   *
   * @param point what was measured, and where
   */
  default void validated(ValidationPoint point) {}

  /**
   * Called when a state could not be kept. Training goes on; the next state is tried all the same.
   *
   * @param step the number of steps taken so far
   * @param reason why not
   */
  default void notKept(long step, Exception reason) {}
}
