package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.BlockReduction.Operation;
import io.github.curvelane.kernel.contract.ColumnReductionKernel;
import io.github.curvelane.kernel.contract.ReductionKernel;
import io.github.curvelane.kernel.contract.ReductionScratch;
import java.util.Objects;

/**
 * Sums and extremes of all rows, or of all columns, of a row-major m×n matrix, given by array,
 * first index and leading dimension.
 *
 * <pre>{@code
 * int[] best = new int[64];
 * kernels.newMatrixReductions().rowArgMaxima(64, 10, outputs, 0, 10, best, 0);
 * }</pre>
 *
 * <p><b>Arithmetic.</b> A row has the bits of {@link Reductions}: lanes, tree and blocks in its
 * order. A column is one chain over ascending rows, as {@link VectorAlgebra#columnSums}, which is
 * the sum of columns. A mean is a sum times fl(1/n), by {@link VectorAlgebra#scale}. Bits are the
 * same for every provider and vector width.
 *
 * <p><b>Aliasing.</b> Results are apart from the matrix.
 *
 * <p><b>Errors.</b> What does not fit is refused by an {@link IllegalArgumentException} that names
 * the argument, its value and the bound, and leaves the results as they were; a null array is
 * refused by a {@link NullPointerException}.
 *
 * <p>m·n operations; no allocation. Rows are reduced in scratch memory: a second thread is refused
 * by an {@link IllegalStateException} that names the first.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class MatrixReductions<A> {
  private final Precision<A> precision;
  private final ReductionKernel<A> rows;
  private final ColumnReductionKernel<A> columns;
  private final ReductionScratch<A> scratch;
  private final SoleUse use = new SoleUse("this object of matrix reductions");

  MatrixReductions(
      Precision<A> precision, ReductionKernel<A> rows, ColumnReductionKernel<A> columns) {
    this.precision = precision;
    this.rows = rows;
    this.columns = columns;
    this.scratch = new ReductionScratch<>(precision);
  }

  /**
   * y_i ← Σ_j x_ij, as {@link Reductions#sum}.
   *
   * @param m the number of rows
   * @param n the number of columns
   * @param x the m×n matrix
   * @param xOffset where it starts
   * @param ldx its leading dimension, at least n
   * @param y the m sums
   * @param yOffset their first index
   */
  public void rowSums(int m, int n, A x, int xOffset, int ldx, A y, int yOffset) {
    reduceRows(Operation.SUM, m, n, x, xOffset, ldx, y, yOffset);
  }

  /**
   * y_i ← Σ_j x_ij², as {@link Reductions#sumOfSquares}.
   *
   * @param m the number of rows
   * @param n the number of columns
   * @param x the m×n matrix
   * @param xOffset where it starts
   * @param ldx its leading dimension, at least n
   * @param y the m sums
   * @param yOffset their first index
   */
  public void rowSumsOfSquares(int m, int n, A x, int xOffset, int ldx, A y, int yOffset) {
    reduceRows(Operation.SQUARED_DEVIATIONS, m, n, x, xOffset, ldx, y, yOffset);
  }

  /**
   * y_i ← max_j x_ij, as {@link Reductions#max}: NaN if an element of the row is, −∞ for n = 0.
   *
   * @param m the number of rows
   * @param n the number of columns
   * @param x the m×n matrix
   * @param xOffset where it starts
   * @param ldx its leading dimension, at least n
   * @param y the m maxima
   * @param yOffset their first index
   */
  public void rowMaxima(int m, int n, A x, int xOffset, int ldx, A y, int yOffset) {
    reduceRows(Operation.MAX, m, n, x, xOffset, ldx, y, yOffset);
  }

  /**
   * y_i ← min_j x_ij, as {@link Reductions#min}: NaN if an element of the row is, ∞ for n = 0.
   *
   * @param m the number of rows
   * @param n the number of columns
   * @param x the m×n matrix
   * @param xOffset where it starts
   * @param ldx its leading dimension, at least n
   * @param y the m minima
   * @param yOffset their first index
   */
  public void rowMinima(int m, int n, A x, int xOffset, int ldx, A y, int yOffset) {
    reduceRows(Operation.MIN, m, n, x, xOffset, ldx, y, yOffset);
  }

  /**
   * y_i ← the first j where x_ij is the largest of its row, as {@link Reductions#argMax}: −1 if an
   * element of the row is NaN, and for n = 0.
   *
   * @param m the number of rows
   * @param n the number of columns
   * @param x the m×n matrix
   * @param xOffset where it starts
   * @param ldx its leading dimension, at least n
   * @param y the m indices of columns
   * @param yOffset their first index
   */
  public void rowArgMaxima(int m, int n, A x, int xOffset, int ldx, int[] y, int yOffset) {
    Objects.requireNonNull(y, "y");
    checkMatrix(m, n, x, xOffset, ldx);
    Extent.vector("y", y.length, yOffset, m);
    for (int i = 0; i < m; i++) {
      int row = xOffset + i * ldx;
      y[yOffset + i] = rows.indexOf(n, x, row, reduce(Operation.MAX, n, x, row));
    }
  }

  /**
   * y_j ← fma(x_ij, x_ij, y_j) for i ascending, from +0: Σ_i x_ij².
   *
   * @param m the number of rows
   * @param n the number of columns
   * @param x the m×n matrix
   * @param xOffset where it starts
   * @param ldx its leading dimension, at least n
   * @param y the n sums
   * @param yOffset their first index
   */
  public void columnSumsOfSquares(int m, int n, A x, int xOffset, int ldx, A y, int yOffset) {
    check(m, n, x, xOffset, ldx, n, y, yOffset);
    columns.sumsOfSquares(m, n, x, xOffset, ldx, y, yOffset);
  }

  /**
   * y_j ← max_i x_ij, in the order of {@link Math#max}: NaN if an element of the column is, −∞ for
   * m = 0.
   *
   * @param m the number of rows
   * @param n the number of columns
   * @param x the m×n matrix
   * @param xOffset where it starts
   * @param ldx its leading dimension, at least n
   * @param y the n maxima
   * @param yOffset their first index
   */
  public void columnMaxima(int m, int n, A x, int xOffset, int ldx, A y, int yOffset) {
    check(m, n, x, xOffset, ldx, n, y, yOffset);
    columns.maxima(m, n, x, xOffset, ldx, y, yOffset);
  }

  /**
   * y_j ← min_i x_ij, in the order of {@link Math#min}: NaN if an element of the column is, ∞ for m
   * = 0.
   *
   * @param m the number of rows
   * @param n the number of columns
   * @param x the m×n matrix
   * @param xOffset where it starts
   * @param ldx its leading dimension, at least n
   * @param y the n minima
   * @param yOffset their first index
   */
  public void columnMinima(int m, int n, A x, int xOffset, int ldx, A y, int yOffset) {
    check(m, n, x, xOffset, ldx, n, y, yOffset);
    columns.minima(m, n, x, xOffset, ldx, y, yOffset);
  }

  private void reduceRows(
      Operation operation, int m, int n, A x, int xOffset, int ldx, A y, int yOffset) {
    check(m, n, x, xOffset, ldx, m, y, yOffset);
    use.begin();
    try {
      for (int i = 0; i < m; i++) {
        precision.set(y, yOffset + i, reduce(operation, n, x, xOffset + i * ldx));
      }
    } finally {
      use.end();
    }
  }

  private double reduce(Operation operation, int n, A x, int offset) {
    return BlockReduction.sequential(
        precision, rows, scratch, operation, n, x, offset, x, offset, 0);
  }

  private void check(int m, int n, A x, int xOffset, int ldx, int results, A y, int yOffset) {
    checkMatrix(m, n, x, xOffset, ldx);
    Extent.vector("y", precision, y, yOffset, results);
    if (x == y && Extent.overlap(xOffset, ldx, m, n, yOffset, results, 1, results)) {
      throw new IllegalArgumentException(
          "y (offset " + yOffset + ") overlaps x (offset " + xOffset + ")");
    }
  }

  private void checkMatrix(int m, int n, A x, int xOffset, int ldx) {
    Extent.size("m", m);
    Extent.size("n", n);
    Extent.matrix("x", precision, x, xOffset, ldx, m, n);
  }

  @Override
  public String toString() {
    return "matrix reductions for " + precision;
  }
}
