package io.github.curvelane.optim;

import java.util.Objects;

/**
 * That a rule wants an estimate of second derivatives: which, how often, and of how many examples.
 * Whoever takes the steps measures it and hands it to {@link Updater#receive} before the step for
 * which it is due; the first step is always one of these.
 *
 * @param estimate which diagonal
 * @param every after how many steps it is due again, at least 1; {@link #EACH_EPOCH} or {@link
 *     #ONCE}
 * @param examples of how many examples, drawn anew for each estimate; 0 for those of the step's own
 *     batch, at the point of its gradient
 */
public record CurvatureRequest(CurvatureEstimate estimate, long every, int examples) {
  /** Due in the first step of each epoch. */
  public static final long EACH_EPOCH = 0;

  /** Due in the first step only. */
  public static final long ONCE = Long.MAX_VALUE;

  /**
   * Creates a request.
   *
   * @throws IllegalArgumentException if {@code every} or {@code examples} is negative
   */
  public CurvatureRequest {
    Objects.requireNonNull(estimate, "estimate");
    Hyperparameters.atLeast("every", every, 0);
    Hyperparameters.atLeast("examples", examples, 0);
  }

  /**
   * Tells whether an estimate is due before a step.
   *
   * @param k the number of steps taken before
   * @param beginsEpoch whether the step is the first of an epoch
   * @return whether it is due
   */
  public boolean isDue(long k, boolean beginsEpoch) {
    return k == 0 || (every == EACH_EPOCH ? beginsEpoch : k % every == 0);
  }
}
