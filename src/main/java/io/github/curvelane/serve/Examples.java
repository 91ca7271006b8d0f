package io.github.curvelane.serve;

import java.util.Objects;

/**
 * Rows with what is known of them.
 *
 * @param rows the rows
 * @param truth as many classes or targets
 */
record Examples(Table rows, Truth truth) {
  Examples {
    Objects.requireNonNull(rows, "rows");
    if (rows.rows() != truth.rows()) {
      String what = truth instanceof Truth.Classes ? "labels" : "targets";
      throw new IllegalArgumentException(
          "there are " + rows.rows() + " rows and " + truth.rows() + " " + what);
    }
  }

  Examples select(int... chosen) {
    return new Examples(rows.select(chosen), truth.select(chosen));
  }
}
