package io.github.curvelane.optim;

/**
 * How a training run ended. Epochs and steps count over the whole run, including what was done
 * before a saved state from which it was continued.
 *
 * @param stop why it ended
 * @param epoch the epoch in which it ended, from 1; 0 if none was begun
 * @param step the number of steps taken
 * @param rate the learning rate of the last step; NaN if none was taken
 * @param loss the loss of the last batch, before its step; NaN if there was none
 * @param seconds the time from beginning to end
 * @param message the reason in words
 */
public record TrainingResult(
    Stop stop, int epoch, long step, double rate, double loss, double seconds, String message) {
  /** Why a run ended. */
  public enum Stop {
    /** All epochs are done. */
    FINISHED,
    /** The caller asked for it. */
    CANCELLED,
    /** The loss or a parameter became infinite or NaN: the parameters are of no use. */
    DIVERGED
  }

  /**
   * Refuses a run that diverged.
   *
   * @return this result
   * @throws DivergenceException if the run diverged, with the epoch, step and learning rate
   */
  public TrainingResult orThrow() {
    if (stop == Stop.DIVERGED) {
      throw new DivergenceException(message);
    }
    return this;
  }
}
