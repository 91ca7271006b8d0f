package io.github.curvelane.kernel.vector;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.ConvolutionShape;
import io.github.curvelane.kernel.contract.ActivationKernels;
import io.github.curvelane.kernel.contract.CholeskyKernel;
import io.github.curvelane.kernel.contract.ColumnReductionKernel;
import io.github.curvelane.kernel.contract.ConvolutionKernel;
import io.github.curvelane.kernel.contract.EigenKernel;
import io.github.curvelane.kernel.contract.FunctionKernels;
import io.github.curvelane.kernel.contract.KernelSet;
import io.github.curvelane.kernel.contract.ProductKernel;
import io.github.curvelane.kernel.contract.QrKernel;
import io.github.curvelane.kernel.contract.RankOneUpdate;
import io.github.curvelane.kernel.contract.ReductionKernel;
import io.github.curvelane.kernel.contract.ReductionScratch;
import io.github.curvelane.kernel.contract.SoftmaxKernel;
import io.github.curvelane.kernel.contract.StackedQrKernel;
import io.github.curvelane.kernel.contract.TransposeKernel;
import io.github.curvelane.kernel.contract.TriangularKernel;
import io.github.curvelane.kernel.contract.VectorAlgebraKernel;
import io.github.curvelane.kernel.plain.DoubleCholesky;
import io.github.curvelane.kernel.plain.DoublePivotedQr;
import io.github.curvelane.kernel.plain.DoubleSoftmax;
import io.github.curvelane.kernel.plain.DoubleStackedQr;
import io.github.curvelane.kernel.plain.DoubleSymmetricEigen;

/**
 * The vector kernels in double precision. Functions and activations of vectors of two elements go
 * to the scalar kernels: C2 does not take their masks into registers (it leaves 136 to 392 bytes of
 * garbage an element).
 */
public final class VectorDoubleKernels implements KernelSet<double[]> {
  private final ReductionKernel<double[]> reductions =
      Warmth.FORCED ? DoubleReductionKernel.create() : new DoubleWarmingReductions();
  private final VectorAlgebraKernel<double[]> vectorAlgebra =
      Warmth.FORCED ? DoubleVectorAlgebra.INSTANCE : new DoubleWarmingAlgebra();
  private final FunctionKernels<double[]> functions =
      Widths.BITS == 128 // two lanes; DoubleLanes would load the Vector API
          ? new io.github.curvelane.kernel.scalar.DoubleFunctionKernels()
          : new DoubleFunctionKernels();

  @Override
  public RankOneUpdate<double[]> rankOneUpdate() {
    return Warmth.FORCED ? new DoubleRankOneUpdate() : new DoubleWarmingRankOne();
  }

  @Override
  public ProductKernel<double[]> newProduct(Parallelism parallelism) {
    return new DoubleWarmingProduct(parallelism);
  }

  @Override
  public CholeskyKernel<double[]> newCholesky(Parallelism parallelism) {
    return new DoubleCholesky(triangular(), newProduct(parallelism));
  }

  @Override
  public TriangularKernel<double[]> triangular() {
    return new DoubleTriangular();
  }

  @Override
  public QrKernel<double[]> newQr() {
    return new DoublePivotedQr(new DoubleReflection());
  }

  @Override
  public StackedQrKernel<double[]> newStackedQr(Parallelism parallelism) {
    return new DoubleStackedQr(new DoubleReflection(), newProduct(parallelism));
  }

  @Override
  public EigenKernel<double[]> newSymmetricEigen(Parallelism parallelism) {
    return new DoubleSymmetricEigen(newProduct(parallelism), new DoubleRotations());
  }

  @Override
  public ConvolutionKernel<double[]> newConvolution(
      ConvolutionShape shape, Parallelism parallelism) {
    return new DoubleImageConvolution(shape, parallelism);
  }

  @Override
  public VectorAlgebraKernel<double[]> vectorAlgebra() {
    return vectorAlgebra;
  }

  @Override
  public SoftmaxKernel<double[]> newSoftmax() {
    return new DoubleSoftmax(reductions, new ReductionScratch<>(Precision.DOUBLE), functions);
  }

  @Override
  public FunctionKernels<double[]> functions() {
    return functions;
  }

  @Override
  public ActivationKernels<double[]> activations() {
    return Widths.BITS == 128
        ? new io.github.curvelane.kernel.scalar.DoubleActivationKernels()
        : new DoubleActivationKernels();
  }

  @Override
  public ReductionKernel<double[]> reductions() {
    return reductions;
  }

  @Override
  public ColumnReductionKernel<double[]> columnReductions() {
    return new DoubleColumnReductions();
  }

  @Override
  public TransposeKernel<double[]> transposition() {
    return new DoubleTransposition();
  }
}
