package io.github.curvelane.nn;

import java.util.function.DoublePredicate;

/**
 * The number in parentheses that some losses have behind their name.
 *
 * @param symbol what messages call it
 * @param meaning what it is
 * @param absent its value where it is not written; NaN if it must be
 * @param bound the values it may have, in words
 * @param isWithin the same as a test
 */
record LossParameter(
    String symbol, String meaning, double absent, String bound, DoublePredicate isWithin) {
  /** No parameter. */
  static final LossParameter NONE = new LossParameter("", "", 0, "", value -> false);

  /** The share of a target that is spread evenly over the classes. */
  static final LossParameter SMOOTHING =
      new LossParameter("s", "smoothing", 0, "at least 0 and less than 1", s -> s >= 0 && s < 1);

  /** A parameter, positive and finite, that a loss has no default for. */
  static LossParameter positive(String symbol, String meaning) {
    return new LossParameter(
        symbol,
        meaning,
        Double.NaN,
        "positive and finite",
        value -> value > 0 && value < Double.POSITIVE_INFINITY);
  }

  boolean isRequired() {
    return Double.isNaN(absent);
  }

  double checked(double value) {
    if (!isWithin.test(value)) {
      throw new IllegalArgumentException(symbol + " is " + value + ", must be " + bound);
    }
    return value;
  }
}
