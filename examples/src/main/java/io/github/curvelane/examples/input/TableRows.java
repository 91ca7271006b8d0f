package io.github.curvelane.examples.input;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of a table that can be used, where values may be missing. */
final class TableRows {
  private TableRows() {}

  /**
   * Returns the rows in which no value of some columns is missing.
   *
   * @param required columns that must have values
   * @param missing what is done where they have not; {@code FILL} drops the row, as there is
   *     nothing to fill in
   * @throws java.io.UncheckedIOException naming the first missing value, if they are refused
   */
  static int[] complete(
      Table table, List<Integer> required, TableOptions.Missing missing, List<String> remarks) {
    List<TableColumn> incomplete = new ArrayList<>();
    int first = -1;
    for (int c : required) {
      TableColumn column = table.columns().get(c);
      if (column.missing() > 0) {
        incomplete.add(column);
        if (first < 0 || column.firstMissing() < table.columns().get(first).firstMissing()) {
          first = c;
        }
      }
    }
    if (first >= 0 && missing == TableOptions.Missing.REFUSE) {
      TableColumn column = table.columns().get(first);
      String text = column.missingText().isEmpty() ? "" : " ('" + column.missingText() + "')";
      throw table.refused(
          column.firstMissing(),
          first,
          "the value is missing" + text + "; --missing drop or fill goes on without it");
    }
    int[] rows =
        IntStream.range(0, table.rows())
            .filter(row -> incomplete.stream().noneMatch(column -> column.isMissing(row)))
            .toArray();
    if (rows.length == 0) {
      throw new UserException(
          table.name() + " has a missing value in each of its " + table.rows() + " rows");
    }
    if (rows.length < table.rows()) {
      remarks.add(
          Texts.format(
              "%d of %d rows have missing values and are left out",
              table.rows() - rows.length, table.rows()));
    }
    return rows;
  }
}
