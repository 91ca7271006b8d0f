package io.github.curvelane.kernel.contract;

/**
 * Computes matrix products; owns the scratch memory, so one thread uses it at a time.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface ProductKernel<A> {
  /**
   * Computes the product, its epilogue and its sweeps. Neither m nor n is 0.
   *
   * @param call the arguments; read, never written
   */
  void multiply(ProductCall<A> call);
}
