package io.github.curvelane.data;

/**
 * Loops over one row of a matrix. Each is a method of its own: called once a row it is compiled
 * after a few hundred rows, where a loop over all rows around it would have to be replaced while it
 * runs.
 */
final class Rows {
  private Rows() {}

  /** least ← min(least, row), greatest ← max(greatest, row). */
  static void extremes(double[] row, double[] least, double[] greatest) {
    for (int j = 0; j < row.length; j++) {
      least[j] = Math.min(least[j], row[j]);
      greatest[j] = Math.max(greatest[j], row[j]);
    }
  }

  /** sum ← sum + row. */
  static void add(double[] row, double[] sum) {
    for (int j = 0; j < row.length; j++) {
      sum[j] += row[j];
    }
  }

  /** sum ← fma(d, d, sum) with d = row − centres. */
  static void addSquares(double[] row, double[] centres, double[] sum) {
    for (int j = 0; j < row.length; j++) {
      double d = row[j] - centres[j];
      sum[j] = Math.fma(d, d, sum[j]);
    }
  }

  /** row ← (row − means)·scales. */
  static void map(double[] row, double[] means, double[] scales) {
    for (int j = 0; j < row.length; j++) {
      row[j] = (row[j] - means[j]) * scales[j];
    }
  }

  /** Rounds a row to the precision of a matrix, which receives it at an index. */
  static void round(double[] row, Object matrix, int at) {
    if (matrix instanceof float[] floats) {
      for (int j = 0; j < row.length; j++) {
        floats[at + j] = (float) row[j];
      }
    } else {
      System.arraycopy(row, 0, matrix, at, row.length);
    }
  }
}
