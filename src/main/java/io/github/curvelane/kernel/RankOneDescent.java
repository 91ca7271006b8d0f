package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.kernel.contract.RankOneUpdate;

/**
 * Gradient descent for a matrix of parameters whose gradient is of rank one and is never stored:
 * what a single example does to a dense layer. {@link Product#descend} is the same for a gradient
 * that is a product of matrices.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class RankOneDescent<A> {
  private final Precision<A> precision;
  private final RankOneUpdate<A> kernel;

  RankOneDescent(Precision<A> precision, RankOneUpdate<A> kernel) {
    this.precision = precision;
    this.kernel = kernel;
  }

  /**
   * Descends along g_ij = fl(fma(x_i, d_j, +0)·s): θ_ij = fma(−ε, g_ij, θ_ij). Scalars are rounded
   * once to the precision. O(rows·columns), no allocation. Disjoint matrices of one array may be
   * passed from several threads at once.
   *
   * @param theta the parameters, changed; θ_ij is at {@code offset + i·stride + j}
   * @param offset the index of θ_00
   * @param stride the distance between rows, at least {@code columns}
   * @param rows the number of rows, at least 0
   * @param columns the number of columns, at least 0
   * @param x the factors of the rows, from {@code xOffset}; not {@code theta}
   * @param xOffset the index of x_0
   * @param d the factors of the columns, from {@code dOffset}; not {@code theta}
   * @param dOffset the index of d_0
   * @param scale the factor s
   * @param rate the learning rate ε
   * @throws IllegalArgumentException if something does not lie within its array, or {@code theta}
   *     is passed twice; nothing is changed then
   */
  public void step(
      A theta,
      int offset,
      int stride,
      int rows,
      int columns,
      A x,
      int xOffset,
      A d,
      int dOffset,
      double scale,
      double rate) {
    check(theta, offset, stride, rows, columns, x, xOffset, d, dOffset);
    kernel.sgd(theta, offset, stride, rows, columns, x, xOffset, d, dOffset, scale, rate);
  }

  /**
   * Descends with a rate of its own for each parameter: θ_ij = fma(−fl(ε·r_ij), g_ij, θ_ij), with
   * g_ij as above. O(rows·columns), no allocation.
   *
   * @param theta the parameters, changed; θ_ij is at {@code offset + i·stride + j}
   * @param offset the index of θ_00
   * @param stride the distance between rows, at least {@code columns}
   * @param rows the number of rows, at least 0
   * @param columns the number of columns, at least 0
   * @param x the factors of the rows, from {@code xOffset}; not {@code theta}
   * @param xOffset the index of x_0
   * @param d the factors of the columns, from {@code dOffset}; not {@code theta}
   * @param dOffset the index of d_0
   * @param scale the factor s
   * @param rate the learning rate ε
   * @param rates the factors r of the rate, r_ij at the index of θ_ij; not {@code theta}
   * @param largest NaN; or, if no r_ij is NaN, negative or −0, a number that none exceeds: rows
   *     with x_i = 0, which then stay as they are, need not be read. With a wrong number the result
   *     is unspecified in such rows
   * @throws IllegalArgumentException if something does not lie within its array, or {@code theta}
   *     is passed twice; nothing is changed then
   */
  public void step(
      A theta,
      int offset,
      int stride,
      int rows,
      int columns,
      A x,
      int xOffset,
      A d,
      int dOffset,
      double scale,
      double rate,
      A rates,
      double largest) {
    check(theta, offset, stride, rows, columns, x, xOffset, d, dOffset);
    Extent.matrix("rates", precision, rates, offset, stride, rows, columns);
    Arguments.apart("rates", rates, "theta", theta);
    kernel.ratedSgd(
        theta, offset, stride, rows, columns, x, xOffset, d, dOffset, scale, rate, rates, largest);
  }

  private void check(
      A theta, int offset, int stride, int rows, int columns, A x, int xOffset, A d, int dOffset) {
    Extent.size("rows", rows);
    Extent.size("columns", columns);
    Extent.matrix("theta", precision, theta, offset, stride, rows, columns);
    Extent.vector("x", precision, x, xOffset, rows);
    Extent.vector("d", precision, d, dOffset, columns);
    Arguments.apart("x", x, "theta", theta);
    Arguments.apart("d", d, "theta", theta);
  }

  @Override
  public String toString() {
    return "rank-one descent for " + precision;
  }
}
