package io.github.curvelane;

/**
 * The capability of the diagonals of second derivatives; {@link Diagonal} says which there are.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface CurvatureDiagonals<A> extends Linearizable<A> {
  /**
   * Computes a diagonal at the point that was {@linkplain #linearize linearized} last.
   *
   * @param kind which diagonal
   * @param diagonal receives N elements; must not be θ
   * @throws IllegalStateException if no point is kept
   * @throws IllegalArgumentException if the array has another length
   */
  void diagonal(Diagonal kind, A diagonal);

  /**
   * Estimates the Gauss-Newton diagonal without bias from targets drawn from the model's own
   * distribution: the mean over {@code samples} draws of (1/B) Σ_p (∇L_p)² with the drawn targets.
   * Available where the loss is the negative logarithm of a distribution.
   *
   * @param samples how many draws for each example, at least 1
   * @param seed the seed of the draws
   * @param diagonal receives N elements; must not be θ
   * @throws IllegalStateException if no point is kept
   * @throws IllegalArgumentException if {@code samples} is less than 1 or the array has another
   *     length
   * @throws UnsupportedOperationException if the loss has no distribution
   */
  void monteCarloGaussNewtonDiagonal(int samples, long seed, A diagonal);
}
