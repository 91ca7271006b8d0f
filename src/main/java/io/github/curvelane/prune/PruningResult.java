package io.github.curvelane.prune;

import io.github.curvelane.internal.Arguments;
import java.util.List;
import java.util.Objects;

/**
 * How {@link Pruning} ended.
 *
 * @param mask what is pruned
 * @param rounds the rounds that were made, in order
 * @param isFinished whether they are all that were asked for, and each was trained to its end
 * @param message how it ended, in words
 */
public record PruningResult(
    Mask mask, List<PruningRound> rounds, boolean isFinished, String message) {
  /** Creates a result; the list is copied. */
  public PruningResult {
    Objects.requireNonNull(mask, "mask");
    rounds = Arguments.list("rounds", rounds);
    Objects.requireNonNull(message, "message");
  }
}
