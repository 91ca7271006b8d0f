package io.github.curvelane.curvature;

import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;
import java.util.Objects;

/**
 * The direction of smallest curvature from the gradients of a descent, r ← (1 − δ)r + δg [EB 18].
 * Near a minimum with a positive definite H the components of the gradient along eigenvectors of
 * larger eigenvalues die out first, so that after many steps the averaged gradient points along
 * that of the smallest, and ‖r‖ says how far the minimum is [EB 4.7]. Gradients of single batches
 * scatter; the average does not, for a small δ.
 *
 * <p>That needs steps enough: the rest of another component falls by (1 − ηλ)/(1 − ηλ_min) a step.
 * Nothing is known of how far that has come but the {@linkplain #curvature curvature along r} and
 * its residual. Where H has negative eigenvalues descent leaves along them, and r follows.
 *
 * <p>An update is one pass over two vectors and allocates nothing. A second thread is refused.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class SmallestCurvature<A> {
  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final Reductions<A> reductions;
  private final int size;
  private final double leak;
  private final A average;
  private final SoleUse use = new SoleUse("this average of gradients");
  private long updates;

  /**
   * Begins an average, with r = 0.
   *
   * @param precision the precision of gradients
   * @param dimension their number of elements N, at least 1
   * @param leak δ, more than 0 and less than 1
   * @throws IllegalArgumentException if an argument is outside its bounds
   */
  public SmallestCurvature(Precision<A> precision, int dimension, double leak) {
    if (dimension < 1) {
      throw new IllegalArgumentException("dimension is " + dimension + ", must be at least 1");
    }
    if (!(leak > 0 && leak < 1)) {
      throw new IllegalArgumentException("leak is " + leak + ", must be between 0 and 1");
    }
    this.precision = precision;
    Kernels<A> kernels = Kernels.of(precision);
    this.algebra = kernels.vectorAlgebra();
    this.reductions = kernels.newReductions();
    this.size = dimension;
    this.leak = leak;
    this.average = precision.newArray(dimension);
  }

  /**
   * Adds the gradient of a step: r ← fma(δ, g, (1 − δ)·r).
   *
   * @param gradient g, N elements
   * @throws IllegalArgumentException if it has another length
   */
  public void add(A gradient) {
    use.begin();
    try {
      checkLength("gradient", gradient);
      algebra.combine(size, leak, gradient, 0, 1 - leak, average, 0);
      updates++;
    } finally {
      use.end();
    }
  }

  /**
   * Returns how many gradients were added.
   *
   * @return the number
   */
  public long updates() {
    return updates;
  }

  /**
   * Returns ‖r‖, which [EB 19] makes the learning rate follow.
   *
   * @return the norm
   */
  public double norm() {
    use.begin();
    try {
      return currentNorm();
    } finally {
      use.end();
    }
  }

  private double currentNorm() {
    return reductions.norm2(size, average, 0);
  }

  /**
   * Copies the direction.
   *
   * @param direction receives r/‖r‖, N elements
   * @throws IllegalArgumentException if it has another length
   * @throws ArithmeticException if r is zero or not finite: it has no direction
   */
  public void direction(A direction) {
    use.begin();
    try {
      checkLength("direction", direction);
      double norm = currentNorm();
      if (!(norm > 0) || norm == Double.POSITIVE_INFINITY) {
        throw new ArithmeticException(
            "the average of %d gradients has the norm %s: it has no direction"
                .formatted(updates, norm));
      }
      algebra.scale(size, 1 / norm, average, 0, direction, 0);
    } finally {
      use.end();
    }
  }

  /**
   * Measures the curvature along r by one product; allocates its vectors.
   *
   * @param matrix M, the Hessian as a rule
   * @return λ = vᵀMv along v = r/‖r‖, at least the smallest eigenvalue up to rounding
   * @throws IllegalArgumentException if M does not have N rows
   * @throws ArithmeticException if r has no direction or the product is not finite
   */
  public RayleighQuotient curvature(SymmetricOperator<A> matrix) {
    Objects.requireNonNull(matrix, "matrix");
    if (matrix.dimension() != size) {
      throw new IllegalArgumentException(
          "the matrix has %d rows, must have %d".formatted(matrix.dimension(), size));
    }
    A direction = precision.newArray(size);
    A product = precision.newArray(size);
    direction(direction);
    new Products<>(matrix, ProductWatch.NONE).apply(direction, product);
    use.begin();
    try {
      double value = reductions.dot(size, direction, 0, product, 0);
      algebra.axpy(size, -value, direction, 0, product, 0);
      return new RayleighQuotient(value, reductions.norm2(size, product, 0));
    } finally {
      use.end();
    }
  }

  private void checkLength(String name, A array) {
    int length = precision.length(Objects.requireNonNull(array, name));
    if (length != size) {
      throw new IllegalArgumentException(
          "%s has %d elements, must have %d".formatted(name, length, size));
    }
  }

  @Override
  public String toString() {
    return "average of %d gradients with leak %s, norm %s".formatted(updates, leak, currentNorm());
  }
}
