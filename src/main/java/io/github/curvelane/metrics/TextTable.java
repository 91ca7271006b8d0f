package io.github.curvelane.metrics;

import java.util.Locale;

/** Cells in columns: the first to the left, all others to the right, two spaces between them. */
final class TextTable {
  private TextTable() {}

  /** Returns the lines, each with a newline at its end. */
  static String of(String[][] cells) {
    int[] widths = new int[cells[0].length];
    for (String[] row : cells) {
      for (int j = 0; j < row.length; j++) {
        widths[j] = Math.max(widths[j], row[j].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : cells) {
      text.append(row[0]).repeat(" ", widths[0] - row[0].length());
      for (int j = 1; j < row.length; j++) {
        text.repeat(" ", widths[j] - row[j].length() + 2).append(row[j]);
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** Returns a share with four decimals, or a dash for NaN. */
  static String share(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }
}
