package io.github.curvelane;

/**
 * The capability of the second moments of single examples' gradients g_p = ∇L_p(θ) over the batch,
 * at the point that was {@linkplain #linearize linearized} last: products with the matrix F = (1/B)
 * Σ_p g_p g_pᵀ, called the empirical Fisher matrix, and the gradients' variance. All are sums over
 * examples with as many elements as θ has; {@link PerExampleGradients} has what grows with the
 * examples.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface GradientMoments<A> extends Linearizable<A> {
  /**
   * Tells whether each example has a gradient of its own. It has none where the model couples the
   * examples of a batch, as a normalisation by the batch's statistics does: then all that is about
   * single examples is refused.
   *
   * @return whether E is a mean of losses that depend on one example each
   */
  boolean hasExamples();

  /**
   * Computes Fv with the empirical Fisher matrix F = (1/B) Σ_p g_p g_pᵀ of per-example gradients.
   * It is neither the Fisher matrix nor G: it uses the targets (Kunstner et al. 2019).
   *
   * @param v the direction, N elements
   * @param product receives Fv, N elements; must not be {@code v} or θ
   * @throws IllegalStateException if no point is kept
   * @throws IllegalArgumentException if an array has another length or two are one
   * @throws UnsupportedOperationException unless {@link #hasExamples}
   */
  void empiricalFisherVector(A v, A product);

  /**
   * Computes the variance of the gradients' elements over the batch, (1/B) Σ_p g_p² − ((1/B) Σ_p
   * g_p)², from two sums: it loses digits where the mean is large against the deviation, and what
   * rounding leaves negative is returned as 0.
   *
   * @param variance receives N elements; must not be θ
   * @throws IllegalStateException if no point is kept
   * @throws IllegalArgumentException if the array has another length or is θ
   * @throws UnsupportedOperationException unless {@link #hasExamples}
   */
  void gradientVariance(A variance);

  /**
   * Returns the matrix F of the kept point, whichever is kept when it is applied. The view itself
   * holds nothing: make it once.
   *
   * @return F, by its products; they are refused as {@link #empiricalFisherVector} is
   */
  default SymmetricOperator<A> empiricalFisher() {
    return new EmpiricalFisherOperator<>(this);
  }
}
