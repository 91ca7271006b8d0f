package io.github.curvelane.examples.input;

import io.github.curvelane.data.MalformedDataException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A table as it was read.
 *
 * @param name what it is called in messages
 * @param description how it is written
 * @param titles the names of the columns; their indices if the table has none
 * @param named whether the table names its columns
 * @param columns the columns; null for those that nobody needs
 * @param rows the number of rows
 * @param remarks what was found out about it, one sentence each without the full stop
 */
record Table(
    String name,
    String description,
    List<String> titles,
    boolean named,
    List<TableColumn> columns,
    int rows,
    List<String> remarks) {

  /** Returns the column of a name or an index. */
  int column(String nameOrIndex, String option) {
    return column(titles, nameOrIndex, name, option);
  }

  static int column(List<String> titles, String nameOrIndex, String table, String option) {
    int named = titles.indexOf(nameOrIndex);
    if (named >= 0) {
      return named;
    }
    if (nameOrIndex.matches("[0-9]{1,6}") && Integer.parseInt(nameOrIndex) < titles.size()) {
      return Integer.parseInt(nameOrIndex);
    }
    throw new UserException(
        "%s: %s has no column '%s', its columns are %s"
            .formatted(
                option, table, MalformedDataException.shown(nameOrIndex), Texts.list(titles)));
  }

  /** Returns the complaint about a value. */
  UncheckedIOException refused(long line, int column, String complaint) {
    return refused(name, titles, line, column, complaint);
  }

  static UncheckedIOException refused(
      String table, List<String> titles, long line, int column, String complaint) {
    return new UncheckedIOException(
        MalformedDataException.atLine(
            table, line, "column " + title(titles, column) + ": " + complaint));
  }

  /** Returns the index of a column, and its name if it has one. */
  static String title(List<String> titles, int column) {
    return titles.get(column).equals(String.valueOf(column))
        ? String.valueOf(column)
        : column + " ('" + MalformedDataException.shown(titles.get(column)) + "')";
  }
}
