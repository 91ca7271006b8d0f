package io.github.curvelane.optim;

import io.github.curvelane.internal.Arguments;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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
 * @param validations what was measured on the way, in order; empty without a validation
 * @param unkept why the last state that was to be kept could not be; empty if all is well
 */
public record TrainingResult(
    Stop stop,
    int epoch,
    long step,
    double rate,
    double loss,
    double seconds,
    String message,
    List<ValidationPoint> validations,
    Optional<Exception> unkept) {
  /** Creates a result; the list is copied. */
  public TrainingResult {
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(stop, "stop");
    Objects.requireNonNull(unkept, "unkept");
    Objects.requireNonNull(validations, "validations");
    validations = Arguments.list("validations", validations);
  }

  /** Why a run ended. */
  public enum Stop {
    /** All epochs are done. */
    FINISHED,
    /** The watched metric has not become better for as many validations as the patience allows. */
    PATIENCE,
    /** The time is used up. */
    TIME,
    /** A callback has {@linkplain TrainingRun#stop stopped} the run. */
    STOPPED,
    /** The caller asked for it. */
    CANCELLED,
    /**
     * The loss or a parameter became infinite or NaN. The parameters are of no use, unless there is
     * a validation: then they are the best that it has seen.
     */
    DIVERGED
  }

  /**
   * Returns the point whose parameters were returned.
   *
   * @return the last of the validations that was best; empty if there was none
   */
  public Optional<ValidationPoint> best() {
    return validations.reversed().stream().filter(ValidationPoint::isBest).findFirst();
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
