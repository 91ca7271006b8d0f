package io.github.curvelane.curvature;

/**
 * Watches work that is made of products with a matrix, on the thread that makes them. An exception
 * from here ends the call that made the product.
 */
public interface ProductWatch {
  /** Watches nothing. */
  ProductWatch NONE = new ProductWatch() {};

  /**
   * Called after every product, or after several that were made at once.
   *
   * @param products the products made so far
   */
  default void product(long products) {}

  /**
   * Asked before every product.
   *
   * @return whether the work is to end with what has been found
   */
  default boolean cancelled() {
    return false;
  }
}
