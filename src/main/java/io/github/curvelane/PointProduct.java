package io.github.curvelane;

/**
 * A function of a point θ and a direction v that is linear in v, such as H(θ)v.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
@FunctionalInterface
public interface PointProduct<A> {
  /**
   * Computes the product.
   *
   * @param theta the point, N elements
   * @param v the direction, N elements
   * @param product receives the product, N elements; neither θ nor v
   */
  void apply(A theta, A v, A product);
}
