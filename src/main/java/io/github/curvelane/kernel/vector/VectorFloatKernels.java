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
import io.github.curvelane.kernel.plain.FloatCholesky;
import io.github.curvelane.kernel.plain.FloatPivotedQr;
import io.github.curvelane.kernel.plain.FloatSoftmax;
import io.github.curvelane.kernel.plain.FloatStackedQr;
import io.github.curvelane.kernel.plain.FloatSymmetricEigen;

/** The vector kernels in single precision. */
public final class VectorFloatKernels implements KernelSet<float[]> {
  private final ReductionKernel<float[]> reductions =
      Warmth.FORCED ? FloatReductionKernel.create() : new FloatWarmingReductions();
  private final VectorAlgebraKernel<float[]> vectorAlgebra =
      Warmth.FORCED ? FloatVectorAlgebra.INSTANCE : new FloatWarmingAlgebra();
  private final FunctionKernels<float[]> functions = new FloatFunctionKernels();

  @Override
  public RankOneUpdate<float[]> rankOneUpdate() {
    return Warmth.FORCED ? new FloatRankOneUpdate() : new FloatWarmingRankOne();
  }

  @Override
  public ProductKernel<float[]> newProduct(Parallelism parallelism) {
    return new FloatWarmingProduct(parallelism);
  }

  @Override
  public CholeskyKernel<float[]> newCholesky(Parallelism parallelism) {
    return new FloatCholesky(triangular(), newProduct(parallelism));
  }

  @Override
  public TriangularKernel<float[]> triangular() {
    return new FloatTriangular();
  }

  @Override
  public QrKernel<float[]> newQr() {
    return new FloatPivotedQr(new FloatReflection());
  }

  @Override
  public StackedQrKernel<float[]> newStackedQr(Parallelism parallelism) {
    return new FloatStackedQr(new FloatReflection(), newProduct(parallelism));
  }

  @Override
  public EigenKernel<float[]> newSymmetricEigen(Parallelism parallelism) {
    return new FloatSymmetricEigen(newProduct(parallelism), new FloatRotations());
  }

  @Override
  public ConvolutionKernel<float[]> newConvolution(
      ConvolutionShape shape, Parallelism parallelism) {
    return new FloatImageConvolution(shape, parallelism);
  }

  @Override
  public VectorAlgebraKernel<float[]> vectorAlgebra() {
    return vectorAlgebra;
  }

  @Override
  public SoftmaxKernel<float[]> newSoftmax() {
    return new FloatSoftmax(reductions, new ReductionScratch<>(Precision.FLOAT), functions);
  }

  @Override
  public FunctionKernels<float[]> functions() {
    return functions;
  }

  @Override
  public ActivationKernels<float[]> activations() {
    return new FloatActivationKernels();
  }

  @Override
  public ReductionKernel<float[]> reductions() {
    return reductions;
  }

  @Override
  public ColumnReductionKernel<float[]> columnReductions() {
    return new FloatColumnReductions();
  }

  @Override
  public TransposeKernel<float[]> transposition() {
    return new FloatTransposition();
  }
}
