package io.github.curvelane.nn;

/** A linear map without parameters. */
abstract class FixedMap<A> extends LinearMap<A> {
  FixedMap(Site<A> site, Layer layer) {
    super(site, layer);
  }

  @Override
  final void weightGradient(
      A x,
      int xOffset,
      boolean squared,
      A u,
      int uOffset,
      int rows,
      boolean accumulate,
      A sum,
      int at) {}

  @Override
  final void biasGradient(A u, int uOffset, int rows, A sum, int at) {}
}
