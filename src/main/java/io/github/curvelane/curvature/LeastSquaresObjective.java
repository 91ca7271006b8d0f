package io.github.curvelane.curvature;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.GaussNewtonProducts;
import io.github.curvelane.LeastSquares;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.Residuals;
import io.github.curvelane.SquareRootJacobian;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.LastSetter;
import io.github.curvelane.internal.ParameterVectors;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.ChunkedMean;
import io.github.curvelane.kernel.ExampleChunks;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The objective E(θ) = ½‖r(θ)‖² of a problem of least squares, with ∇E = Jᵀr and products with G =
 * JᵀJ, J = ∂r/∂θ. The Jacobian is read in blocks of at most {@value #BLOCK} rows and never stored
 * whole.
 *
 * <p><b>Arithmetic.</b> Residuals are summed as examples are: chains over ascending residuals in
 * canonical chunks (see {@link io.github.curvelane.Arithmetic#EXAMPLE_CHUNK}), E in double
 * precision. A gradient costs one evaluation of r and of all rows, a product one of all rows.
 *
 * <p>After creation nothing is allocated here. A second thread is refused.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class LeastSquaresObjective<A>
    implements GaussNewtonProducts<A>, SquareRootJacobian<A>, Residuals<A> {
  private static final int BLOCK = 512;

  private final LeastSquares<A> problem;
  private final Precision<A> precision;
  private final int size;
  private final int count;
  private final int block;
  private final Product<A> product;
  private final ChunkedMean<A> total;
  private final ExampleChunks<A> squares = new Squares();
  private final ExampleChunks<A> transposed = new Transposed();
  private final ExampleChunks<A> products = new Products();
  private final List<A> one = new ArrayList<>(1);
  private final A residuals;
  private final A rows;
  private final A tangent;
  private final SoleUse use = new SoleUse("this objective");
  private final LastSetter kept =
      new LastSetter("the point that this thread linearized at", "an objective");
  private A theta;
  private A point;
  private A direction;

  /**
   * Creates the objective of a problem.
   *
   * @param problem gives residuals and rows
   * @throws IllegalArgumentException if it has no parameters or no residuals
   */
  public LeastSquaresObjective(LeastSquares<A> problem) {
    this.problem = Objects.requireNonNull(problem, "problem");
    this.precision = problem.precision();
    this.size = problem.dimension();
    this.count = problem.residuals();
    if (size < 1 || count < 1) {
      throw new IllegalArgumentException(
          "the problem has %d residuals of %d parameters, must have at least one of each"
              .formatted(count, size));
    }
    Kernels<A> kernels = Kernels.of(precision);
    this.block = Math.min(count, BLOCK);
    this.product = kernels.newProduct(Parallelism.none());
    this.total = new ChunkedMean<>(kernels);
    this.residuals = precision.newArray(count);
    this.rows = precision.newArray(Math.multiplyExact(block, size));
    this.tangent = precision.newArray(block);
    this.one.add(null);
  }

  @Override
  public Precision<A> precision() {
    return precision;
  }

  @Override
  public int dimension() {
    return size;
  }

  @Override
  public double value(A theta) {
    ParameterVectors.requireLength("theta", precision, size, theta);
    use.begin();
    try {
      return halfSquares(theta);
    } finally {
      use.end();
    }
  }

  private double halfSquares(A theta) {
    this.theta = null;
    problem.residuals(theta, residuals);
    return total.sum(squares, List.of()) / 2;
  }

  @Override
  public double valueAndGradient(A theta, A gradient) {
    ParameterVectors.requireLength("theta", precision, size, theta);
    ParameterVectors.requireLength("gradient", precision, size, gradient);
    Arguments.apart("theta", theta, "gradient", gradient);
    use.begin();
    try {
      return evaluate(theta, gradient);
    } finally {
      use.end();
    }
  }

  private double evaluate(A theta, A gradient) {
    double value = halfSquares(theta);
    point = theta;
    one.set(0, gradient);
    total.sum(transposed, one);
    return value;
  }

  @Override
  public double linearize(A theta, A gradient) {
    ParameterVectors.requireFinite("theta", precision, size, theta);
    ParameterVectors.requireLength("gradient", precision, size, gradient);
    Arguments.apart("theta", theta, "gradient", gradient);
    use.begin();
    try {
      kept.set();
      double value = evaluate(theta, gradient);
      this.theta = theta;
      return value;
    } finally {
      use.end();
    }
  }

  // ---------------------------------------------------------------- residuals and rows

  @Override
  public boolean hasResiduals() {
    return true;
  }

  @Override
  public int residuals() {
    return count;
  }

  @Override
  public double residuals(A theta, A residuals) {
    ParameterVectors.requireFinite("theta", precision, size, theta);
    checkLength("residuals", residuals, count);
    Arguments.apart("theta", theta, "residuals", residuals);
    use.begin();
    try {
      kept.set();
      double value = halfSquares(theta);
      precision.copy(this.residuals, 0, residuals, 0, count);
      this.theta = theta;
      return value;
    } finally {
      use.end();
    }
  }

  @Override
  public int rows() {
    return count;
  }

  @Override
  public int rowsPerExample() {
    return 1;
  }

  @Override
  public double rowScale() {
    return 1;
  }

  @Override
  public void jacobianRows(int from, int to, A rows) {
    Arguments.range(from, to, count);
    int length = precision.length(Objects.requireNonNull(rows, "rows"));
    if (length < (to - from) * (long) size) {
      throw new IllegalArgumentException(
          "rows has %d elements, must have at least %d: %d rows of %d parameters"
              .formatted(length, (to - from) * (long) size, to - from, size));
    }
    Arguments.apart("theta", theta, "rows", rows);
    use.begin();
    try {
      checkKept();
      problem.jacobianRows(theta, from, to, rows);
    } finally {
      use.end();
    }
  }

  // ---------------------------------------------------------------- products

  @Override
  public void gaussNewtonVector(A v, A product) {
    ParameterVectors.requireLength("v", precision, size, v);
    ParameterVectors.requireLength("product", precision, size, product);
    Arguments.apart("v", v, "product", product);
    Arguments.apart("theta", theta, "product", product);
    use.begin();
    try {
      checkKept();
      point = theta;
      direction = v;
      one.set(0, product);
      total.sum(products, one);
    } finally {
      use.end();
    }
  }

  private void checkKept() {
    kept.require();
    if (theta == null) {
      throw new IllegalStateException("no point is kept: call linearize first");
    }
  }

  private void checkLength(String name, A array, int length) {
    int actual = precision.length(Objects.requireNonNull(array, name));
    if (actual != length) {
      throw new IllegalArgumentException(
          "%s has %d elements, must have %d".formatted(name, actual, length));
    }
  }

  // ---------------------------------------------------------------- chunks of residuals

  /** A sum over residuals, each of which is an example. */
  private abstract class Chunks implements ExampleChunks<A> {
    @Override
    public final long examples() {
      return count;
    }

    final int begin(int chunk) {
      return chunk * Arithmetic.EXAMPLE_CHUNK;
    }

    final int end(int chunk) {
      return Math.min(count, begin(chunk) + Arithmetic.EXAMPLE_CHUNK);
    }
  }

  /** Σ r². */
  private final class Squares extends Chunks {
    @Override
    public double sum(int chunk, List<A> sums, double scale) {
      if (residuals instanceof double[] doubles) {
        return sumOfSquares(doubles, begin(chunk), end(chunk));
      }
      double sum = 0;
      for (int i = begin(chunk); i < end(chunk); i++) {
        double r = precision.get(residuals, i);
        sum = Math.fma(r, r, sum);
      }
      return sum;
    }
  }

  /**
   * The same chain without a call for each element: for small problems this is half of E's time.
   */
  private static double sumOfSquares(double[] residuals, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum = Math.fma(residuals[i], residuals[i], sum);
    }
    return sum;
  }

  /** Jᵀr. */
  private final class Transposed extends Chunks {
    @Override
    public double sum(int chunk, List<A> sums, double scale) {
      for (int from = begin(chunk); from < end(chunk); from += block) {
        int to = Math.min(from + block, end(chunk));
        problem.jacobianRows(point, from, to, rows);
        addTransposed(to - from, residuals, from, sums.getFirst(), from > begin(chunk));
      }
      return 0;
    }
  }

  /** Jᵀ(Jv). */
  private final class Products extends Chunks {
    @Override
    public double sum(int chunk, List<A> sums, double scale) {
      for (int from = begin(chunk); from < end(chunk); from += block) {
        int to = Math.min(from + block, end(chunk));
        problem.jacobianRows(point, from, to, rows);
        product.a(rows, 0, size).b(direction, 0, 1).c(tangent, 0, 1).multiply(to - from, 1, size);
        addTransposed(to - from, tangent, 0, sums.getFirst(), from > begin(chunk));
      }
      return 0;
    }
  }

  /** sum (+)= Rᵀu with the rows of a block. */
  private void addTransposed(int k, A u, int offset, A sum, boolean accumulate) {
    product.aTransposed(rows, 0, size).b(u, offset, 1).c(sum, 0, 1);
    if (accumulate) {
      product.accumulate();
    }
    product.multiply(size, 1, k);
  }

  @Override
  public String toString() {
    return "least squares of %d residuals, %d parameters, %s".formatted(count, size, precision);
  }
}
