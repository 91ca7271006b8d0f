package io.github.curvelane.curvature;

import java.util.Objects;

/**
 * What power iterations have found.
 *
 * @param value λ = vᵀMv, by its Rayleigh quotient; NaN before the first product
 * @param residual ‖Mv − λv‖: an eigenvalue of M lies at most this far from λ
 * @param vector v, of norm 1
 * @param products the number of products made
 * @param converged whether the residual is as small as was asked for
 * @param message why the run has ended, in words
 * @param <A> {@code float[]} or {@code double[]}
 */
public record DominantEigenvalue<A>(
    double value, double residual, A vector, long products, boolean converged, String message) {

  /** Creates a result; the vector is not copied. */
  public DominantEigenvalue {
    Objects.requireNonNull(vector, "vector");
    Objects.requireNonNull(message, "message");
  }

  /**
   * Refuses what has not converged.
   *
   * @return this
   * @throws ArithmeticException if {@link #converged} is false, with the message
   */
  public DominantEigenvalue<A> orThrow() {
    if (!converged) {
      throw new ArithmeticException(toString());
    }
    return this;
  }

  @Override
  public String toString() {
    return "eigenvalue %s (residual %s): %s".formatted(value, residual, message);
  }
}
