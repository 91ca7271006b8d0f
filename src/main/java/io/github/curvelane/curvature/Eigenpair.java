package io.github.curvelane.curvature;

import java.util.Objects;
import java.util.Optional;

/**
 * An eigenvalue of a matrix M as a run found it.
 *
 * @param value λ
 * @param residual a bound on ‖My − λy‖ with y the unit vector that goes with λ, the rounding errors
 *     of the run included: M has an eigenvalue within this distance
 * @param converged whether λ is as good as was asked for, or as the precision allows
 * @param vector y, N elements, if eigenvectors were wanted
 * @param <A> {@code float[]} or {@code double[]}
 */
public record Eigenpair<A>(double value, double residual, boolean converged, Optional<A> vector) {

  /** Creates a pair; the vector is not copied. */
  public Eigenpair {
    Objects.requireNonNull(vector, "vector");
  }

  /** Returns value and residual. */
  @Override
  public String toString() {
    return "%s (residual %.1e%s)".formatted(value, residual, converged ? "" : ", not converged");
  }
}
