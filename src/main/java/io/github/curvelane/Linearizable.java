package io.github.curvelane;

/**
 * An objective that can evaluate a point and keep what products and diagonals at that point need:
 * the signals of the forward and backward pass. Many products then cost no further evaluation, as
 * the inner loop of a conjugate-gradient method wants it.
 *
 * <p>What is kept holds until the next call of {@link #linearize}, {@link #keep}, {@link #value},
 * {@link #valueAndGradient} or a selection of other examples. The array θ is read by the later
 * calls and must not change between them.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface Linearizable<A> extends Objective<A> {
  /**
   * Computes E(θ) and ∇E(θ), the same bits as {@link #valueAndGradient}, and keeps the point.
   *
   * @param theta the parameters, N finite numbers; not copied
   * @param gradient receives the gradient, N elements; must not be {@code theta}
   * @return the value
   * @throws IllegalArgumentException if a parameter is NaN or infinite, naming it
   */
  double linearize(A theta, A gradient);

  /**
   * Computes E(θ) and keeps the point as {@link #linearize} does, where the gradient itself is not
   * wanted: what is kept is the same, and less may be written.
   *
   * @param theta the parameters, N finite numbers; not copied
   * @param scratch N elements, not {@code theta}; its contents are unspecified afterwards
   * @return the value
   * @throws IllegalArgumentException if a parameter is NaN or infinite, naming it, or {@code
   *     scratch} has another length or is {@code theta}
   */
  default double keep(A theta, A scratch) {
    Directions.length("scratch", precision(), dimension(), scratch);
    if (theta == scratch) {
      throw new IllegalArgumentException("theta and scratch are the same array");
    }
    return linearize(theta, scratch);
  }
}
