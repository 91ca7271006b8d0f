package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Convolution;
import io.github.curvelane.kernel.Epilogue;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Product;
import io.github.curvelane.kernel.VectorAlgebra;

/**
 * Where rows are written, a block of them a direction, and what completes their elements: an
 * epilogue or sweep of the product that writes them, or a pass over them where they stand.
 *
 * <p>Where several nodes read one output, several writers send their signals here. The first
 * overwrites, the next ones continue its chains, and only the last one completes: whoever writes
 * need not know which of them it is. A writer may in turn need two products for one block; it says
 * so by {@link #all} and {@link #direction}.
 */
final class Destination<A> {
  /** Completes the elements of whole rows. */
  @FunctionalInterface
  interface Completion<A> {
    /**
     * Adds what completes them to the product that is about to write them, or completes them where
     * they stand.
     *
     * @param product the product; null when the rows stand
     * @param start the index of their first element
     * @param period the rows of one direction
     * @param rows the rows of all directions
     */
    void complete(Epilogue<A> product, int start, int period, int rows);
  }

  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final Matrix<A> matrix;
  private final Completion<A> completion;

  /** The rows of one direction. */
  private int period;

  private int writers;
  private int writer;

  private int start;
  private int rows;
  private boolean adds;
  private boolean completes;

  /**
   * A destination over a matrix.
   *
   * @param completion what completes its elements; null if they are complete as written
   */
  Destination(Kernels<A> kernels, Matrix<A> matrix, Completion<A> completion) {
    this.precision = kernels.precision();
    this.algebra = kernels.vectorAlgebra();
    this.matrix = matrix;
    this.completion = completion;
  }

  Matrix<A> matrix() {
    return matrix;
  }

  /** Begins to be written, by one writer, when the matrix has its rows. */
  Destination<A> begin(int period) {
    this.period = period;
    return expect(1);
  }

  /** Says how many writers there will be. */
  Destination<A> expect(int writers) {
    this.writers = writers;
    this.writer = 0;
    return all(false);
  }

  /** The next writer's turn. */
  void next() {
    writer++;
    all(false);
  }

  /**
   * Selects the rows of all directions.
   *
   * @param more whether the same writer will add to each direction's rows
   */
  Destination<A> all(boolean more) {
    return select(0, matrix.rows(), false, more);
  }

  /**
   * Selects the rows of one direction, which are then all written by this writer.
   *
   * @param continues whether the same writer has written there before
   */
  Destination<A> direction(int direction, boolean continues) {
    return select(direction * period, period, continues, false);
  }

  private Destination<A> select(int firstRow, int count, boolean continues, boolean more) {
    start = matrix.offset() + firstRow * matrix.columns();
    rows = count;
    adds = writer > 0 || continues;
    completes = completion != null && writer == writers - 1 && !more;
    return this;
  }

  /** Points a product at the selected rows. */
  void aim(Product<A> product) {
    product.c(matrix.array(), start, matrix.columns());
    if (adds) {
      product.accumulate();
    }
    completeBy(product);
  }

  /** Points the outputs of a convolution at the selected rows. */
  void aimOutputs(Convolution<A> convolution) {
    aim(convolution.y(matrix.array(), start));
  }

  /** Points the input gradient of a convolution at the selected rows. */
  void aimInputs(Convolution<A> convolution) {
    aim(convolution.x(matrix.array(), start));
  }

  private void aim(Convolution<A> convolution) {
    if (adds) {
      convolution.accumulate();
    }
    completeBy(convolution);
  }

  private void completeBy(Epilogue<A> product) {
    if (completes) {
      completion.complete(product, start, period, rows);
    }
  }

  /** Copies or adds rows to the selected ones. */
  void put(A values, int offset) {
    int n = rows * matrix.columns();
    A to = matrix.array();
    if (adds) {
      algebra.add(n, to, start, values, offset, to, start);
    } else {
      precision.copy(values, offset, to, start, n);
    }
    written();
  }

  /** Copies or adds zeros to the selected rows. */
  void putZeros() {
    if (!adds) {
      precision.fill(matrix.array(), start, start + rows * matrix.columns(), 0);
    }
    written();
  }

  /**
   * The array to write the selected rows to by other means, without gaps from {@link #start} on;
   * then call {@link #written}.
   */
  A array() {
    return matrix.array();
  }

  /** The index of the first selected element. */
  int start() {
    return start;
  }

  /** Whether to add to what stands there. */
  boolean adds() {
    return adds;
  }

  /** Completes the selected rows, which were written by other means. */
  void written() {
    if (completes) {
      completion.complete(null, start, period, rows);
    }
  }
}
