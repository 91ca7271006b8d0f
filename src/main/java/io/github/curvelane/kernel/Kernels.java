package io.github.curvelane.kernel;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.contract.KernelSet;
import io.github.curvelane.kernel.scalar.ScalarDoubleKernels;
import io.github.curvelane.kernel.scalar.ScalarFloatKernels;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The kernel families of one precision. Immutable, stateless, shared by all threads.
 *
 * <pre>{@code
 * Kernels<float[]> kernels = Kernels.of(Precision.FLOAT);
 * }</pre>
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Kernels<A> {
  private final Precision<A> precision;
  private final KernelSet<A> set;
  private final Activations<A> activations;
  private final Functions<A> functions;
  private final RankOneDescent<A> rankOneDescent;
  private final Segments<A> segments;
  private final VectorAlgebra<A> vectorAlgebra;

  /** These two are made when they are asked for, as their classes load those of vectors. */
  private @Nullable Triangular<A> triangular;

  private @Nullable MatrixCopies<A> matrixCopies;

  private Kernels(Precision<A> precision, KernelSet<A> set) {
    this.precision = precision;
    this.set = set;
    this.activations = new Activations<>(precision, set.activations());
    this.functions = new Functions<>(precision, set.functions());
    this.segments = new Segments<>(precision);
    this.rankOneDescent = new RankOneDescent<>(precision, set.rankOneUpdate());
    this.vectorAlgebra = new VectorAlgebra<>(precision, set.vectorAlgebra());
  }

  /**
   * Returns the kernels that this process uses; see {@link Provider}.
   *
   * @param precision the precision
   * @param <A> {@code float[]} or {@code double[]}
   * @return its kernels
   * @throws IllegalArgumentException if a system property that forces a choice has a wrong value
   */
  @SuppressWarnings("unchecked")
  public static <A> Kernels<A> of(Precision<A> precision) {
    Objects.requireNonNull(precision, "precision");
    Provider.current(); // A wrong property is refused here, not in a class initializer.
    return (Kernels<A>) (precision == Precision.FLOAT ? Floats.CHOSEN : Doubles.CHOSEN);
  }

  /**
   * Returns the scalar kernels, whatever this process uses: plain loops to test against.
   *
   * @param precision the precision
   * @param <A> {@code float[]} or {@code double[]}
   * @return its reference kernels
   */
  @SuppressWarnings("unchecked")
  public static <A> Kernels<A> scalar(Precision<A> precision) {
    Objects.requireNonNull(precision, "precision");
    return (Kernels<A>) (precision == Precision.FLOAT ? ScalarFloats.ALL : ScalarDoubles.ALL);
  }

  /**
   * Returns the precision.
   *
   * @return the precision of these kernels
   */
  public Precision<A> precision() {
    return precision;
  }

  /**
   * Returns the descent step along a gradient of rank one.
   *
   * @return the step, stateless
   */
  public RankOneDescent<A> rankOneDescent() {
    return rankOneDescent;
  }

  /**
   * Creates a matrix product with scratch memory of its own, for one thread at a time.
   *
   * @param parallelism where it may run; small products stay on the caller's thread
   * @return the product
   */
  public Product<A> newProduct(Parallelism parallelism) {
    Objects.requireNonNull(parallelism, "parallelism");
    return new Product<>(precision, parallelism, set::newProduct);
  }

  /**
   * Creates a Cholesky factorisation with scratch memory of its own, for one thread at a time.
   *
   * @param parallelism where it may run; small matrices stay on the caller's thread
   * @return the factorisation
   */
  public Cholesky<A> newCholesky(Parallelism parallelism) {
    Objects.requireNonNull(parallelism, "parallelism");
    return new Cholesky<>(precision, set.newCholesky(parallelism), set.triangular());
  }

  /**
   * Returns solves with triangular matrices.
   *
   * @return the solves, stateless
   */
  public Triangular<A> triangular() {
    Triangular<A> made = triangular;
    if (made == null) {
      made = new Triangular<>(precision, set.triangular());
      triangular = made;
    }
    return made;
  }

  /**
   * Creates a QR factorisation with memory of its own, for one thread at a time.
   *
   * @return the factorisation
   */
  public PivotedQr<A> newPivotedQr() {
    return new PivotedQr<>(precision, set.newQr());
  }

  /**
   * Creates a QR factorisation of rows that come in blocks, with scratch memory of its own, for one
   * thread at a time.
   *
   * @param parallelism where it may run; little work stays on the caller's thread
   * @return the factorisation
   */
  public StackedQr<A> newStackedQr(Parallelism parallelism) {
    Objects.requireNonNull(parallelism, "parallelism");
    return new StackedQr<>(precision, set.newStackedQr(parallelism));
  }

  /**
   * Creates a solver of symmetric eigenproblems with scratch memory of its own, for one thread at a
   * time.
   *
   * @param parallelism where it may run; small matrices stay on the caller's thread
   * @return the solver
   */
  public SymmetricEigen<A> newSymmetricEigen(Parallelism parallelism) {
    Objects.requireNonNull(parallelism, "parallelism");
    return new SymmetricEigen<>(precision, set.newSymmetricEigen(parallelism));
  }

  /**
   * Creates a convolution with scratch memory of its own, for one thread at a time.
   *
   * @param shape its sizes
   * @param parallelism where it may run; little work stays on the caller's thread
   * @return the convolution
   */
  public Convolution<A> newConvolution(ConvolutionShape shape, Parallelism parallelism) {
    Objects.requireNonNull(shape, "shape");
    Objects.requireNonNull(parallelism, "parallelism");
    return new Convolution<>(precision, shape, set.newConvolution(shape, parallelism));
  }

  /**
   * Returns elementwise operations and column sums.
   *
   * @return the vector algebra
   */
  public VectorAlgebra<A> vectorAlgebra() {
    return vectorAlgebra;
  }

  /**
   * Creates softmax of rows, and its cross-entropies, with scratch memory of its own, for one
   * thread at a time.
   *
   * @return the softmax
   */
  public RowSoftmax<A> newSoftmax() {
    return new RowSoftmax<>(precision, set.newSoftmax());
  }

  /**
   * Returns the activations of networks with their derivatives.
   *
   * @return the activations
   */
  public Activations<A> activations() {
    return activations;
  }

  /**
   * Returns the elementary functions.
   *
   * @return the functions
   */
  public Functions<A> functions() {
    return functions;
  }

  /**
   * Creates reductions on the calling thread with scratch memory of their own, for one thread at a
   * time.
   *
   * @return the reductions
   */
  public Reductions<A> newReductions() {
    return newReductions(Parallelism.none());
  }

  /**
   * Creates reductions with scratch memory of their own, for one caller at a time.
   *
   * @param parallelism where they may run; short vectors stay on the caller's thread
   * @return the reductions
   */
  public Reductions<A> newReductions(Parallelism parallelism) {
    return new Reductions<>(precision, set.reductions(), parallelism);
  }

  /**
   * Creates reductions of the rows and columns of matrices, with scratch memory of their own, for
   * one thread at a time.
   *
   * @return the reductions
   */
  public MatrixReductions<A> newMatrixReductions() {
    return new MatrixReductions<>(precision, set.reductions(), set.columnReductions());
  }

  /**
   * Returns transpositions and copies of rows.
   *
   * @return the copies, stateless
   */
  public MatrixCopies<A> matrixCopies() {
    MatrixCopies<A> made = matrixCopies;
    if (made == null) {
      made = new MatrixCopies<>(precision, set.transposition());
      matrixCopies = made;
    }
    return made;
  }

  /**
   * Returns copies between memory segments and arrays.
   *
   * @return the copies, stateless
   */
  public Segments<A> segments() {
    return segments;
  }

  private static final class Floats {
    static final Kernels<float[]> CHOSEN = new Kernels<>(Precision.FLOAT, Provider.floatKernels());
  }

  private static final class Doubles {
    static final Kernels<double[]> CHOSEN =
        new Kernels<>(Precision.DOUBLE, Provider.doubleKernels());
  }

  private static final class ScalarFloats {
    static final Kernels<float[]> ALL = new Kernels<>(Precision.FLOAT, new ScalarFloatKernels());
  }

  private static final class ScalarDoubles {
    static final Kernels<double[]> ALL = new Kernels<>(Precision.DOUBLE, new ScalarDoubleKernels());
  }

  @Override
  public String toString() {
    return "kernels for " + precision;
  }
}
