package io.github.curvelane.curvature;

import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import io.github.curvelane.internal.Probes;
import java.util.Objects;

/**
 * Power iteration, v ← Mv/‖Mv‖ [EB 60]: converges to the eigenvector of the eigenvalue that is
 * largest in magnitude, whose sign the Rayleigh quotient λ = vᵀMv has. Each step multiplies what is
 * beside it by |λ₂/λ₁|: Lanczos iterations need fewer products, and find what lies behind the
 * first, but keep a vector for each product. With gradients alone, M is the Hessian of {@link
 * TaylorProducts} [EB 63].
 *
 * <p>An eigenvalue that is as large with the other sign keeps the iteration from settling, and of a
 * multiple eigenvalue one direction is found. M must be symmetric, and the same in every product.
 *
 * <pre>{@code
 * objective.linearize(theta, gradient);
 * DominantEigenvalue<float[]> found = new PowerIteration().find(objective.hessian());
 * System.out.println(found.value() + " up to " + found.residual());
 * }</pre>
 *
 * @param tolerance the residual to stop at, ‖Mv − λv‖ ≤ tolerance·|λ|; more than 0
 * @param products how many products to make at most, at least 1
 * @param seed of the random signs that it begins with, unless a vector is given
 */
public record PowerIteration(double tolerance, long products, long seed) {
  /**
   * Checks the description.
   *
   * @throws IllegalArgumentException if {@code tolerance} is not positive or {@code products} is
   *     less than 1
   */
  public PowerIteration {
    if (!(tolerance > 0)) {
      throw new IllegalArgumentException("tolerance is " + tolerance + ", must be positive");
    }
    if (products < 1) {
      throw new IllegalArgumentException("products is " + products + ", must be at least 1");
    }
  }

  /** Describes a search to 0.001·|λ| in at most 1,000 products, from the signs of seed 1. */
  public PowerIteration() {
    this(1e-3, 1_000, 1);
  }

  /**
   * Sets how good the eigenvalue must be.
   *
   * @param tolerance the residual to stop at, as a multiple of |λ|
   * @return a copy
   */
  public PowerIteration tolerance(double tolerance) {
    return new PowerIteration(tolerance, products, seed);
  }

  /**
   * Bounds the number of products.
   *
   * @param products how many to make at most
   * @return a copy
   */
  public PowerIteration products(long products) {
    return new PowerIteration(tolerance, products, seed);
  }

  /**
   * Sets the seed.
   *
   * @param seed the seed
   * @return a copy
   */
  public PowerIteration seed(long seed) {
    return new PowerIteration(tolerance, products, seed);
  }

  /**
   * Iterates from random signs to the end.
   *
   * @param matrix M
   * @param <A> {@code float[]} or {@code double[]}
   * @return what was found
   * @throws ArithmeticException if a product is not finite
   */
  public <A> DominantEigenvalue<A> find(SymmetricOperator<A> matrix) {
    Objects.requireNonNull(matrix, "matrix");
    return start(matrix, ProductWatch.NONE).finish();
  }

  /**
   * Begins with random signs.
   *
   * @param matrix M
   * @param watch watches the products
   * @param <A> {@code float[]} or {@code double[]}
   * @return a run without products
   */
  public <A> PowerIterationRun<A> start(SymmetricOperator<A> matrix, ProductWatch watch) {
    Objects.requireNonNull(matrix, "matrix");
    Precision<A> precision = matrix.precision();
    A signs = precision.newArray(matrix.dimension());
    Probes.signs(seed, 0, matrix.dimension(), signs, 0);
    return new PowerIterationRun<>(this, matrix, signs, watch);
  }

  /**
   * Begins with a vector: the eigenvector of a matrix that was similar, say.
   *
   * @param matrix M
   * @param first the vector, N finite elements, not all zero; copied
   * @param watch watches the products
   * @param <A> {@code float[]} or {@code double[]}
   * @return a run without products
   * @throws IllegalArgumentException if {@code first} has another length, or its norm is zero, NaN
   *     or infinite
   */
  public <A> PowerIterationRun<A> start(SymmetricOperator<A> matrix, A first, ProductWatch watch) {
    return new PowerIterationRun<>(this, matrix, first, watch);
  }
}
