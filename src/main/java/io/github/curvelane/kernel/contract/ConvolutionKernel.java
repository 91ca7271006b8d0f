package io.github.curvelane.kernel.contract;

/**
 * Computes the operations of a convolution of one shape; owns the scratch memory, so one thread
 * uses it at a time. {@link io.github.curvelane.kernel.Convolution} says what they are.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface ConvolutionKernel<A> {
  /**
   * Computes outputs, at least one.
   *
   * @param call the arguments; read, never written
   */
  void outputs(ConvolutionCall<A> call);

  /**
   * Computes gradients by the images, at least one.
   *
   * @param call the arguments; read, never written
   */
  void inputGradient(ConvolutionCall<A> call);

  /**
   * Computes the gradient by the weights.
   *
   * @param call the arguments; read, never written
   */
  void weightGradient(ConvolutionCall<A> call);

  /**
   * Computes the gradient by a bias a map.
   *
   * @param call the arguments; read, never written
   */
  void biasGradient(ConvolutionCall<A> call);
}
