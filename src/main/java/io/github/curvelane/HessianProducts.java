package io.github.curvelane;

import java.util.List;
import java.util.Objects;

/**
 * The capability of exact Hessian-vector products Hv = ∂²E/∂θ² · v (Pearlmutter 1994), without
 * forming H.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface HessianProducts<A> extends Linearizable<A> {
  /**
   * Computes Hv at the point that was {@linkplain #linearize linearized} last.
   *
   * @param v the direction, N elements
   * @param product receives Hv, N elements; must not be {@code v} or θ
   * @throws IllegalStateException if no point is kept
   * @throws IllegalArgumentException if an array has another length or two are one
   */
  void hessianVector(A v, A product);

  /**
   * Computes the gradient and Hv, all in.
   *
   * @param theta the parameters, N elements
   * @param gradient receives the gradient, N elements
   * @param v the direction, N elements
   * @param product receives Hv, N elements
   * @return the value E(θ)
   */
  default double hessianVector(A theta, A gradient, A v, A product) {
    Directions.length("theta", precision(), dimension(), theta);
    Directions.length("gradient", precision(), dimension(), gradient);
    Directions.length("v", precision(), dimension(), v);
    Directions.length("product", precision(), dimension(), product);
    double value = linearize(theta, gradient);
    hessianVector(v, product);
    return value;
  }

  /**
   * Computes Hv for several directions, which share what they can: the same bits as one after
   * another, in less time.
   *
   * @param vectors the directions, N elements each
   * @param products receive Hv of each, N elements each; no array may be another of these
   * @throws IllegalStateException if no point is kept
   * @throws IllegalArgumentException if there are not as many products as vectors, none at all, an
   *     array has another length, or two are one
   */
  default void hessianVectors(List<A> vectors, List<A> products) {
    Directions.check(precision(), dimension(), vectors, "products", products);
    for (int k = 0; k < vectors.size(); k++) {
      hessianVector(vectors.get(k), products.get(k));
    }
  }

  /**
   * Computes Hv at the kept point and moves v by an update along it: the same bits in v, and in
   * what the update remembers, as {@link #hessianVector(Object, Object)} followed by {@code
   * update.update(v, product, 0, N)}. An iteration such as v ← v + ηHv then reads v while it is in
   * cache, and Hv need not be stored. The point stays kept.
   *
   * <p>When this fails with an exception, v may have been moved in part.
   *
   * @param v the direction, N elements; changed, must not be θ
   * @param product scratch of N elements, not {@code v} or θ; its contents are unspecified
   *     afterwards
   * @param update the update, each index of which is passed exactly once
   * @throws IllegalStateException if no point is kept
   * @throws IllegalArgumentException if an array has another length or two are one
   */
  default void hessianVectorAndUpdate(A v, A product, CoordinateUpdate<A> update) {
    Objects.requireNonNull(update, "update");
    hessianVector(v, product);
    update.update(v, product, 0, dimension());
  }

  /**
   * Returns the matrix H of the kept point, whichever is kept when it is applied. The view itself
   * holds nothing: make it once.
   *
   * @return H, by its products; they are refused as {@link #hessianVector(Object, Object)} is
   */
  default SymmetricOperator<A> hessian() {
    return new HessianOperator<>(this);
  }
}
