package io.github.curvelane;

/**
 * A step of an optimizer that is already under way and changes parameters coordinate by coordinate:
 * θ_i becomes a function of θ_i, g_i and what the optimizer remembers about i. Whoever computes a
 * gradient may therefore apply it range by range, as soon as a range is final and still in cache,
 * instead of once at the end; see {@link FusedObjective}.
 *
 * <p>In one step every index is passed exactly once. The ranges may come in any order and, when
 * they are disjoint, from several threads at once: the result is the same bits as {@code
 * update(theta, gradient, 0, N)}.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
@FunctionalInterface
public interface CoordinateUpdate<A> {
  /**
   * Updates θ_i for {@code from} ≤ i &lt; {@code to}.
   *
   * @param theta the parameters, changed in the range
   * @param gradient the gradient, final in the range; its elements may be overwritten
   * @param from the first index
   * @param to the index after the last
   */
  void update(A theta, A gradient, int from, int to);
}
