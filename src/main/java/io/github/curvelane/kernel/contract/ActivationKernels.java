package io.github.curvelane.kernel.contract;

/**
 * Activations with their derivatives over a vector, in one pass.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface ActivationKernels<A> {
  /**
   * y ← f(x), d1 ← f′(x) if order ≥ 1, d2 ← f″(x) if order = 2; for each element in this order, so
   * that an array given twice ends with the later result. Any result may be x; they do not overlap
   * otherwise.
   *
   * @param curve the activation
   * @param order the highest derivative wanted, 0 to 2
   * @param x the arguments
   * @param xOffset the first argument's index
   * @param y the values
   * @param yOffset the first value's index
   * @param d1 the first derivatives, unused for order 0
   * @param d1Offset the first one's index
   * @param d2 the second derivatives, unused below order 2
   * @param d2Offset the first one's index
   * @param n the number of elements
   */
  void apply(
      Curve curve,
      int order,
      A x,
      int xOffset,
      A y,
      int yOffset,
      A d1,
      int d1Offset,
      A d2,
      int d2Offset,
      int n);
}
