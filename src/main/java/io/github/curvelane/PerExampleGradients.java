package io.github.curvelane;

/**
 * The capability of quantities of single examples' gradients g_p = ∇L_p(θ), at the point that was
 * {@linkplain #linearize linearized} last.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface PerExampleGradients<A> extends Linearizable<A> {
  /**
   * Returns the number of examples in the batch.
   *
   * @return B
   */
  int batch();

  /**
   * Computes ‖g_p‖² for every example without forming the gradients: for a dense layer (‖x_p‖² +
   * 1)‖δ_p‖² (Goodfellow 2015).
   *
   * @param norms receives B squared norms
   * @throws IllegalStateException if no point is kept
   */
  void squaredGradientNorms(A norms);

  /**
   * Computes the variance of the gradients' elements over the batch, (1/B) Σ_p g_p² − ((1/B) Σ_p
   * g_p)², from two sums: it loses digits where the mean is large against the deviation, and what
   * rounding leaves negative is returned as 0.
   *
   * @param variance receives N elements; must not be θ
   * @throws IllegalStateException if no point is kept
   */
  void gradientVariance(A variance);

  /**
   * Computes the gradients of some examples.
   *
   * @param from the first example of the batch
   * @param to the example after the last
   * @param gradients receives (to − from) rows of N elements
   * @throws IllegalStateException if no point is kept
   */
  void gradients(int from, int to, A gradients);
}
