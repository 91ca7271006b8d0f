package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.Shown;
import java.util.Objects;

/**
 * Rows of numbers in an array: where the first begins, how far apart they are, and how many. What
 * is a row's length is up to whoever works on it. One object may be {@linkplain #set turned} to
 * other rows, so that nothing is created in the steady state; it belongs to one thread at a time.
 *
 * <pre>{@code
 * Rows<float[]> logits = new Rows<>(outputs, 0, 10, 64);
 * }</pre>
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Rows<A> {
  private A array;
  private int offset;
  private int stride;
  private int count;

  /**
   * Creates a view of rows.
   *
   * @param array the numbers, not copied
   * @param offset the index of the first row's first element, at least 0
   * @param stride the distance between rows
   * @param count how many, at least 0
   */
  public Rows(A array, int offset, int stride, int count) {
    set(array, offset, stride, count);
  }

  /**
   * Turns this view to other rows.
   *
   * @param array the numbers, not copied
   * @param offset the index of the first row's first element, at least 0
   * @param stride the distance between rows
   * @param count how many, at least 0
   * @return this
   */
  public Rows<A> set(A array, int offset, int stride, int count) {
    Objects.requireNonNull(array, "array");
    if (offset < 0) {
      throw new IllegalArgumentException("offset is " + offset + ", must be at least 0");
    }
    if (count < 0) {
      throw new IllegalArgumentException("count is " + count + ", must be at least 0");
    }
    this.array = array;
    this.offset = offset;
    this.stride = stride;
    this.count = count;
    return this;
  }

  /**
   * Returns the numbers.
   *
   * @return the array itself
   */
  public A array() {
    return array;
  }

  /**
   * Returns the index of the first row's first element.
   *
   * @return the offset
   */
  public int offset() {
    return offset;
  }

  /**
   * Returns the distance between rows.
   *
   * @return the stride
   */
  public int stride() {
    return stride;
  }

  /**
   * Returns how many rows there are.
   *
   * @return the number of rows
   */
  public int count() {
    return count;
  }

  /**
   * Returns where a row begins.
   *
   * @param row which row, from 0
   * @return the index of its first element
   */
  public int at(int row) {
    return offset + row * stride;
  }

  /**
   * Refuses rows that overlap, or that do not lie within the array.
   *
   * @param name what to call these rows
   * @param precision the precision
   * @param columns the number of elements in a row
   * @throws IllegalArgumentException naming what does not fit
   */
  public void require(String name, Precision<A> precision, int columns) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(precision, "precision");
    if (stride < columns) {
      throw new IllegalArgumentException(
          "the stride of %s is %d, must be at least %d"
              .formatted(Shown.text(name), stride, columns));
    }
    long end = count == 0 ? offset : offset + (count - 1L) * stride + columns;
    if (end > precision.length(array)) {
      throw new IllegalArgumentException(
          "%s needs the elements from %d to %d, but its length is %d"
              .formatted(Shown.text(name), offset, end - 1, precision.length(array)));
    }
  }

  /** Refuses checked rows that are not as many as others. */
  void requireCount(String name, String xName, Rows<A> x) {
    if (count != x.count) {
      throw new IllegalArgumentException(
          "%s has %d rows, must have the %d of %s".formatted(name, count, x.count, xName));
    }
  }

  /** Refuses checked rows that share an element with x, unless they are x itself where allowed. */
  void requireApart(
      String name, int columns, String xName, Rows<A> x, int xColumns, boolean orSame) {
    boolean same = orSame && offset == x.offset && stride == x.stride;
    if (array == x.array
        && !same
        && Extent.overlap(offset, stride, count, columns, x.offset, x.stride, x.count, xColumns)) {
      throw new IllegalArgumentException(
          "%s at %d overlaps %s at %d%s"
              .formatted(
                  name,
                  offset,
                  xName,
                  x.offset,
                  orSame ? " partly: must be the same or apart" : ""));
    }
  }

  @Override
  public String toString() {
    return count + " rows from " + offset + ", stride " + stride;
  }
}
