package io.github.curvelane.nn;

/**
 * A row-major matrix inside an array: element (i, j) is {@code array[offset + i·columns + j]}.
 * Passes hand it to each other; its number of rows follows the batch and it can be pointed
 * elsewhere, so that no call allocates.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Matrix<A> {
  private A array;
  private int offset;
  private int rows;
  private final int columns;

  /**
   * Creates a matrix over an array.
   *
   * @param array the elements
   * @param rows the number of rows
   * @param columns the number of columns, which is also the leading dimension
   */
  public Matrix(A array, int rows, int columns) {
    this.array = array;
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * Points this matrix at other elements.
   *
   * @param array the elements
   * @param offset the index of element (0, 0)
   * @param rows the number of rows
   */
  public void view(A array, int offset, int rows) {
    this.array = array;
    this.offset = offset;
    this.rows = rows;
  }

  /**
   * Changes the number of rows in use.
   *
   * @param rows the number of rows
   */
  public void rows(int rows) {
    this.rows = rows;
  }

  /**
   * Returns the array that holds the elements.
   *
   * @return the array, not a copy
   */
  public A array() {
    return array;
  }

  /**
   * Returns the index of element (0, 0) in the array.
   *
   * @return the offset
   */
  public int offset() {
    return offset;
  }

  /**
   * Returns the number of rows in use.
   *
   * @return the number of rows
   */
  public int rows() {
    return rows;
  }

  /**
   * Returns the number of columns, which is also the leading dimension.
   *
   * @return the number of columns
   */
  public int columns() {
    return columns;
  }

  /**
   * Returns the number of elements in use.
   *
   * @return rows × columns
   */
  public int size() {
    return rows * columns;
  }
}
