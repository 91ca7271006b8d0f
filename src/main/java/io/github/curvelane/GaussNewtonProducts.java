package io.github.curvelane;

import java.util.List;

/**
 * The capability of products with the generalised Gauss-Newton matrix G = (1/B) Σ_p J_pᵀ H_p J_p
 * (Schraudolph 2002), where J_p is the Jacobian of the model's outputs for example p and H_p the
 * Hessian of its loss at the outputs, and with J and its transpose. For softmax cross-entropy,
 * binary cross-entropy and squared error G is the Fisher matrix of the model's own distribution.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface GaussNewtonProducts<A> extends Linearizable<A> {
  /**
   * Computes Gv at the point that was {@linkplain #linearize linearized} last.
   *
   * @param v the direction, N elements
   * @param product receives Gv, N elements; must not be {@code v} or θ
   * @throws IllegalStateException if no point is kept
   * @throws IllegalArgumentException if an array has another length or two are one
   */
  void gaussNewtonVector(A v, A product);

  /**
   * Computes Gv for several directions, which share what they can: the same bits as one after
   * another, in less time.
   *
   * @param vectors the directions, N elements each
   * @param products receive Gv of each, N elements each; no array may be another of these
   * @throws IllegalStateException if no point is kept
   * @throws IllegalArgumentException if there are not as many products as vectors, none at all, an
   *     array has another length, or two are one
   */
  default void gaussNewtonVectors(List<A> vectors, List<A> products) {
    if (vectors.isEmpty() || vectors.size() != products.size()) {
      throw new IllegalArgumentException(
          "%d vectors and %d products, must be as many of both and at least one"
              .formatted(vectors.size(), products.size()));
    }
    for (int k = 0; k < vectors.size(); k++) {
      gaussNewtonVector(vectors.get(k), products.get(k));
    }
  }

  /**
   * Returns the number of outputs of the whole batch: the rows of J.
   *
   * @return examples in the batch × outputs of the model
   */
  int outputs();

  /**
   * Computes Jv, the directional derivative of the outputs.
   *
   * @param v the direction, N elements
   * @param result receives Jv, {@link #outputs} elements, example by example; must not be {@code v}
   *     or θ
   * @throws IllegalStateException if no point is kept
   */
  void jacobianVector(A v, A result);

  /**
   * Computes Jᵀu = Σ_p J_pᵀ u_p, a sum over examples and not a mean.
   *
   * @param u the weights of the outputs, {@link #outputs} elements
   * @param result receives Jᵀu, N elements; must not be {@code u} or θ
   * @throws IllegalStateException if no point is kept
   */
  void jacobianTransposeVector(A u, A result);

  /**
   * Computes Fv with the empirical Fisher matrix F = (1/B) Σ_p g_p g_pᵀ of per-example gradients.
   * It is neither the Fisher matrix nor G: it uses the targets (Kunstner et al. 2019).
   *
   * @param v the direction, N elements
   * @param product receives Fv, N elements; must not be {@code v} or θ
   * @throws IllegalStateException if no point is kept
   */
  void empiricalFisherVector(A v, A product);
}
