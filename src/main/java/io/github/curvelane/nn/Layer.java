package io.github.curvelane.nn;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;

/**
 * The immutable description of one layer: its sizes and its place for parameters. What it computes
 * is done by the {@link Passes} that it creates over scratch memory, one set a workspace. A
 * composite layer (residual, branch) is a layer whose passes call those of its parts.
 */
public interface Layer {
  /**
   * Returns the number of inputs of one example.
   *
   * @return the number of columns that the layer reads
   */
  int inputs();

  /**
   * Returns the number of outputs of one example.
   *
   * @return the number of columns that the layer writes
   */
  int outputs();

  /**
   * Returns the number of parameters.
   *
   * @return how many elements of θ belong to the layer
   */
  int parameters();

  /**
   * Creates the passes of this layer.
   *
   * @param kernels the kernels to compute with
   * @param product the product shared by all layers of the workspace, which also says where to run
   * @param offset the index in θ of the layer's first parameter
   * @param rows the largest number of examples in a batch
   * @param <A> {@code float[]} or {@code double[]}
   * @return new passes with memory of their own
   */
  <A> Passes<A> newPasses(Kernels<A> kernels, Product<A> product, int offset, int rows);

  /**
   * Writes initial parameters.
   *
   * @param initializer draws the weights
   * @param parameters receives the layer's parameters
   */
  void initialize(Initializer.Draw initializer, Initializer.Sink parameters);
}
