package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.kernel.Convolution;
import java.util.List;

/** Y = W∗X + b, W and then b in θ; each operation is one of the kernels'. */
final class ConvolutionMap<A> extends LinearMap<A> {
  private final Convolution<A> convolution;
  private final Biases biases;
  private final int weights;
  private final int chainExamples;

  ConvolutionMap(Site<A> site, io.github.curvelane.nn.Convolution layer) {
    super(site, layer);
    this.convolution = site.kernels().newConvolution(layer.shape(), site.parallelism());
    this.biases = layer.biases();
    this.weights = convolution.shape().weights();
    int places = convolution.shape().outputs() / convolution.shape().maps();
    this.chainExamples = Math.max(1, Arithmetic.EXAMPLE_CHUNK / places);
  }

  @Override
  void apply(A theta, boolean biased, A x, int xOffset, int rows, Destination<A> to) {
    convolution.x(x, xOffset).weights(theta, offset);
    if (biased && biases == Biases.MAP) {
      convolution.bias(theta, offset + weights);
    } else if (biased && biases == Biases.UNIT) {
      convolution.unitBias(theta, offset + weights);
    }
    to.aimOutputs(convolution);
    convolution.outputs(rows);
  }

  @Override
  void applyTransposed(A theta, boolean squared, A u, int uOffset, int rows, Destination<A> to) {
    convolution.y(u, uOffset).weights(theta, offset);
    if (squared) {
      convolution.square();
    }
    to.aimInputs(convolution);
    convolution.inputGradient(rows);
  }

  /** The second product continues the chains over maps, before they are added. */
  @Override
  void applyTransposedTangent(
      A theta, List<A> directions, A u, A delta, int rows, Destination<A> to) {
    for (int k = 0; k < directions.size(); k++) {
      convolution.y(u, k * rows * outputs).weights(theta, offset);
      convolution.then(delta, 0, directions.get(k), offset);
      to.direction(k, false);
      to.aimInputs(convolution);
      convolution.inputGradient(rows);
    }
  }

  @Override
  int chainExamples() {
    return chainExamples;
  }

  @Override
  void weightGradient(
      A x,
      int xOffset,
      boolean squared,
      A u,
      int uOffset,
      int rows,
      boolean accumulate,
      A sum,
      int at) {
    convolution.x(x, xOffset).y(u, uOffset).weights(sum, at);
    if (squared) {
      convolution.square();
    }
    if (accumulate) {
      convolution.accumulate();
    }
    convolution.weightGradient(rows);
  }

  @Override
  void biasGradient(A u, int uOffset, int rows, A sum, int at) {
    if (biases == Biases.MAP) {
      convolution.y(u, uOffset).bias(sum, at + weights).biasGradient(rows);
    } else if (biases == Biases.UNIT) {
      algebra.columnSums(rows, outputs, u, uOffset, outputs, sum, at + weights);
    }
  }
}
