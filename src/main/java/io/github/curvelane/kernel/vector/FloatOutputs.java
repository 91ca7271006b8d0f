package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.ConvolutionShape;
import io.github.curvelane.kernel.contract.ConvolutionCall;

/** What happens to a convolution's outputs after their chains and their map's bias. */
final class FloatOutputs {
  private static final FloatVectorAlgebra ALGEBRA = FloatVectorAlgebra.INSTANCE;

  private final int units;

  FloatOutputs(ConvolutionShape shape) {
    this.units = shape.outputs();
  }

  /** Completes some examples. */
  void finish(ConvolutionCall<float[]> call, int first, int examples) {
    int y = call.yOffset + first * units;
    if (call.biasPerUnit) {
      for (int e = 0; e < examples; e++) {
        int at = y + e * units;
        ALGEBRA.add(units, call.y, at, call.bias, call.biasOffset, call.y, at);
      }
    }
    if (call.times != null) {
      int times = call.timesOffset + first * units;
      ALGEBRA.multiply(examples * units, call.y, y, call.times, times, call.y, y);
    }
    if (call.sweep != null) {
      call.sweep.sweep(first, first + examples, 0, units);
    }
  }
}
