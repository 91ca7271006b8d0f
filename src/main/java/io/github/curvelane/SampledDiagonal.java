package io.github.curvelane;

/**
 * The capability of a Monte-Carlo estimate of the Gauss-Newton diagonal, where the loss is the
 * negative logarithm of a distribution of the targets, given the model's outputs.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface SampledDiagonal<A> extends Linearizable<A> {
  /**
   * Tells whether targets can be drawn. Of a network the loss decides.
   *
   * @return whether the loss has a distribution
   */
  boolean hasDistribution();

  /**
   * Estimates the Gauss-Newton diagonal without bias from targets drawn from the model's own
   * distribution, at the point that was {@linkplain #linearize linearized} last: the mean over
   * {@code samples} draws of (1/B) Σ_p (∇L_p)² with the drawn targets.
   *
   * @param samples how many draws for each example, at least 1
   * @param seed the seed of the draws; each canonical chunk of examples has a generator of its own,
   *     seeded by {@link Arithmetic#chunkSeed}
   * @param diagonal receives N elements; must not be θ
   * @throws IllegalStateException if no point is kept
   * @throws IllegalArgumentException if {@code samples} is less than 1, or the array has another
   *     length or is θ
   * @throws UnsupportedOperationException unless {@link #hasDistribution}
   */
  void monteCarloGaussNewtonDiagonal(int samples, long seed, A diagonal);
}
