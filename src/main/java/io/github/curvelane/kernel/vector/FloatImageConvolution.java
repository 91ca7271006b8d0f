package io.github.curvelane.kernel.vector;

import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.ConvolutionShape;
import io.github.curvelane.kernel.contract.ConvolutionCall;
import io.github.curvelane.kernel.contract.ConvolutionKernel;

/**
 * The convolution without a matrix of windows. What each operation needs is made when it is first
 * asked for: predictions need outputs alone.
 */
final class FloatImageConvolution implements ConvolutionKernel<float[]> {
  private final ConvolutionShape shape;
  private final Parallelism parallelism;
  private final Patches patches;
  private final boolean lanesMayBePlaces;
  private FloatPatchOutputs outputs;
  private FloatPlaneOutputs planeOutputs;
  private FloatTapSums tapSums;
  private FloatWindowSums windowSums;
  private FloatBiasSums biasSums;

  FloatImageConvolution(ConvolutionShape shape, Parallelism parallelism) {
    this.shape = shape;
    this.parallelism = parallelism;
    patches = new Patches(shape);
    lanesMayBePlaces = FloatPlaneOutputs.pays(shape);
  }

  @Override
  public void outputs(ConvolutionCall<float[]> call) {
    if (lanesMayBePlaces && !call.accumulate) {
      if (planeOutputs == null) {
        planeOutputs = new FloatPlaneOutputs(shape, parallelism);
      }
      planeOutputs.compute(call);
      return;
    }
    if (outputs == null) {
      outputs = new FloatPatchOutputs(shape, patches, parallelism);
    }
    outputs.compute(call);
  }

  @Override
  public void inputGradient(ConvolutionCall<float[]> call) {
    if (tapSums == null) {
      tapSums = new FloatTapSums(shape, patches, parallelism);
    }
    tapSums.compute(call);
  }

  @Override
  public void weightGradient(ConvolutionCall<float[]> call) {
    if (windowSums == null) {
      windowSums = new FloatWindowSums(shape, patches, parallelism);
    }
    windowSums.compute(call);
  }

  @Override
  public void biasGradient(ConvolutionCall<float[]> call) {
    if (biasSums == null) {
      biasSums = new FloatBiasSums(shape);
    }
    biasSums.compute(call);
  }
}
