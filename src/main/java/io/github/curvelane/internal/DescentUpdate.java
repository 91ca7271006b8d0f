package io.github.curvelane.internal;

import io.github.curvelane.CoordinateUpdate;
import org.jspecify.annotations.Nullable;

/**
 * A step of gradient descent, θ_i = fma(−ε, g_i, θ_i), which depends on nothing but the rate, or
 * θ_i = fma(−fl(ε·r_i), g_i, θ_i), with a factor of the rate for each parameter. Whoever computes
 * the gradient may take it in other ways than {@link #update}, with the same bits: within the
 * product that is the gradient, along a gradient that still lacks a factor, or along one of rank
 * one that is never stored.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface DescentUpdate<A> extends CoordinateUpdate<A> {
  /**
   * Returns the learning rate of the step that is under way.
   *
   * @return ε, to be rounded once to the precision
   */
  double rate();

  /**
   * Returns the factors of the rate.
   *
   * @return r, N elements that no one changes during the step; null unless overridden, where there
   *     are none
   */
  default @Nullable A rates() {
    return null;
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
   */
  void updateScaled(A theta, A gradient, int from, int to, double scale);

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
   */
  void rankOne(
      A theta,
      int offset,
      int stride,
      int rows,
      int columns,
      A x,
      int xOffset,
      A d,
      int dOffset,
      double scale);
}
