package io.github.curvelane.examples.papers;

import io.github.curvelane.examples.report.Figures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was measured, in rows. */
public final class Table {
  private final List<String> columns;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Creates a table without rows.
   *
   * @param columns the heads of the columns, the first that of the rows' names
   */
  public Table(String... columns) {
    this.columns = List.of(columns);
  }

  /**
   * Adds a row.
   *
   * @param name its name
   * @param cells a {@code Double}, a {@link Spread} or what else shows as its text, for each column
   * @return this
   */
  public Table row(String name, Object... cells) {
    if (cells.length != columns.size() - 1) {
      throw new IllegalArgumentException(
          "row '%s' has %d cells, must have %d".formatted(name, cells.length, columns.size() - 1));
    }
    List<String> row = new ArrayList<>(List.of(name));
    for (Object cell : cells) {
      row.add(cell instanceof Double number ? Figures.number(number) : String.valueOf(cell));
    }
    rows.add(List.copyOf(row));
    return this;
  }

  /**
   * Returns the heads.
   *
   * @return one a column
   */
  public List<String> columns() {
    return columns;
  }

  /**
   * Returns the rows.
   *
   * @return lists of as many texts as there are columns
   */
  public List<List<String>> rows() {
    return Collections.unmodifiableList(rows);
  }
}
