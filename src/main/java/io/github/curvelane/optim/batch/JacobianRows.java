package io.github.curvelane.optim.batch;

import io.github.curvelane.Precision;
import io.github.curvelane.SquareRootJacobian;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.VectorAlgebra;

/**
 * The rows of K at the point that is kept, block by block of whole examples, in double precision,
 * with their residuals if there are any. K is never stored whole, unless it is one block.
 */
final class JacobianRows<A> {
  /** The largest block, unless an example has more rows. */
  private static final int BLOCK = 512;

  private final Evaluations<A> evaluations;
  private final Precision<A> precision;
  private final VectorAlgebra<double[]> algebra;
  private final int size;
  private final int count;
  private final int rowsPerExample;
  private final int blockRows;
  private final A rows;
  private final double[] block;
  private final double[] right;
  private A residuals;
  private int loaded;

  JacobianRows(Evaluations<A> evaluations, SquareRootJacobian<A> objective, boolean hasResiduals) {
    this.evaluations = evaluations;
    this.precision = objective.precision();
    this.algebra = Kernels.of(Precision.DOUBLE).vectorAlgebra();
    this.size = objective.dimension();
    this.count = objective.rows();
    this.rowsPerExample = objective.rowsPerExample();
    int examples = Math.max(1, BLOCK / Math.max(1, rowsPerExample));
    this.blockRows = (int) Math.min(count, (long) examples * rowsPerExample);
    this.rows = precision.newArray(Math.multiplyExact(blockRows, size));
    this.block = rows instanceof double[] doubles ? doubles : new double[blockRows * size];
    this.right = hasResiduals ? new double[blockRows] : null;
  }

  /** Says whose residuals go with the rows. */
  JacobianRows<A> with(A residuals) {
    this.residuals = residuals;
    return this;
  }

  int count() {
    return count;
  }

  int size() {
    return size;
  }

  int rowsPerExample() {
    return rowsPerExample;
  }

  int blockRows() {
    return blockRows;
  }

  boolean hasResiduals() {
    return right != null;
  }

  boolean isOneBlock() {
    return blockRows == count;
  }

  /**
   * Loads the block that begins with a row and ends before another; returns how many rows it has.
   */
  int load(int from, int end) {
    int to = Math.min(from + blockRows, end);
    evaluations.jacobianRows(from, to, rows);
    loaded = to - from;
    if (rows instanceof float[] floats) {
      algebra.convert(loaded * size, floats, 0, block, 0);
    }
    if (right != null) {
      loadRight(from);
    }
    return loaded;
  }

  private void loadRight(int from) {
    if (residuals instanceof double[] doubles) {
      System.arraycopy(doubles, from, right, 0, loaded);
    } else if (residuals instanceof float[] floats) {
      algebra.convert(loaded, floats, from, right, 0);
    }
  }

  /** The loaded rows, row-major. */
  double[] block() {
    return block;
  }

  /** Their residuals. */
  double[] right() {
    return right;
  }
}
