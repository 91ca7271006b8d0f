package io.github.curvelane.kernel.scalar;

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

/** The scalar kernels in double precision: plain loops, the reference for every vector kernel. */
public final class ScalarDoubleKernels implements KernelSet<double[]> {
  @Override
  public RankOneUpdate<double[]> rankOneUpdate() {
    return new DoubleRankOneUpdate();
  }

  @Override
  public ProductKernel<double[]> newProduct(Parallelism parallelism) {
    return new DoubleNaiveProduct();
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
    return new DoubleNaiveConvolution(shape);
  }

  @Override
  public VectorAlgebraKernel<double[]> vectorAlgebra() {
    return DoubleVectorAlgebra.INSTANCE;
  }

  @Override
  public SoftmaxKernel<double[]> newSoftmax() {
    return new DoubleSoftmax(reductions(), new ReductionScratch<>(Precision.DOUBLE), functions());
  }

  @Override
  public ReductionKernel<double[]> reductions() {
    return new DoubleReductionKernel();
  }

  @Override
  public FunctionKernels<double[]> functions() {
    return new DoubleFunctionKernels();
  }

  @Override
  public ActivationKernels<double[]> activations() {
    return new DoubleActivationKernels();
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
