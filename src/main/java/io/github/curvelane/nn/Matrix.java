package io.github.curvelane.nn;

import io.github.curvelane.Precision;

/**
 * A row-major matrix inside an array: element (i, j) is {@code array[offset + i·columns + j]}.
 * Passes hand it to each other; its number of rows follows the batch and it can be pointed
 * elsewhere, so that no call allocates.
 */
final class Matrix<A> {
  private A array;
  private int offset;
  private int rows;
  private final int columns;

  /** A matrix without memory. */
  Matrix(int columns) {
    this.columns = columns;
  }

  /** Points this matrix at other elements, from element (0, 0) on. */
  void view(A array, int offset, int rows) {
    this.array = array;
    this.offset = offset;
    this.rows = rows;
  }

  /**
   * Makes memory ready that this matrix owns. It is taken when a pass first needs it: prediction
   * needs one matrix a layer, a gradient three.
   *
   * @param most the most rows that a batch may have
   * @param rows the rows of this batch
   * @param directions how many batches stand one below the other
   */
  void use(Precision<A> precision, int most, int rows, int directions) {
    int capacity = Math.multiplyExact(most * columns, directions);
    if (array == null || precision.length(array) < capacity) {
      array = precision.newArray(capacity);
    }
    this.rows = rows * directions;
  }

  A array() {
    return array;
  }

  /** The index of element (0, 0). */
  int offset() {
    return offset;
  }

  int rows() {
    return rows;
  }

  /** The number of columns, which is also the leading dimension. */
  int columns() {
    return columns;
  }

  /** The number of elements in use. */
  int size() {
    return rows * columns;
  }

  /** The number of elements for which memory was taken. */
  long elements(Precision<A> precision) {
    return array == null ? 0 : precision.length(array);
  }
}
