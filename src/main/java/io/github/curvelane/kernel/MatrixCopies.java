package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.contract.TransposeKernel;
import io.github.curvelane.kernel.plain.DoubleRowGather;
import io.github.curvelane.kernel.plain.FloatRowGather;
import java.util.Objects;

/**
 * Copies of matrices: transposed, or of chosen rows. Matrices are row-major parts of flat arrays,
 * given by an offset and a leading dimension; elements are copied as they are, NaNs with their
 * payloads.
 *
 * <p>A product reads a transposed operand where it is, which takes less time than a transposition.
 * The other kernels take vectors whose elements lie side by side: a column of a matrix is copied
 * out first, as a matrix of one column that is transposed.
 *
 * <pre>{@code
 * // Column 3 of ten.
 * float[] column = new float[64];
 * kernels.matrixCopies().transpose(64, 1, outputs, 3, 10, column, 0, 64);
 * }</pre>
 *
 * <p><b>Aliasing.</b> The copy is apart from its source.
 *
 * <p><b>Errors.</b> What does not fit is refused by an {@link IllegalArgumentException} that names
 * the argument, its value and the bound, and leaves the copy as it was; a null array is refused by
 * a {@link NullPointerException}.
 *
 * <p>Time by the number of elements, no allocation; stateless, shared by all threads.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class MatrixCopies<A> {
  private final Precision<A> precision;
  private final TransposeKernel<A> kernel;

  MatrixCopies(Precision<A> precision, TransposeKernel<A> kernel) {
    this.precision = precision;
    this.kernel = kernel;
  }

  /**
   * y_ji ← x_ij.
   *
   * @param m the rows of x and columns of y
   * @param n the columns of x and rows of y
   * @param x the m×n matrix
   * @param xOffset where it starts
   * @param ldx its leading dimension, at least n
   * @param y the n×m copy
   * @param yOffset where it starts
   * @param ldy its leading dimension, at least m
   */
  public void transpose(int m, int n, A x, int xOffset, int ldx, A y, int yOffset, int ldy) {
    Extent.size("m", m);
    Extent.size("n", n);
    Extent.matrix("x", precision, x, xOffset, ldx, m, n);
    Extent.matrix("y", precision, y, yOffset, ldy, n, m);
    requireApart(x, xOffset, ldx, m, n, y, yOffset, ldy, n, m);
    kernel.transpose(m, n, x, xOffset, ldx, y, yOffset, ldy);
  }

  /**
   * y_r ← x_i with i the r-th of the indices, for whole rows: a minibatch from a data set.
   *
   * @param count how many rows are copied
   * @param m the rows of x
   * @param n the columns of x and y
   * @param x the m×n matrix
   * @param xOffset where it starts
   * @param ldx its leading dimension, at least n
   * @param indices the numbers of rows, each from 0 to m − 1; one may come several times
   * @param indicesOffset the index of the first of these numbers
   * @param y the copies, count×n
   * @param yOffset where they start
   * @param ldy their leading dimension, at least n
   */
  public void gatherRows(
      int count,
      int m,
      int n,
      A x,
      int xOffset,
      int ldx,
      int[] indices,
      int indicesOffset,
      A y,
      int yOffset,
      int ldy) {
    Objects.requireNonNull(indices, "indices");
    Extent.size("count", count);
    Extent.size("m", m);
    Extent.size("n", n);
    Extent.matrix("x", precision, x, xOffset, ldx, m, n);
    Extent.vector("indices", indices.length, indicesOffset, count);
    Extent.matrix("y", precision, y, yOffset, ldy, count, n);
    requireApart(x, xOffset, ldx, m, n, y, yOffset, ldy, count, n);
    checkIndices(count, m, indices, indicesOffset);
    if (n == 0) {
      return; // rows without elements may lie anywhere
    }
    switch (x) {
      case float[] floats ->
          FloatRowGather.gather(
              count, n, floats, xOffset, ldx, indices, indicesOffset, (float[]) y, yOffset, ldy);
      case double[] doubles ->
          DoubleRowGather.gather(
              count, n, doubles, xOffset, ldx, indices, indicesOffset, (double[]) y, yOffset, ldy);
      default -> throw new AssertionError();
    }
  }

  private static void checkIndices(int count, int m, int[] indices, int offset) {
    for (int r = 0; r < count; r++) {
      int i = indices[offset + r];
      if (i < 0 || i >= m) {
        throw new IllegalArgumentException(
            "index %d (at %d of indices) is %d, must be from 0 to %d"
                .formatted(r, offset + r, i, m - 1));
      }
    }
  }

  private static void requireApart(
      Object x,
      int xOffset,
      int ldx,
      int xRows,
      int xColumns,
      Object y,
      int yOffset,
      int ldy,
      int yRows,
      int yColumns) {
    if (x == y && Extent.overlap(xOffset, ldx, xRows, xColumns, yOffset, ldy, yRows, yColumns)) {
      throw new IllegalArgumentException(
          "y (offset " + yOffset + ") overlaps x (offset " + xOffset + ")");
    }
  }

  @Override
  public String toString() {
    return "matrix copies for " + precision;
  }
}
