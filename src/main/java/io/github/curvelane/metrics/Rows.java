package io.github.curvelane.metrics;

/** What every metric demands of its arguments. */
final class Rows {
  private Rows() {}

  /** Refuses arrays without rows. */
  static void requireSome(String name, int length) {
    if (length == 0) {
      throw new IllegalArgumentException(name + " is empty, must have at least one row");
    }
  }

  /** Refuses an array that does not have one element a row. */
  static void requireLength(String name, int length, int rows) {
    if (length != rows) {
      throw new IllegalArgumentException(name + " has " + length + " elements, must have " + rows);
    }
  }

  /** Refuses a number of classes whose matrix is no array. */
  static void requireClasses(int classes) {
    if (classes < 1 || (long) classes * classes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("classes is " + classes + ", must be from 1 to 46340");
    }
  }

  /** Refuses values below the least or at {@code classes} and above. */
  static void requireClassIndices(String name, int[] values, int least, int classes) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] < least || values[i] >= classes) {
        throw new IllegalArgumentException(
            name
                + "["
                + i
                + "] is "
                + values[i]
                + ", must be from "
                + least
                + " to "
                + (classes - 1));
      }
    }
  }

  /** Refuses NaN and infinities. */
  static void requireFinite(String name, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            name + "[" + i + "] is " + values[i] + ", must be finite");
      }
    }
  }

  /**
   * Returns the sum of the weights after checking them.
   *
   * @param weights one a row, or null for a weight of 1 each
   */
  static double totalWeight(double[] weights, int rows) {
    if (weights == null) {
      return rows;
    }
    requireLength("weights", weights.length, rows);
    CompensatedSum sum = new CompensatedSum();
    for (int i = 0; i < rows; i++) {
      if (!(weights[i] >= 0 && weights[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "weights[" + i + "] is " + weights[i] + ", must be finite and at least 0");
      }
      sum.add(weights[i]);
    }
    double total = sum.value();
    if (!(total > 0 && total < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "weights sum to " + total + ", must have a positive, finite sum");
    }
    return total;
  }

  /** Returns the weight of a row. */
  static double weight(double[] weights, int row) {
    return weights == null ? 1 : weights[row];
  }
}
