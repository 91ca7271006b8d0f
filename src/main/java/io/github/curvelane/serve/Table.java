package io.github.curvelane.serve;

import io.github.curvelane.Precision;
import io.github.curvelane.data.MalformedDataException;
import io.github.curvelane.internal.Arguments;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Rows of numbers with a name for each column. Immutable; a copy of what it is made from, in double
 * precision, so that nothing is rounded before it is centred.
 *
 * <pre>{@code
 * Table table = Table.of(new double[][] {{5.1, 3.5}, {4.9, 3.0}}).named("length", "width");
 * }</pre>
 */
public final class Table {
  private final double[] values;
  private final int rows;
  private final List<String> columns;

  private Table(double[] values, int rows, List<String> columns) {
    this.values = values;
    this.rows = rows;
    this.columns = columns;
  }

  /** Takes over the values, and checks them. */
  private static Table of(double[] values, int rows, List<String> columns) {
    requireSome(rows);
    Table table = new Table(values, rows, columns);
    int width = columns.size();
    for (int at = 0; at < values.length; at++) {
      if (!Double.isFinite(values[at])) {
        throw new IllegalArgumentException(
            "row %d, column %s, is %s, must be finite"
                .formatted(at / width, table.title(at % width), values[at]));
      }
    }
    return table;
  }

  private static void requireSome(int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("the table has " + rows + " rows, must have at least 1");
    }
  }

  private String title(int column) {
    String name = columns.get(column);
    return name.equals(String.valueOf(column)) ? name : column + " (" + name + ")";
  }

  private static void requireColumn(int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException("columns is " + columns + ", must be at least 1");
    }
  }

  private static List<String> numbered(int columns) {
    requireColumn(columns);
    return IntStream.range(0, columns).mapToObj(String::valueOf).toList();
  }

  /**
   * Copies rows. Their columns are named by their numbers.
   *
   * @param rows the rows, as long as the first
   * @return the table
   * @throws IllegalArgumentException if there is no row, a row is of another length, or a number is
   *     NaN or infinite, naming row and column
   */
  public static Table of(double[][] rows) {
    Objects.requireNonNull(rows, "rows");
    int columns = rows.length == 0 ? 1 : Objects.requireNonNull(rows[0], "a row of rows").length;
    return of(Matrices.flat("rows", rows, columns), rows.length, numbered(columns));
  }

  /**
   * Copies rows in single precision. Their columns are named by their numbers.
   *
   * @param rows the rows, as long as the first
   * @return the table
   * @throws IllegalArgumentException as {@link #of(double[][])}
   */
  public static Table of(float[][] rows) {
    Objects.requireNonNull(rows, "rows");
    double[][] doubles = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      doubles[i] = Precision.FLOAT.toDoubles(Objects.requireNonNull(rows[i], "a row of rows"));
    }
    return of(doubles);
  }

  /**
   * Copies one column.
   *
   * @param values its values, a row each
   * @return a table of one column
   * @throws IllegalArgumentException if there is none, or one is NaN or infinite
   */
  public static Table ofColumn(double... values) {
    Objects.requireNonNull(values, "values");
    return of(values.clone(), values.length, numbered(1));
  }

  /**
   * Copies rows that stand in an array.
   *
   * @param values element (i, j) is {@code values[offset + i·stride + j]}
   * @param offset the index of the first
   * @param stride the distance between rows, at least {@code columns}
   * @param rows the number of rows, at least 1
   * @param columns the number of columns, at least 1
   * @return the table
   * @throws IllegalArgumentException if the rows are not within the array, or a number is NaN or
   *     infinite, naming row and column
   */
  public static Table of(double[] values, int offset, int stride, int rows, int columns) {
    Objects.requireNonNull(values, "values");
    requireSome(rows);
    requireColumn(columns);
    Matrices.check("values", values.length, "offset", offset, "stride", stride, rows, columns);
    List<String> names = numbered(columns);
    double[] copy = new double[Matrices.size("values", rows, columns)];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(values, offset + i * stride, copy, i * columns, columns);
    }
    return of(copy, rows, names);
  }

  /**
   * Copies rows that stand in an array, in single precision.
   *
   * @param values element (i, j) is {@code values[offset + i·stride + j]}
   * @param offset the index of the first
   * @param stride the distance between rows, at least {@code columns}
   * @param rows the number of rows, at least 1
   * @param columns the number of columns, at least 1
   * @return the table
   * @throws IllegalArgumentException as {@link #of(double[], int, int, int, int)}
   */
  public static Table of(float[] values, int offset, int stride, int rows, int columns) {
    Objects.requireNonNull(values, "values");
    requireSome(rows);
    requireColumn(columns);
    Matrices.check("values", values.length, "offset", offset, "stride", stride, rows, columns);
    List<String> names = numbered(columns);
    double[] copy = new double[Matrices.size("values", rows, columns)];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        copy[i * columns + j] = values[offset + i * stride + j];
      }
    }
    return of(copy, rows, names);
  }

  /** Takes over values of named columns. */
  static Table of(double[] values, List<String> columns) {
    return of(values, values.length / columns.size(), columns);
  }

  /**
   * Returns the same rows with names for their columns.
   *
   * @param names one a column, all different
   * @return a table over the same values
   * @throws IllegalArgumentException if there are not as many names as columns, or two are equal
   */
  public Table named(String... names) {
    Objects.requireNonNull(names, "names");
    if (names.length != columns.size()) {
      throw new IllegalArgumentException(
          "there are " + names.length + " names for " + columns.size() + " columns");
    }
    return new Table(values, rows, distinct(List.of(names)));
  }

  /** Refuses names of which two are equal. */
  static List<String> distinct(List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException(
            "two columns are named '" + MalformedDataException.shown(name) + "'");
      }
    }
    return names;
  }

  /**
   * Returns the number of rows.
   *
   * @return at least 1
   */
  public int rows() {
    return rows;
  }

  /**
   * Returns the names of the columns.
   *
   * @return one a column; its number where it was given no name
   */
  public List<String> columns() {
    return columns;
  }

  /**
   * Returns one number.
   *
   * @param row its row, from 0
   * @param column its column, from 0
   * @return the number
   */
  public double get(int row, int column) {
    Arguments.index("column", column, columns.size());
    return values[Arguments.index("row", row, rows) * columns.size() + column];
  }

  /**
   * Copies some of the rows.
   *
   * @param indices which ones, from 0, in the order wanted
   * @return a table of them
   * @throws IllegalArgumentException if there are none
   * @throws IndexOutOfBoundsException if one is not a row
   */
  public Table select(int... indices) {
    Objects.requireNonNull(indices, "indices");
    if (indices.length == 0) {
      throw new IllegalArgumentException("indices is empty: a table has at least one row");
    }
    int width = columns.size();
    double[] chosen = new double[Matrices.size("the rows", indices.length, width)];
    for (int i = 0; i < indices.length; i++) {
      int from = Arguments.index("indices[" + i + "]", indices[i], rows) * width;
      System.arraycopy(values, from, chosen, i * width, width);
    }
    return new Table(chosen, indices.length, columns);
  }

  /** The numbers, row by row: the array itself. */
  double[] values() {
    return values;
  }

  /** One column. */
  double[] column(int index) {
    double[] column = new double[rows];
    for (int i = 0; i < rows; i++) {
      column[i] = values[i * columns.size() + index];
    }
    return column;
  }

  /** Returns the number of rows and the names of the columns. */
  @Override
  public String toString() {
    return rows + " rows of " + Engine.list(columns);
  }
}
