package io.github.curvelane.optim.batch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What the run of a minimizer remembers at the end of an iteration, as plain data to be written to
 * a file. A run resumed from it continues bit for bit.
 *
 * @param method the name of the method
 * @param arrays the memory by name, in a fixed order
 * @param numbers the numbers by name, in a fixed order
 * @param <A> {@code float[]} or {@code double[]}
 */
public record MinimizerState<A>(String method, Map<String, A> arrays, Map<String, Double> numbers) {
  /** Creates a state; the maps are copied, the arrays are not. */
  public MinimizerState {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(arrays, "arrays");
    Objects.requireNonNull(numbers, "numbers");
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
  }
}
