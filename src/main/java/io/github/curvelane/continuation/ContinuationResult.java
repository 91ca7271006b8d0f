package io.github.curvelane.continuation;

import io.github.curvelane.internal.Arguments;
import io.github.curvelane.optim.batch.Minimum;
import java.util.List;
import java.util.Objects;

/**
 * How a {@link Continuation} ended.
 *
 * @param minima how the run of each width ended, in order, and last that of the objective itself
 * @param isFinished whether the objective itself was reached and its run not cancelled
 * @param message how it ended, in words
 */
public record ContinuationResult(List<Minimum> minima, boolean isFinished, String message) {
  /** Creates a result; the list is copied. */
  public ContinuationResult {
    minima = Arguments.list("minima", minima);
    Objects.requireNonNull(message, "message");
  }
}
