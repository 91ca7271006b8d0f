package io.github.curvelane.optim;

import io.github.curvelane.Precision;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects copies of what a run remembers. */
final class TrainingStateWriter<A> {
  static final String THETA = "theta";
  static final String RULE = "rule.";

  private final Precision<A> precision;
  private final Map<String, A> arrays = new LinkedHashMap<>();
  private final Map<String, int[]> integers = new LinkedHashMap<>();
  private final Map<String, double[]> numbers = new LinkedHashMap<>();

  TrainingStateWriter(Precision<A> precision) {
    this.precision = precision;
  }

  void array(String name, A array) {
    int length = precision.length(array);
    A copy = precision.newArray(length);
    precision.copy(array, 0, copy, 0, length);
    arrays.put(name, copy);
  }

  void integers(String name, int[] values) {
    integers.put(name, values.clone());
  }

  void numbers(String name, double... values) {
    numbers.put(name, values);
  }

  TrainingState<A> state(String configuration) {
    return new TrainingState<>(configuration, arrays, integers, numbers);
  }
}
