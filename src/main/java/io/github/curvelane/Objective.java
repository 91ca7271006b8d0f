package io.github.curvelane;

import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;

/**
 * A function E(θ) of a flat parameter array that gives its value and gradient. Optimizers,
 * curvature tools and checks know this interface and nothing of networks: a network on a batch is
 * one objective, Rosenbrock's function is another. What more an objective can give (Hessian-vector
 * products, diagonals, residuals) it says by implementing a capability interface beside this one.
 *
 * <p>An objective may own scratch memory and is then used by one thread at a time.
 *
 * <p>One that is written as formulas needs no class:
 *
 * <pre>{@code
 * Objective<double[]> rosenbrock =
 *     Objective.of(
 *         Precision.DOUBLE,
 *         2,
 *         t -> {
 *           double a = t[1] - t[0] * t[0];
 *           double b = 1 - t[0];
 *           return 100 * a * a + b * b;
 *         },
 *         (t, gradient) -> {
 *           gradient[0] = -400 * t[0] * (t[1] - t[0] * t[0]) - 2 * (1 - t[0]);
 *           gradient[1] = 200 * (t[1] - t[0] * t[0]);
 *         });
 * }</pre>
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

  /**
   * Makes an objective of two functions. {@link #valueAndGradient} calls both.
   *
   * @param precision the precision
   * @param dimension the number of parameters N, at least 1
   * @param value computes E(θ)
   * @param gradient writes ∇E(θ): is called with θ and the array that receives N elements
   * @param <A> {@code float[]} or {@code double[]}
   * @return the objective; it refuses arrays of another length than N by name, and a gradient that
   *     is θ
   * @throws IllegalArgumentException if {@code dimension} is less than 1
   */
  static <A> Objective<A> of(
      Precision<A> precision, int dimension, ToDoubleFunction<A> value, BiConsumer<A, A> gradient) {
    return new FormulaObjective<>(precision, dimension, value, gradient);
  }

  /**
   * Makes an objective with exact Hessian-vector products of three functions. The point that is
   * kept is the array that was linearized last, by whichever thread: each thread needs an objective
   * of its own, and none is refused.
   *
   * <pre>{@code
   * HessianProducts<double[]> saddle =
   *     Objective.of(
   *         Precision.DOUBLE,
   *         2,
   *         t -> t[0] * t[0] - t[1] * t[1],
   *         (t, gradient) -> {
   *           gradient[0] = 2 * t[0];
   *           gradient[1] = -2 * t[1];
   *         },
   *         (t, v, product) -> {
   *           product[0] = 2 * v[0];
   *           product[1] = -2 * v[1];
   *         });
   * }</pre>
   *
   * @param precision the precision
   * @param dimension the number of parameters N, at least 1
   * @param value computes E(θ)
   * @param gradient writes ∇E(θ): is called with θ and the array that receives N elements
   * @param hessianVector writes Hv: is called with θ, v and the array that receives N elements
   * @param <A> {@code float[]} or {@code double[]}
   * @return the objective; it refuses arrays of another length than N by name, and results that are
   *     θ or v
   * @throws IllegalArgumentException if {@code dimension} is less than 1
   */
  static <A> HessianProducts<A> of(
      Precision<A> precision,
      int dimension,
      ToDoubleFunction<A> value,
      BiConsumer<A, A> gradient,
      PointProduct<A> hessianVector) {
    return new FormulaHessian<>(precision, dimension, value, gradient, hessianVector);
  }
}
