package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.ActivationKernels;
import io.github.curvelane.kernel.contract.Curve;
import io.github.curvelane.kernel.contract.Shape;

/** Activations over a vector: full lanes by the kernel of each, the rest one by one. */
final class FloatActivationKernels implements ActivationKernels<float[]> {
  private static final int ORDERS = 3;

  private final io.github.curvelane.kernel.scalar.FloatActivationKernels scalar =
      new io.github.curvelane.kernel.scalar.FloatActivationKernels();
  private final ColdLoop[] loops = new ColdLoop[ORDERS * Shape.values().length];

  FloatActivationKernels() {
    for (int i = 0; i < loops.length; i++) {
      loops[i] = new ColdLoop();
    }
  }

  @Override
  public void apply(
      Curve curve,
      int order,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] d1,
      int d1Offset,
      float[] d2,
      int d2Offset,
      int n) {
    int full = FloatLanes.SPECIES.loopBound(n);
    ColdLoop loop = loops[ORDERS * curve.shape().ordinal() + order];
    int part;
    for (int i = 0; i < full; i += part) {
      part = loop.part(full - i, FloatLanes.LANES);
      FloatActivationLanes.apply(
          curve, order, x, xOffset + i, y, yOffset + i, d1, d1Offset + i, d2, d2Offset + i, part);
    }
    if (full < n) {
      scalar.apply(
          curve,
          order,
          x,
          xOffset + full,
          y,
          yOffset + full,
          d1,
          d1Offset + full,
          d2,
          d2Offset + full,
          n - full);
    }
  }
}
