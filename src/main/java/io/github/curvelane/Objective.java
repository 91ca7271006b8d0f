package io.github.curvelane;

/**
 * A function E(θ) of a flat parameter array that gives its value and gradient. Optimizers,
 * curvature tools and checks know this interface and nothing of networks: a network on a batch is
 * one objective, Rosenbrock's function is another. What more an objective can give (Hessian-vector
 * products, diagonals, residuals) it says by implementing a capability interface beside this one.
 *
 * <p>An objective may own scratch memory and is then used by one thread at a time.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface Objective<A> {
  /**
   * Returns the precision of parameters and derivatives.
   *
   * @return the precision
   */
  Precision<A> precision();

  /**
   * Returns the number of parameters.
   *
   * @return N, the length of θ, gradients and directions
   */
  int dimension();

  /**
   * Computes E(θ).
   *
   * @param theta the parameters, N of them
   * @return the value; NaN or infinite where E is
   */
  double value(A theta);

  /**
   * Computes E(θ) and ∇E(θ).
   *
   * @param theta the parameters, N of them
   * @param gradient receives the gradient, N elements; must not be {@code theta}
   * @return the value
   */
  double valueAndGradient(A theta, A gradient);
}
