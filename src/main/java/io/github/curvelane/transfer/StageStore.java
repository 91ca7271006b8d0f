package io.github.curvelane.transfer;

import io.github.curvelane.Precision;
import io.github.curvelane.io.Checkpoints;
import io.github.curvelane.optim.TrainingState;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the states of one stage, if anywhere. */
final class StageStore<A> {
  private static final String ENDED = "stage-ended";

  private final @Nullable Checkpoints checkpoints;
  private final Precision<A> precision;
  private final long everySteps;
  private final long everyNanos;
  private long keptNanos = System.nanoTime();

  StageStore(
      @Nullable Checkpoints checkpoints, Precision<A> precision, long everySteps, long everyNanos) {
    this.checkpoints = checkpoints;
    this.precision = precision;
    this.everySteps = everySteps;
    this.everyNanos = everyNanos;
  }

  /** The last state that was kept. */
  Optional<TrainingState<A>> latest() throws IOException {
    return checkpoints == null
        ? Optional.empty()
        : checkpoints.latest(precision).map(Checkpoints.Latest::state);
  }

  /**
   * Whether the stage had come to its end: its last step may not tell, if a callback stopped it.
   */
  static boolean isOfAnEndedStage(TrainingState<?> state) {
    return state.own(ENDED).length > 0;
  }

  boolean isDue(long steps) {
    return checkpoints != null
        && (steps % everySteps == 0 || System.nanoTime() - keptNanos >= everyNanos);
  }

  void keep(TrainingState<A> state, boolean isEnded) throws IOException {
    if (checkpoints == null) {
      return;
    }
    keptNanos = System.nanoTime();
    checkpoints.keep(precision, isEnded ? state.withOwn(ENDED, 1) : state);
  }
}
