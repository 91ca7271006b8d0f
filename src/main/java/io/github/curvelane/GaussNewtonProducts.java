package io.github.curvelane;

import java.util.List;

/**
 * The capability of products with the generalised Gauss-Newton matrix G = (1/B) Σ_p J_pᵀ H_p J_p
 * (Schraudolph 2002), where J_p is the Jacobian of the model's outputs for example p and H_p the
 * Hessian of its loss at the outputs. For softmax cross-entropy, binary cross-entropy and squared
 * error G is the Fisher matrix of the model's own distribution; for a sum of squares E = ½‖r‖² it
 * is JᵀJ with J the Jacobian of r.
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
    Directions.check(precision(), dimension(), vectors, "products", products);
    for (int k = 0; k < vectors.size(); k++) {
      gaussNewtonVector(vectors.get(k), products.get(k));
    }
  }

  /**
   * Returns the matrix G of the kept point, whichever is kept when it is applied. The view itself
   * holds nothing: make it once.
   *
   * @return G, by its products; they are refused as {@link #gaussNewtonVector} is
   */
  default SymmetricOperator<A> gaussNewton() {
    return new GaussNewtonOperator<>(this);
  }
}
