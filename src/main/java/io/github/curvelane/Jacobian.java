package io.github.curvelane;

/**
 * The capability of products with the Jacobian J = ∂f/∂θ of a model's outputs f, stacked over the
 * examples of the batch, and with its transpose. What they take and give grows with the examples.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface Jacobian<A> extends Linearizable<A> {
  /**
   * Returns the number of outputs of the whole batch: the rows of J.
   *
   * @return examples in the batch × outputs of the model
   */
  int outputs();

  /**
   * Computes Jv, the directional derivative of the outputs, at the point that was {@linkplain
   * #linearize linearized} last.
   *
   * @param v the direction, N elements
   * @param result receives Jv, {@link #outputs} elements, example by example; must not be {@code v}
   *     or θ
   * @throws IllegalStateException if no point is kept
   * @throws IllegalArgumentException if an array has another length or two are one
   */
  void jacobianVector(A v, A result);

  /**
   * Computes Jᵀu = Σ_p J_pᵀ u_p, a sum over examples and not a mean.
   *
   * @param u the weights of the outputs, {@link #outputs} elements
   * @param result receives Jᵀu, N elements; must not be {@code u} or θ
   * @throws IllegalStateException if no point is kept
   * @throws IllegalArgumentException if an array has another length or two are one
   */
  void jacobianTransposeVector(A u, A result);
}
