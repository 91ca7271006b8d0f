package io.github.curvelane;

/**
 * The capability of single examples' gradients g_p = ∇L_p(θ), at the point that was {@linkplain
 * #linearize linearized} last. What it gives grows with the examples; {@link GradientMoments} has
 * the sums over them.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface PerExampleGradients<A> extends Linearizable<A> {
  /**
   * Tells whether each example has a gradient of its own. It has none where the model couples the
   * examples of a batch, as a normalisation by the batch's statistics does: then all that is about
   * single examples is refused.
   *
   * @return whether E is a mean of losses that depend on one example each
   */
  boolean hasExamples();

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
   * @throws IllegalArgumentException if the array has another length
   * @throws UnsupportedOperationException unless {@link #hasExamples}
   */
  void squaredGradientNorms(A norms);

  /**
   * Computes the gradients of some examples.
   *
   * @param from the first example of the batch
   * @param to the example after the last
   * @param gradients receives (to − from) rows of N elements
   * @throws IllegalStateException if no point is kept
   * @throws IndexOutOfBoundsException if there are no such examples
   * @throws IllegalArgumentException if the array is too short
   * @throws UnsupportedOperationException unless {@link #hasExamples}
   */
  void gradients(int from, int to, A gradients);
}
