package io.github.curvelane.continuation;

import io.github.curvelane.Objective;

/**
 * The capability of an objective to give its blur by a Gaussian in closed form, E_σ(θ) = E[E(θ +
 * σξ)], ξ ~ N(0, I): the solution of the heat equation ∂E/∂(σ²) = ½ΔE with E at σ = 0. For terms
 * that are products of functions of one coordinate each, the blur is the product of theirs:
 *
 * <ul>
 *   <li>x² becomes x² + σ²; x⁴ becomes x⁴ + 6σ²x² + 3σ⁴;
 *   <li>cos ωx becomes e^(−ω²σ²/2)·cos ωx, and sin likewise;
 *   <li>e^(−x²/(2s²)) becomes s/√(s² + σ²)·e^(−x²/(2(s² + σ²))).
 * </ul>
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface GaussianBlur<A> extends Objective<A> {
  /**
   * Returns the blurred objective.
   *
   * @param width σ, positive and finite
   * @return E_σ, of as many parameters
   * @throws IllegalArgumentException if {@code width} is not positive and finite
   */
  Objective<A> blurred(double width);
}
