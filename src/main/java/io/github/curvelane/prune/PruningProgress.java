package io.github.curvelane.prune;

/** Is told how {@link Pruning} goes on; what it does not override is ignored. */
public interface PruningProgress {
  /**
   * Called when the parameters of a round were pruned, before they are trained again.
   *
   * @param round which, from 1
   * @param share the share of the round
   * @param mask what is pruned now
   * @param saliency the sum of the saliencies of what was pruned in this round: with brain damage
   *     by how much E is predicted to grow
   */
  default void pruned(int round, double share, Mask mask, double saliency) {}

  /**
   * Called after each round, with what it was.
   *
   * @param round the round
   */
  default void finished(PruningRound round) {}
}
