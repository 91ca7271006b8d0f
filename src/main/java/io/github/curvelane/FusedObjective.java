package io.github.curvelane;

/**
 * An objective that can apply an update while it computes the gradient: each part of the parameters
 * is changed once the evaluation has read it for the last time and its gradient is final.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface FusedObjective<A> extends Objective<A> {
  /**
   * Computes E(θ) and moves θ by an update: the same bits in θ, in the optimizer's state and in the
   * returned value as {@link #valueAndGradient} followed by {@code update.update(theta, gradient,
   * 0, N)}.
   *
   * <p>When the evaluation fails with an exception, θ may have been moved in part.
   *
   * @param theta the parameters, N of them, at which E is evaluated; changed
   * @param gradient scratch of N elements, not {@code theta}; its contents are unspecified
   *     afterwards
   * @param update the update, each index of which is passed exactly once
   * @return the value E(θ) before the update
   */
  double valueAndUpdate(A theta, A gradient, CoordinateUpdate<A> update);
}
