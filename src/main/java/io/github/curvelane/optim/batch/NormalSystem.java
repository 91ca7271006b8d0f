package io.github.curvelane.optim.batch;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Cholesky;
import io.github.curvelane.kernel.ChunkedMean;
import io.github.curvelane.kernel.ExampleChunks;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import io.github.curvelane.kernel.Triangular;
import java.util.List;

/**
 * Damped least squares by the normal equations: KᵀK, its lower triangle, of blocks of rows, and a
 * Cholesky factor for each λ. Of many parameters it takes a fraction of the time of QR, but squares
 * the condition of K. Sums are those over examples: chains in canonical chunks.
 */
final class NormalSystem extends DampedSystem {
  private final int square;
  private final Product<double[]> product;
  private final Cholesky<double[]> cholesky;
  private final Triangular<double[]> triangular;
  private final ChunkedMean<double[]> total;
  private final Chunks chunks = new Chunks();

  /** KᵀK, and behind it Kᵀr. */
  private final double[] sums;

  private final List<double[]> sumsAlone;
  private final double[] factor;
  private final double[] x;

  NormalSystem(JacobianRows<?> rows) {
    super(rows.size());
    this.square = Math.multiplyExact(size, size);
    Kernels<double[]> kernels = Kernels.of(Precision.DOUBLE);
    this.product = kernels.newProduct(Parallelism.none());
    this.cholesky = kernels.newCholesky(Parallelism.none());
    this.triangular = kernels.triangular();
    this.total = new ChunkedMean<>(kernels);
    this.sums = new double[square + size];
    this.sumsAlone = List.of(sums);
    this.factor = new double[square];
    this.x = new double[size];
  }

  /** KᵀK and Kᵀr, each example some rows. */
  private final class Chunks implements ExampleChunks<double[]> {
    JacobianRows<?> rows;

    @Override
    public long examples() {
      return rows.count() / rows.rowsPerExample();
    }

    @Override
    public double sum(int chunk, List<double[]> results, double scale) {
      double[] to = results.getFirst();
      int chunkRows = Arithmetic.EXAMPLE_CHUNK * rows.rowsPerExample();
      int begin = chunk * chunkRows;
      int end = Math.min(rows.count(), begin + chunkRows);
      for (int from = begin; from < end; ) {
        int loaded = rows.load(from, end);
        add(rows, loaded, to, from > begin);
        from += loaded;
      }
      return 0;
    }
  }

  private void add(JacobianRows<?> rows, int count, double[] to, boolean accumulate) {
    double[] block = rows.block();
    product.aTransposed(block, 0, size).b(block, 0, size).c(to, 0, size).lowerTriangle();
    multiply(size, count, accumulate);
    if (rows.hasResiduals()) {
      product.aTransposed(block, 0, size).b(rows.right(), 0, 1).c(to, square, 1);
      multiply(1, count, accumulate);
    }
  }

  private void multiply(int columns, int count, boolean accumulate) {
    if (accumulate) {
      product.accumulate();
    }
    product.multiply(size, columns, count);
  }

  @Override
  void form(JacobianRows<?> rows) {
    chunks.rows = rows;
    total.sum(chunks, sumsAlone);
    for (int j = 0; j < size; j++) {
      norms[j] = Math.sqrt(sums[j * size + j]);
    }
    if (rows.hasResiduals()) {
      System.arraycopy(sums, square, gradient, 0, size);
    }
  }

  @Override
  boolean solve(double lambda, double[] scale, double[] step) {
    System.arraycopy(sums, 0, factor, 0, square);
    for (int j = 0; j < size; j++) {
      int at = j * size + j;
      factor[at] = Math.fma(lambda * scale[j], scale[j], factor[at]);
    }
    if (cholesky.tryFactor(size, factor, 0, size) >= 0) {
      return false;
    }
    solveAgain(gradient, step);
    return true;
  }

  @Override
  void solveAgain(double[] b, double[] step) {
    for (int j = 0; j < size; j++) {
      step[j] = -b[j];
    }
    cholesky.solve(size, factor, 0, size, step, 0);
  }

  @Override
  double inverseForm(double[] v) {
    System.arraycopy(v, 0, x, 0, size);
    triangular.solve(size, factor, 0, size, x, 0);
    double sum = 0;
    for (int j = 0; j < size; j++) {
      sum = Math.fma(x[j], x[j], sum);
    }
    return sum;
  }

  @Override
  double imageSquared(double[] v) {
    double sum = 0;
    for (int j = 0; j < size; j++) {
      double below = 0;
      for (int k = 0; k < j; k++) {
        below = Math.fma(sums[j * size + k], v[k], below);
      }
      sum = Math.fma(v[j], Math.fma(sums[j * size + j], v[j], 2 * below), sum);
    }
    return sum;
  }

  /** A factor of KᵀK exists where {@link #solve} with λ = 0 gave a solution: all columns count. */
  @Override
  int rank() {
    return size;
  }
}
