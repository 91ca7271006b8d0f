package io.github.curvelane.curvature;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.DescentUpdate;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.RankOneDescent;
import io.github.curvelane.kernel.VectorAlgebra;

/**
 * v ← fma(f, Hv, v): a step of shifted power iteration, and as an update one of descent along Hv
 * with the rate −f, which a product with H may take as it takes those along a gradient.
 */
final class PowerStep<A> implements DescentUpdate<A> {
  private final VectorAlgebra<A> algebra;
  private final RankOneDescent<A> rankOne;
  private double factor;

  PowerStep(Precision<A> precision) {
    Kernels<A> kernels = Kernels.of(precision);
    this.algebra = kernels.vectorAlgebra();
    this.rankOne = kernels.rankOneDescent();
  }

  PowerStep<A> by(double factor) {
    this.factor = factor;
    return this;
  }

  @Override
  public double rate() {
    return -factor;
  }

  @Override
  public void update(A v, A product, int from, int to) {
    algebra.axpy(to - from, factor, product, from, v, from);
  }

  @Override
  public void updateScaled(A v, A product, int from, int to, double scale) {
    algebra.scale(to - from, scale, product, from, product, from);
    update(v, product, from, to);
  }

  @Override
  public void rankOne(
      A v,
      int offset,
      int stride,
      int rows,
      int columns,
      A x,
      int xOffset,
      A d,
      int dOffset,
      double scale) {
    rankOne.step(v, offset, stride, rows, columns, x, xOffset, d, dOffset, scale, -factor);
  }
}
