package io.github.curvelane.kernel.contract;

import io.github.curvelane.kernel.BlockSweep;

/**
 * The checked arguments of one operation of a convolution; {@link
 * io.github.curvelane.kernel.Convolution} says what they mean. One object per convolution, reused
 * by every call.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ConvolutionCall<A> {
  /** How many images. */
  public int examples;

  /** The images: operand of outputs and of weight gradients, result of input gradients. */
  public A x;

  /** Where they start. */
  public int xOffset;

  /** W: operand of outputs and of input gradients, result of weight gradients. */
  public A weights;

  /** Where W starts. */
  public int weightsOffset;

  /** The outputs: result of outputs, operand of gradients. */
  public A y;

  /** Where they start. */
  public int yOffset;

  /** The outputs that are sent through {@link #secondWeights}; null for none. */
  public A secondY;

  /** Where they start. */
  public int secondYOffset;

  /** The weights whose product continues each t; null for none. */
  public A secondWeights;

  /** Where they start. */
  public int secondWeightsOffset;

  /** The bias: operand of outputs, result of bias gradients; null for none. */
  public A bias;

  /** Where it starts. */
  public int biasOffset;

  /** Whether there is a bias a unit instead of one a map. */
  public boolean biasPerUnit;

  /** Whether W, or for weight gradients x, is read as its square. */
  public boolean square;

  /** Whether the result goes on from what stands there. */
  public boolean accumulate;

  /** Multiplied element by element with a result of rows; null for none. */
  public A times;

  /** Where the factors start. */
  public int timesOffset;

  /** Called on finished examples; null for none. */
  public BlockSweep sweep;

  /** Creates a call with nothing set. */
  public ConvolutionCall() {}

  /** Forgets every setting and every array. */
  public void clear() {
    examples = 0;
    x = weights = y = secondY = secondWeights = bias = times = null;
    xOffset = weightsOffset = yOffset = secondYOffset = secondWeightsOffset = 0;
    biasOffset = timesOffset = 0;
    biasPerUnit = square = accumulate = false;
    sweep = null;
  }
}
