package io.github.curvelane.examples;

import io.github.curvelane.curvature.Eigenpair;
import io.github.curvelane.curvature.Eigenpairs;
import io.github.curvelane.curvature.Lanczos;
import io.github.curvelane.curvature.LearningRates;
import io.github.curvelane.curvature.ProductWatch;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.nn.NetworkObjective;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The largest eigenvalue of the Hessian of a training objective at the initial weights.
 *
 * @param value λ_max
 * @param residual how far from it an eigenvalue may be
 * @param examples of how many examples the Hessian is
 * @param products how many products found it
 */
record LargestEigenvalue(double value, double residual, int examples, long products) {
  /** A rate needs no more than four digits. */
  private static final double TOLERANCE = 1e-4;

  private static final int MOST_PRODUCTS = 200;

  /**
   * Finds it by Lanczos' method.
   *
   * @param objective the examples, selected
   * @return empty if it was cancelled
   * @throws UserException if gradients or products are not finite
   */
  static <A> Optional<LargestEigenvalue> find(
      NetworkObjective<A> objective, int examples, A theta, long seed, BooleanSupplier cancelled) {
    ProductWatch watch =
        new ProductWatch() {
          @Override
          public boolean cancelled() {
            return cancelled.getAsBoolean();
          }
        };
    Eigenpairs<A> found;
    try {
      objective.linearize(theta, objective.precision().newArray(objective.dimension()));
      Lanczos lanczos = new Lanczos().tolerance(TOLERANCE).products(MOST_PRODUCTS).seed(seed);
      found = lanczos.find(objective.hessian(), watch);
    } catch (ArithmeticException e) {
      throw new UserException("--lr lambda: " + e.getMessage(), e);
    }
    if (found.reason() == Eigenpairs.Reason.CANCELLED) {
      return Optional.empty();
    }
    Eigenpair<A> pair = found.largest().getFirst();
    return Optional.of(
        new LargestEigenvalue(pair.value(), pair.residual(), examples, found.products()));
  }

  /**
   * Returns 1/λ.
   *
   * @throws UserException if there is no positive curvature
   */
  double rate() {
    try {
      return LearningRates.inverse(value);
    } catch (IllegalArgumentException e) {
      throw new UserException("--lr lambda: " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "lambda max of the Hessian of %,d training examples is %.6g (residual %.1e, %d products)",
        examples,
        value,
        residual,
        products);
  }
}
