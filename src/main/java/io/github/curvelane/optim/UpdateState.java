package io.github.curvelane.optim;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What an {@link Updater} remembers, as plain data to be written to a file: the number of steps
 * taken, named arrays of N elements and named numbers. A run restored from it continues bit for
 * bit.
 *
 * @param steps the number of steps taken
 * @param arrays the memory by name, in a fixed order
 * @param numbers the numbers by name, in a fixed order
 * @param <A> {@code float[]} or {@code double[]}
 */
public record UpdateState<A>(long steps, Map<String, A> arrays, Map<String, Double> numbers) {
  /**
   * Creates a state; the maps are copied, the arrays are not.
   *
   * @throws IllegalArgumentException if {@code steps} is negative
   */
  public UpdateState {
    Objects.requireNonNull(arrays, "arrays");
    Objects.requireNonNull(numbers, "numbers");
    if (steps < 0) {
      throw new IllegalArgumentException("steps is " + steps + ", must not be negative");
    }
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
  }
}
