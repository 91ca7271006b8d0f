package io.github.curvelane;

/**
 * The capability of the residuals r of a sum of squares, E(θ) = ½c‖r(θ)‖²: of a mean over B
 * examples c = 1/B, of a plain sum of squares c = 1. Where the objective also gives the {@linkplain
 * SquareRootJacobian rows} K, K is the Jacobian of r, row for residual, and ∇E = c Kᵀr.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface Residuals<A> extends Linearizable<A> {
  /**
   * Tells whether the objective is a sum of squares. A network is by its loss.
   *
   * @return whether there are residuals
   */
  boolean hasResiduals();

  /**
   * Returns the number of residuals.
   *
   * @return m
   * @throws UnsupportedOperationException unless {@link #hasResiduals}
   */
  int residuals();

  /**
   * Computes r(θ) and E(θ), the same bits as {@link #value}, and keeps the point as {@link
   * #linearize} does: a method that solves with rows of K needs no gradient besides.
   *
   * @param theta the parameters, N finite numbers; not copied
   * @param residuals receives r, m elements; must not be {@code theta}
   * @return the value E(θ)
   * @throws IllegalArgumentException if an array has another length, both are one, or a parameter
   *     is NaN or infinite, naming it
   * @throws UnsupportedOperationException unless {@link #hasResiduals}
   */
  double residuals(A theta, A residuals);
}
