package io.github.curvelane.kernel.scalar;

import io.github.curvelane.kernel.ConvolutionShape;
import io.github.curvelane.kernel.contract.ConvolutionCall;
import io.github.curvelane.kernel.contract.ConvolutionKernel;

/**
 * The convolution as it is defined, one element after another. Everything else must give the bits
 * of this.
 */
final class FloatNaiveConvolution implements ConvolutionKernel<float[]> {
  private final ConvolutionShape s;
  private final int outputWidth;
  private final int places;
  private final int inputs;
  private final int outputs;
  private final int channels;
  private final int maps;
  private final int terms;

  FloatNaiveConvolution(ConvolutionShape shape) {
    this.s = shape;
    this.outputWidth = shape.outputWidth();
    this.places = shape.places();
    this.inputs = shape.inputs();
    this.outputs = shape.outputs();
    this.channels = shape.groupChannels();
    this.maps = shape.groupMaps();
    this.terms = shape.terms();
  }

  /**
   * The index within an image of the element that a term of a place's chain in a group reads; −1 on
   * the border.
   */
  private int element(int place, int term, int group) {
    int tap = term / channels;
    int y = place / outputWidth * s.strideY() + tap / s.windowWidth() * s.dilationY();
    int x = place % outputWidth * s.strideX() + tap % s.windowWidth() * s.dilationX();
    y -= s.paddingY();
    x -= s.paddingX();
    boolean inside = y >= 0 && y < s.height() && x >= 0 && x < s.width();
    return inside ? (y * s.width() + x) * s.channels() + group * channels + term % channels : -1;
  }

  /** An element of the surrounded image. */
  private float surrounded(ConvolutionCall<float[]> call, int example, int element) {
    return element < 0 ? 0 : call.x[call.xOffset + example * inputs + element];
  }

  private static float weight(float[] weights, int index, boolean square) {
    float w = weights[index];
    return square ? w * w : w;
  }

  @Override
  public void outputs(ConvolutionCall<float[]> call) {
    for (int p = 0; p < call.examples; p++) {
      for (int unit = 0; unit < outputs; unit++) {
        int at = call.yOffset + p * outputs + unit;
        float y = call.accumulate ? call.y[at] : 0;
        int map = unit % s.maps();
        for (int k = 0; k < terms; k++) {
          float x = surrounded(call, p, element(unit / s.maps(), k, map / maps));
          y = Math.fma(x, call.weights[call.weightsOffset + k * s.maps() + map], y);
        }
        if (call.bias != null) {
          y += call.bias[call.biasOffset + (call.biasPerUnit ? unit : map)];
        }
        call.y[at] = call.times == null ? y : y * call.times[call.timesOffset + p * outputs + unit];
      }
    }
    if (call.sweep != null) {
      call.sweep.sweep(0, call.examples, 0, outputs);
    }
  }

  @Override
  public void inputGradient(ConvolutionCall<float[]> call) {
    for (int p = 0; p < call.examples; p++) {
      int start = call.xOffset + p * inputs;
      for (int i = 0; i < inputs && !call.accumulate; i++) {
        call.x[start + i] = 0;
      }
      for (int place = 0; place < places; place++) {
        for (int k = 0; k < terms * s.groups(); k++) {
          int group = k / terms;
          int element = element(place, k % terms, group);
          if (element >= 0) {
            call.x[start + element] += tap(call, p * outputs + place * s.maps(), k % terms, group);
          }
        }
      }
      for (int i = 0; i < inputs && call.times != null; i++) {
        call.x[start + i] *= call.times[call.timesOffset + p * inputs + i];
      }
    }
    if (call.sweep != null) {
      call.sweep.sweep(0, call.examples, 0, inputs);
    }
  }

  /** The chain over the maps of a group at a place, whose first map is {@code row}. */
  private float tap(ConvolutionCall<float[]> call, int row, int term, int group) {
    float t = 0;
    for (int m = group * maps; m < (group + 1) * maps; m++) {
      float w = weight(call.weights, call.weightsOffset + term * s.maps() + m, call.square);
      t = Math.fma(call.y[call.yOffset + row + m], w, t);
    }
    for (int m = group * maps; m < (group + 1) * maps && call.secondY != null; m++) {
      int index = call.secondWeightsOffset + term * s.maps() + m;
      float w = weight(call.secondWeights, index, call.square);
      t = Math.fma(call.secondY[call.secondYOffset + row + m], w, t);
    }
    return t;
  }

  @Override
  public void weightGradient(ConvolutionCall<float[]> call) {
    for (int k = 0; k < terms; k++) {
      for (int m = 0; m < s.maps(); m++) {
        int at = call.weightsOffset + k * s.maps() + m;
        float total = call.accumulate ? call.weights[at] : 0;
        for (int p = 0; p < call.examples; p += s.examplesPerChain()) {
          float chain = p == 0 ? total : 0;
          int end = Math.min(p + s.examplesPerChain(), call.examples);
          for (int row = p * places; row < end * places; row++) {
            float x = surrounded(call, row / places, element(row % places, k, m / maps));
            x = call.square ? x * x : x;
            chain = Math.fma(x, call.y[call.yOffset + row * s.maps() + m], chain);
          }
          total = p == 0 ? chain : total + chain;
        }
        call.weights[at] = total;
      }
    }
  }

  @Override
  public void biasGradient(ConvolutionCall<float[]> call) {
    for (int m = 0; m < s.maps(); m++) {
      float total = 0;
      for (int p = 0; p < call.examples; p += s.examplesPerChain()) {
        float chain = 0;
        int end = Math.min(p + s.examplesPerChain(), call.examples);
        for (int row = p * places; row < end * places; row++) {
          chain += call.y[call.yOffset + row * s.maps() + m];
        }
        total = p == 0 ? chain : total + chain;
      }
      call.bias[call.biasOffset + m] = total;
    }
  }
}
