package io.github.curvelane;

import java.util.List;

/**
 * The capability of computing the gradient of some parameters only, and of leaving out the work
 * that the others would take: of a network no weight gradients of frozen layers, and no signals
 * below the lowest layer that is trained.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface PartialGradient<A> extends Objective<A> {
  /**
   * Says of which parameters {@link #valueAndGradient}, {@link FusedObjective#valueAndUpdate} and
   * {@link Linearizable#linearize} compute the gradient from now on. Elements of these are the same
   * bits as of the whole gradient; others are neither written nor passed to an update. Other
   * derivatives are those of all parameters as before.
   *
   * @param ranges the parameters that are trained, at least one range; they do not overlap
   * @throws IllegalArgumentException if there is none, or one is not what the objective can leave
   *     the rest out of: it names those that it can
   */
  void train(List<ParameterRange> ranges);

  /** Lets the whole gradient be computed again. */
  void trainAll();
}
