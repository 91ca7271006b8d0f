package io.github.curvelane.kernel.contract;

/**
 * Elementary functions over a vector: y_i = f(x_i) for 0 ≤ i < n. y may be x; it does not overlap
 * it in another way.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface FunctionKernels<A> {
  /**
   * y ← eˣ.
   *
   * @param x the arguments
   * @param xOffset the first argument's index
   * @param y the results
   * @param yOffset the first result's index
   * @param n the number of elements
   */
  void exp(A x, int xOffset, A y, int yOffset, int n);

  /**
   * y ← eˣ − 1.
   *
   * @param x the arguments
   * @param xOffset the first argument's index
   * @param y the results
   * @param yOffset the first result's index
   * @param n the number of elements
   */
  void expm1(A x, int xOffset, A y, int yOffset, int n);

  /**
   * y ← ln x.
   *
   * @param x the arguments
   * @param xOffset the first argument's index
   * @param y the results
   * @param yOffset the first result's index
   * @param n the number of elements
   */
  void log(A x, int xOffset, A y, int yOffset, int n);

  /**
   * y ← ln(1 + x).
   *
   * @param x the arguments
   * @param xOffset the first argument's index
   * @param y the results
   * @param yOffset the first result's index
   * @param n the number of elements
   */
  void log1p(A x, int xOffset, A y, int yOffset, int n);

  /**
   * y ← tanh x.
   *
   * @param x the arguments
   * @param xOffset the first argument's index
   * @param y the results
   * @param yOffset the first result's index
   * @param n the number of elements
   */
  void tanh(A x, int xOffset, A y, int yOffset, int n);

  /**
   * y ← 1/(1 + e⁻ˣ).
   *
   * @param x the arguments
   * @param xOffset the first argument's index
   * @param y the results
   * @param yOffset the first result's index
   * @param n the number of elements
   */
  void logistic(A x, int xOffset, A y, int yOffset, int n);

  /**
   * y ← ln(1 + eˣ).
   *
   * @param x the arguments
   * @param xOffset the first argument's index
   * @param y the results
   * @param yOffset the first result's index
   * @param n the number of elements
   */
  void softplus(A x, int xOffset, A y, int yOffset, int n);

  /**
   * y ← erf x.
   *
   * @param x the arguments
   * @param xOffset the first argument's index
   * @param y the results
   * @param yOffset the first result's index
   * @param n the number of elements
   */
  void erf(A x, int xOffset, A y, int yOffset, int n);
}
