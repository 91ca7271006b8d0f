package io.github.curvelane.optim;

import io.github.curvelane.internal.Arguments;
import java.util.List;
import java.util.Objects;

/**
 * What a validation has measured.
 *
 * @param epoch the epoch, from 1; 0 before the first
 * @param step the number of steps taken before
 * @param values a value for each metric, the one that is watched first
 * @param isBest whether the watched value is better than all before
 */
public record ValidationPoint(int epoch, long step, List<Double> values, boolean isBest) {
  /** Creates a point; the list is copied. */
  public ValidationPoint {
    Objects.requireNonNull(values, "values");
    values = Arguments.list("values", values);
  }

  /**
   * Returns the value that is watched.
   *
   * @return the first of the values
   */
  public double watched() {
    return values.getFirst();
  }
}
