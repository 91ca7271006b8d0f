package io.github.curvelane.prune;

import io.github.curvelane.optim.StochasticTrainer;

/** How what is left is trained again after a round of {@link Pruning}. */
@FunctionalInterface
public interface Retraining {
  /**
   * Makes the trainer of a round.
   *
   * @param round which, from 1
   * @param mask what is pruned: the trainer's rule must keep it so, as {@link Masked} does
   * @return the trainer
   */
  StochasticTrainer trainer(int round, Mask mask);
}
