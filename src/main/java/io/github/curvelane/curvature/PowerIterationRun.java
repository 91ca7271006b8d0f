package io.github.curvelane.curvature;

import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;
import java.util.Objects;

/**
 * A run of {@link PowerIteration}, stepped product by product. A step costs a product and five
 * passes over vectors, and allocates nothing; a run has four vectors. A second thread is refused.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class PowerIterationRun<A> {
  private final PowerIteration description;
  private final Products<A> products;
  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final Reductions<A> reductions;
  private final int size;
  private final SoleUse use = new SoleUse("this power iteration");

  /** v and Mv of the last step, and those that the next one makes of them. */
  private A vector;

  private A product;
  private A nextVector;
  private A nextProduct;
  private double value = Double.NaN;
  private double residual = Double.NaN;
  private boolean converged;
  private boolean cancelled;

  PowerIterationRun(
      PowerIteration description, SymmetricOperator<A> matrix, A first, ProductWatch watch) {
    this.description = description;
    this.products = new Products<>(matrix, watch);
    this.precision = products.precision();
    this.size = products.dimension();
    Kernels<A> kernels = Kernels.of(precision);
    this.algebra = kernels.vectorAlgebra();
    this.reductions = kernels.newReductions();
    int length = precision.length(Objects.requireNonNull(first, "first"));
    if (length != size) {
      throw new IllegalArgumentException(
          "first has %d elements, must have the matrix's %d rows".formatted(length, size));
    }
    double norm = reductions.norm2(size, first, 0);
    if (!(norm > 0) || norm == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "the norm of first is " + norm + ", must be positive and finite");
    }
    this.vector = precision.newArray(size);
    this.product = precision.newArray(size);
    this.nextVector = precision.newArray(size);
    this.nextProduct = precision.newArray(size);
    algebra.scale(size, 1 / norm, first, 0, nextVector, 0);
  }

  /**
   * Makes a product: λ, the residual, and unless that is small enough the next vector.
   *
   * @return whether there is more to be done
   * @throws ArithmeticException if the product is not finite; the run is as it was before
   */
  public boolean step() {
    use.begin();
    try {
      if (hasEnded()) {
        return false;
      }
      try {
        products.apply(nextVector, nextProduct);
      } catch (Cancelled e) {
        cancelled = true;
        return false;
      }
      turn();
      value = reductions.dot(size, vector, 0, product, 0);
      algebra.addScaled(size, product, 0, -value, vector, 0, nextVector, 0);
      residual = reductions.norm2(size, nextVector, 0);
      converged = residual <= description.tolerance() * Math.abs(value);
      if (hasEnded()) {
        return false;
      }
      double norm = reductions.norm2(size, product, 0);
      algebra.scale(size, 1 / norm, product, 0, nextVector, 0);
      return true;
    } finally {
      use.end();
    }
  }

  private void turn() {
    A oldVector = vector;
    A oldProduct = product;
    vector = nextVector;
    product = nextProduct;
    nextVector = oldVector;
    nextProduct = oldProduct;
  }

  private boolean hasEnded() {
    return converged || cancelled || products.made() >= description.products();
  }

  /**
   * Steps until the run has ended.
   *
   * @return {@link #result}
   * @throws ArithmeticException if a product is not finite
   */
  public DominantEigenvalue<A> finish() {
    while (step()) {
      continue;
    }
    return result();
  }

  /**
   * Returns what has been found so far.
   *
   * @return a new object with a copy of the vector
   */
  public DominantEigenvalue<A> result() {
    use.begin();
    try {
      A copy = precision.newArray(size);
      precision.copy(vector, 0, copy, 0, size);
      String message =
          converged
              ? "the residual %s is at most %s times the eigenvalue"
                  .formatted(residual, description.tolerance())
              : cancelled
                  ? "cancelled after %d products".formatted(products.made())
                  : "the residual is %s after %d products".formatted(residual, products.made());
      return new DominantEigenvalue<>(value, residual, copy, products.made(), converged, message);
    } finally {
      use.end();
    }
  }

  @Override
  public String toString() {
    return "%s: %s after %s products".formatted(description, value, products.made());
  }
}
