package io.github.curvelane.optim;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an {@link Updater} remembers, as plain data to be written to a file: the number of steps
 * taken and named arrays of N elements. A run restored from it continues bit for bit.
 *
 * @param steps the number of steps taken
 * @param arrays the memory by name, in a fixed order
 * @param <A> {@code float[]} or {@code double[]}
 */
public record UpdateState<A>(long steps, Map<String, A> arrays) {
  /**
   * Creates a state; the map is copied, the arrays are not.
   *
   * @throws IllegalArgumentException if {@code steps} is negative
   */
  public UpdateState {
    if (steps < 0) {
      throw new IllegalArgumentException("steps is " + steps + ", must not be negative");
    }
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
  }
}
