package io.github.curvelane.serve;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/** Arrays of rows as flat arrays. */
final class Matrices {
  private Matrices() {}

  /** The length of an array that holds a matrix. */
  static int size(String name, int rows, int columns) {
    long size = (long) rows * columns;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          name + " of " + rows + " x " + columns + " elements do not fit an array");
    }
    return (int) size;
  }

  static double[] flat(String name, double[][] rows, int columns) {
    double[] flat = new double[size(name, rows.length, columns)];
    for (int i = 0; i < rows.length; i++) {
      requireLength(name, i, Objects.requireNonNull(rows[i], "a row of " + name).length, columns);
      System.arraycopy(rows[i], 0, flat, i * columns, columns);
    }
    return flat;
  }

  static float[] flat(String name, float[][] rows, int columns) {
    float[] flat = new float[size(name, rows.length, columns)];
    for (int i = 0; i < rows.length; i++) {
      requireLength(name, i, Objects.requireNonNull(rows[i], "a row of " + name).length, columns);
      System.arraycopy(rows[i], 0, flat, i * columns, columns);
    }
    return flat;
  }

  private static void requireLength(String name, int row, int length, int columns) {
    if (length != columns) {
      throw new IllegalArgumentException(
          name + "[" + row + "] has " + length + " elements, must have " + columns);
    }
  }

  static double[][] rows(double[] flat, int rows, int columns) {
    double[][] matrix = new double[rows][];
    for (int i = 0; i < rows; i++) {
      matrix[i] = Arrays.copyOfRange(flat, i * columns, (i + 1) * columns);
    }
    return matrix;
  }

  static float[][] rows(float[] flat, int rows, int columns) {
    float[][] matrix = new float[rows][];
    for (int i = 0; i < rows; i++) {
      matrix[i] = Arrays.copyOfRange(flat, i * columns, (i + 1) * columns);
    }
    return matrix;
  }

  /** Checks that rows lie within an array. */
  static void check(
      String name,
      int length,
      String offsetName,
      int offset,
      String strideName,
      int stride,
      int rows,
      int columns) {
    if (offset < 0) {
      throw new IllegalArgumentException(offsetName + " is " + offset + ", must be at least 0");
    }
    if (stride < columns) {
      throw new IllegalArgumentException(
          strideName
              + " is "
              + stride
              + ", must be at least the "
              + columns
              + " columns of "
              + name);
    }
    long needed = rows == 0 ? 0 : offset + (rows - 1L) * stride + columns;
    if (needed > length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %d elements, must have at least %d: %d rows of %d columns from index %d, %d"
                  + " apart",
              name,
              length,
              needed,
              rows,
              columns,
              offset,
              stride));
    }
  }
}
