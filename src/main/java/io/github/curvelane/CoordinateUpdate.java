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

  /**
   * Tells whether {@link #updateScaled} may be called in place of {@link #update}.
   *
   * @return whether a gradient may come before its last factor
   */
  default boolean takesScale() {
    return false;
  }

  /**
   * Updates θ_i for {@code from} ≤ i &lt; {@code to} along fl(g_i·scale): exactly what {@link
   * #update} does with those products, which need not be stored. The factor that makes a mean of a
   * sum over examples then costs no pass of its own.
   *
   * @param theta the parameters, changed in the range
   * @param gradient the gradient up to its factor, final in the range; its elements may be
   *     overwritten
   * @param from the first index
   * @param to the index after the last
   * @param scale the factor, rounded once to the precision
   * @throws UnsupportedOperationException unless {@link #takesScale}
   */
  default void updateScaled(A theta, A gradient, int from, int to, double scale) {
    throw new UnsupportedOperationException("this update needs a finished gradient");
  }

  /**
   * Tells whether this is plain gradient descent, θ_i = fma(−ε, g_i, θ_i), with ε the {@link
   * #rate}. Whoever computes the gradient may then take the step in place of calling {@link
   * #update}, without storing the gradient.
   *
   * @return whether the step depends on nothing but the rate
   */
  default boolean isDescent() {
    return false;
  }

  /**
   * Returns the learning rate of the step that is under way.
   *
   * @return ε, to be rounded once to the precision
   * @throws UnsupportedOperationException unless {@link #isDescent}
   */
  default double rate() {
    throw new UnsupportedOperationException("this update is not plain gradient descent");
  }

  /**
   * Tells whether {@link #rankOne} may be called in place of {@link #update} for a block of rows.
   *
   * @return whether a gradient of rank one can be applied without being stored
   */
  default boolean takesRankOne() {
    return false;
  }

  /**
   * Updates a matrix of parameters whose gradient is scale·x dᵀ, without storing the gradient: with
   * g_ij = fl(fma(x_i, d_j, +0)·scale), exactly what {@link #update} does with those g_ij. The
   * gradient of a dense layer for a single example has this form.
   *
   * @param theta the parameters; element (i, j) of the matrix is {@code theta[offset + i·stride +
   *     j]}
   * @param offset the index of element (0, 0)
   * @param stride the distance between rows, at least {@code columns}
   * @param rows the number of rows
   * @param columns the number of columns
   * @param x holds the {@code rows} factors of the rows
   * @param xOffset the index of the first
   * @param d holds the {@code columns} factors of the columns
   * @param dOffset the index of the first
   * @param scale the factor of the whole, rounded once to the precision
   * @throws UnsupportedOperationException unless {@link #takesRankOne}
   */
  default void rankOne(
      A theta,
      int offset,
      int stride,
      int rows,
      int columns,
      A x,
      int xOffset,
      A d,
      int dOffset,
      double scale) {
    throw new UnsupportedOperationException("this update needs a stored gradient");
  }
}
