package io.github.curvelane.kernel.contract;

import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.ConvolutionShape;

/**
 * The kernel families of one provider in one precision.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface KernelSet<A> {
  /**
   * Creates a kernel for matrix products with scratch memory of its own.
   *
   * @param parallelism where it may run
   * @return the kernel
   */
  ProductKernel<A> newProduct(Parallelism parallelism);

  /**
   * Creates a Cholesky factorisation with scratch memory of its own.
   *
   * @param parallelism where it may run
   * @return the kernel
   */
  CholeskyKernel<A> newCholesky(Parallelism parallelism);

  /**
   * Returns substitution with triangles.
   *
   * @return the kernel, stateless
   */
  TriangularKernel<A> triangular();

  /**
   * Creates a QR factorisation with memory of its own.
   *
   * @return the kernel
   */
  QrKernel<A> newQr();

  /**
   * Creates a QR factorisation of rows that come in blocks.
   *
   * @param parallelism where it may run
   * @return the kernel
   */
  StackedQrKernel<A> newStackedQr(Parallelism parallelism);

  /**
   * Creates a solver of symmetric eigenproblems with scratch memory of its own.
   *
   * @param parallelism where it may run
   * @return the kernel
   */
  EigenKernel<A> newSymmetricEigen(Parallelism parallelism);

  /**
   * Creates a kernel for convolutions with scratch memory of its own.
   *
   * @param shape their sizes
   * @param parallelism where it may run
   * @return the kernel
   */
  ConvolutionKernel<A> newConvolution(ConvolutionShape shape, Parallelism parallelism);

  /**
   * Returns elementwise operations and column sums.
   *
   * @return the kernel
   */
  VectorAlgebraKernel<A> vectorAlgebra();

  /** The descent step along a gradient of rank one. */
  RankOneUpdate<A> rankOneUpdate();

  /**
   * Creates softmax and its cross-entropies with scratch memory of their own.
   *
   * @return the kernel
   */
  SoftmaxKernel<A> newSoftmax();

  /**
   * Returns the elementary functions.
   *
   * @return the kernels
   */
  FunctionKernels<A> functions();

  /**
   * Returns the activations.
   *
   * @return the kernels
   */
  ActivationKernels<A> activations();

  /**
   * Returns the reductions of blocks.
   *
   * @return the kernel, stateless
   */
  ReductionKernel<A> reductions();

  /** Returns reductions of columns. */
  ColumnReductionKernel<A> columnReductions();

  /** Returns transpositions. */
  TransposeKernel<A> transposition();
}
