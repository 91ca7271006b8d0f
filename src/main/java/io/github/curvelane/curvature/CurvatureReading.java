package io.github.curvelane.curvature;

/**
 * What a {@link CurvatureMonitor} has measured at a point.
 *
 * @param value E
 * @param gradientSquares ‖g‖²
 * @param gradientCurvature gᵀHg
 * @param largestEigenvalue the Rayleigh quotient λ = vᵀHv of the direction v that is tracked, at
 *     most λ_max
 * @param residual ‖Hv − λv‖: an eigenvalue of H lies at most this far from λ
 */
public record CurvatureReading(
    double value,
    double gradientSquares,
    double gradientCurvature,
    double largestEigenvalue,
    double residual) {
  /**
   * Returns the first-order term of the change of E that a step −εg is predicted to make, −ε‖g‖²
   * [DL8 8.10].
   *
   * @param rate ε
   * @return the term, at most 0 for ε ≥ 0
   */
  public double firstOrderTerm(double rate) {
    return -rate * gradientSquares;
  }

  /**
   * Returns the second-order term, ½ε²gᵀHg [DL8 8.10]. Where it exceeds the first in magnitude the
   * step goes uphill, and the problem is ill-conditioned for this rate.
   *
   * @param rate ε
   * @return the term
   */
  public double secondOrderTerm(double rate) {
    return 0.5 * rate * rate * gradientCurvature;
  }

  /**
   * Returns the curvature along the gradient, gᵀHg/‖g‖²: descent with a rate above 2/κ climbs along
   * g.
   *
   * @return κ; NaN where g = 0
   */
  public double alongGradient() {
    return gradientCurvature / gradientSquares;
  }
}
