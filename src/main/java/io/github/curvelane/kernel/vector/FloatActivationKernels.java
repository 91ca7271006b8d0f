package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.ActivationKernels;
import io.github.curvelane.kernel.contract.Curve;
import java.util.stream.Stream;

/** Activations over a vector: full lanes by the kernel of each, the rest one by one. */
final class FloatActivationKernels implements ActivationKernels<float[]> {
  private static final int ORDERS = 3;

  private final io.github.curvelane.kernel.scalar.FloatActivationKernels scalar =
      new io.github.curvelane.kernel.scalar.FloatActivationKernels();
  private final ColdLoop[] loops =
      Stream.generate(ColdLoop::new)
          .limit(ORDERS * Curve.Shape.values().length)
          .toArray(ColdLoop[]::new);

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
      lanes(curve, order, x, xOffset + i, y, yOffset + i, d1, d1Offset + i, d2, d2Offset + i, part);
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

  private static void lanes(
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
    switch (curve.shape()) {
      case IDENTITY ->
          FloatActivationLanes.identity(
              order, x, xOffset, y, yOffset, d1, d1Offset, d2, d2Offset, n);
      case LOGISTIC ->
          FloatActivationLanes.logistic(
              order, x, xOffset, y, yOffset, d1, d1Offset, d2, d2Offset, n);
      case TANH ->
          FloatActivationLanes.tanh(order, x, xOffset, y, yOffset, d1, d1Offset, d2, d2Offset, n);
      case SCALED_TANH ->
          FloatActivationLanes.scaledTanh(
              (float) curve.scale(),
              (float) curve.slope(),
              (float) curve.firstScale(),
              (float) curve.secondScale(),
              order,
              x,
              xOffset,
              y,
              yOffset,
              d1,
              d1Offset,
              d2,
              d2Offset,
              n);
      case TWISTED_TANH ->
          FloatActivationLanes.twistedTanh(
              (float) curve.scale(),
              (float) curve.slope(),
              (float) curve.twist(),
              (float) curve.firstScale(),
              (float) curve.secondScale(),
              order,
              x,
              xOffset,
              y,
              yOffset,
              d1,
              d1Offset,
              d2,
              d2Offset,
              n);
      case RELU ->
          FloatActivationLanes.relu(order, x, xOffset, y, yOffset, d1, d1Offset, d2, d2Offset, n);
      case LEAKY_RELU ->
          FloatActivationLanes.leakyRelu(
              (float) curve.slope(), order, x, xOffset, y, yOffset, d1, d1Offset, d2, d2Offset, n);
      case SOFTPLUS ->
          FloatActivationLanes.softplus(
              order, x, xOffset, y, yOffset, d1, d1Offset, d2, d2Offset, n);
      case ELU ->
          FloatActivationLanes.elu(
              (float) curve.scale(), order, x, xOffset, y, yOffset, d1, d1Offset, d2, d2Offset, n);
      case GELU ->
          FloatActivationLanes.gelu(order, x, xOffset, y, yOffset, d1, d1Offset, d2, d2Offset, n);
      case SILU ->
          FloatActivationLanes.silu(order, x, xOffset, y, yOffset, d1, d1Offset, d2, d2Offset, n);
      case GAUSSIAN ->
          FloatActivationLanes.gaussian(
              order, x, xOffset, y, yOffset, d1, d1Offset, d2, d2Offset, n);
    }
  }
}
