package io.github.curvelane.continuation;

import java.util.ArrayList;
import java.util.List;

/** Sequences of widths, and their checks. */
final class Widths {
  private Widths() {}

  static void check(String name, double width) {
    if (!(width > 0 && width < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " is " + width + ", must be positive and finite");
    }
  }

  /** Refuses a sequence that is empty or does not fall. */
  static void checkFalling(List<Double> widths) {
    if (widths.isEmpty()) {
      throw new IllegalArgumentException("widths is empty, must have at least one");
    }
    for (int k = 0; k < widths.size(); k++) {
      check("widths[" + k + "]", widths.get(k));
      if (k > 0 && !(widths.get(k) < widths.get(k - 1))) {
        throw new IllegalArgumentException(
            "widths[%d] is %s, must be less than the one before, %s"
                .formatted(k, widths.get(k), widths.get(k - 1)));
      }
    }
  }

  /** From one to the other by one factor. */
  static List<Double> geometric(double first, double last, int count) {
    List<Double> widths = new ArrayList<>();
    double step = (StrictMath.log(last) - StrictMath.log(first)) / (count - 1);
    for (int k = 0; k + 1 < count; k++) {
      widths.add(k == 0 ? first : first * StrictMath.exp(step * k));
    }
    widths.add(last);
    return widths;
  }
}
