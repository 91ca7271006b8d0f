package io.github.curvelane.serve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * How records of a program's own become rows: a name and a function for each column. Immutable; one
 * definition serves for training and for prediction, so that columns cannot be mixed up.
 *
 * <pre>{@code
 * Columns<Flower> columns = Columns.of("length", Flower::length).and("width", Flower::width);
 * Fitted<float[]> fitted = Fit.classes(columns.table(flowers), species).fit();
 * String name = fitted.predictor().classify(columns.row(flower));
 * }</pre>
 *
 * @param <R> the type of a record
 */
public final class Columns<R> {
  private final List<String> names;
  private final List<ToDoubleFunction<? super R>> functions;

  private Columns(List<String> names, List<ToDoubleFunction<? super R>> functions) {
    this.names = Table.distinct(List.copyOf(names));
    this.functions = List.copyOf(functions);
  }

  /**
   * Defines the first column.
   *
   * @param name its name
   * @param function what a record has there
   * @param <R> the type of a record
   * @return rows of one column
   */
  public static <R> Columns<R> of(String name, ToDoubleFunction<? super R> function) {
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(name, "name");
    return new Columns<>(List.of(name), List.of(function));
  }

  /**
   * Adds a column.
   *
   * @param name its name, different from the others
   * @param function what a record has there
   * @return rows of one column more
   * @throws IllegalArgumentException if there is a column of that name
   */
  public Columns<R> and(String name, ToDoubleFunction<? super R> function) {
    List<String> moreNames = new ArrayList<>(names);
    List<ToDoubleFunction<? super R>> more = new ArrayList<>(functions);
    moreNames.add(Objects.requireNonNull(name, "name"));
    more.add(Objects.requireNonNull(function, "function"));
    return new Columns<>(moreNames, more);
  }

  /**
   * Returns the names.
   *
   * @return one a column
   */
  public List<String> names() {
    return names;
  }

  /**
   * Makes a row.
   *
   * @param record a record
   * @return a new array of its numbers
   */
  public double[] row(R record) {
    Objects.requireNonNull(record, "record");
    double[] row = new double[names.size()];
    row(record, row);
    return row;
  }

  /**
   * Makes a row in an array. Allocates nothing, unless the functions do.
   *
   * @param record a record
   * @param row receives its numbers from index 0 on
   * @throws IllegalArgumentException if the array has fewer elements than there are columns
   */
  public void row(R record, double[] row) {
    Objects.requireNonNull(record, "record");
    Objects.requireNonNull(row, "row");
    if (row.length < names.size()) {
      throw new IllegalArgumentException(
          "row has " + row.length + " elements, must have at least " + names.size());
    }
    for (int j = 0; j < functions.size(); j++) {
      row[j] = functions.get(j).applyAsDouble(record);
    }
  }

  /**
   * Makes a table.
   *
   * @param records the records
   * @return a row for each, in their order
   * @throws IllegalArgumentException if there is no record, or a number is NaN or infinite, naming
   *     row and column
   */
  public Table table(Collection<? extends R> records) {
    Objects.requireNonNull(records, "records");
    int width = names.size();
    double[] values = new double[Matrices.size("the records", records.size(), width)];
    int at = 0;
    for (R record : records) {
      for (ToDoubleFunction<? super R> function : functions) {
        values[at++] = function.applyAsDouble(record);
      }
    }
    return Table.of(values, names);
  }

  /** Returns the names. */
  @Override
  public String toString() {
    return "columns " + Engine.list(names);
  }
}
