package io.github.curvelane.prune;

import io.github.curvelane.optim.TrainingResult;
import java.util.Objects;

/**
 * A round of {@link Pruning}.
 *
 * @param number which, from 1
 * @param share the share that was to be pruned, in all
 * @param pruned how many of the N parameters are pruned
 * @param saliency the sum of the saliencies of what was pruned in this round
 * @param retraining how training ended
 */
public record PruningRound(
    int number, double share, int pruned, double saliency, TrainingResult retraining) {
  /** Creates a round. */
  public PruningRound {
    Objects.requireNonNull(retraining, "retraining");
  }
}
