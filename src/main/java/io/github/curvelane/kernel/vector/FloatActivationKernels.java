package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.ActivationKernels;
import io.github.curvelane.kernel.contract.Curve;
import io.github.curvelane.kernel.contract.Shape;

/** Activations over a vector: full lanes by the kernel of each, the rest one by one. */
final class FloatActivationKernels implements ActivationKernels<float[]> {
  private static final int ORDERS = 3;

  /** Vectors of a rehearsal: calls are few, and the compiler still sees a loop. */
  private static final int VECTORS = 4;

  /** Operations of an activation, roughly. */
  private static final int OPERATIONS = 40;

  private final io.github.curvelane.kernel.scalar.FloatActivationKernels scalar =
      new io.github.curvelane.kernel.scalar.FloatActivationKernels();
  private final Warmth[] warmths = new Warmth[ORDERS * Shape.values().length];

  FloatActivationKernels() {
    for (int i = 0; i < warmths.length; i++) {
      warmths[i] = Warmth.ofLoop();
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
    Warmth warmth = warmths[ORDERS * curve.shape().ordinal() + order];
    int done = 0;
    if (warmth.isWarm()) {
      done = FloatLanes.SPECIES.loopBound(n);
      FloatActivationLanes.apply(
          curve, order, x, xOffset, y, yOffset, d1, d1Offset, d2, d2Offset, done);
    }
    while (warmth.mayRehearse() && n - done >= FloatLanes.LANES) {
      int vectors = Math.min(VECTORS, (n - done) / FloatLanes.LANES);
      int count = vectors * FloatLanes.LANES;
      long start = System.nanoTime();
      FloatActivationLanes.apply(
          curve,
          order,
          x,
          xOffset + done,
          y,
          yOffset + done,
          d1,
          d1Offset + done,
          d2,
          d2Offset + done,
          count);
      warmth.rehearsed(true, OPERATIONS * vectors, System.nanoTime() - start);
      done += count;
      for (int calls = warmth.emptyCalls(); calls > 0; calls--) {
        FloatActivationLanes.apply(curve, order, x, 0, y, 0, d1, 0, d2, 0, -1);
      }
    }
    if (done == n) {
      return;
    }
    long start = warmth.isWarm() ? 0 : System.nanoTime();
    scalar.apply(
        curve,
        order,
        x,
        xOffset + done,
        y,
        yOffset + done,
        d1,
        d1Offset + done,
        d2,
        d2Offset + done,
        n - done);
    if (!warmth.isWarm()) {
      warmth.worked(n - done, System.nanoTime() - start);
    }
  }
}
