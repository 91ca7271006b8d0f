package io.github.curvelane;

/**
 * Residuals r: ℝᴺ → ℝᵐ of a problem of least squares without a network, such as a curve that is
 * fitted to points, with the rows of their Jacobian: all that whoever writes such a problem has to
 * know. {@code curvature.LeastSquaresObjective} makes an {@link Objective} of it, E = ½‖r‖².
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface LeastSquares<A> {
  /**
   * Returns the precision of parameters and residuals.
   *
   * @return the precision
   */
  Precision<A> precision();

  /**
   * Returns the number of parameters.
   *
   * @return N, at least 1
   */
  int dimension();

  /**
   * Returns the number of residuals.
   *
   * @return m, at least 1
   */
  int residuals();

  /**
   * Computes r(θ).
   *
   * @param theta the parameters, N of them
   * @param residuals receives r, m elements
   */
  void residuals(A theta, A residuals);

  /**
   * Computes some rows of the Jacobian, ∂r_i/∂θ for {@code from} ≤ i &lt; {@code to}.
   *
   * @param theta the parameters, those of the last call of {@link #residuals(Object, Object)}
   * @param from the first residual
   * @param to the residual after the last
   * @param rows receives (to − from) rows of N elements, from index 0
   */
  void jacobianRows(A theta, int from, int to, A rows);
}
