package io.github.curvelane.optim;

import io.github.curvelane.Precision;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a state that may be another run's, or damaged: whatever does not fit is refused by name.
 */
final class TrainingStateReader<A> {
  private final Precision<A> precision;
  private final int size;
  private final TrainingState<A> state;
  private final Set<String> read = new HashSet<>();

  TrainingStateReader(Precision<A> precision, int size, TrainingState<A> state) {
    this.precision = precision;
    this.size = size;
    this.state = state;
  }

  /** Compares line by line, so that the message can say what is different. */
  void requireConfiguration(String here) {
    List<String> before = state.configuration().lines().toList();
    List<String> now = here.lines().toList();
    for (int i = 0; i < Math.max(before.size(), now.size()); i++) {
      String old = i < before.size() ? before.get(i) : "nothing more";
      String other = i < now.size() ? now.get(i) : "nothing more";
      if (!old.equals(other)) {
        throw new IllegalArgumentException(
            "the state is of another run: it had %s, this one has %s".formatted(old, other));
      }
    }
  }

  A array(String name) {
    A array = state.arrays().get(name);
    read.add(name);
    if (array == null) {
      throw new IllegalArgumentException("the state has no array '" + name + "'");
    }
    if (precision.length(array) != size) {
      throw new IllegalArgumentException(
          "the state's array '%s' has %d elements, must have %d"
              .formatted(name, precision.length(array), size));
    }
    return array;
  }

  double[] numbers(String name) {
    double[] numbers = state.numbers().get(name);
    read.add(name);
    if (numbers == null) {
      throw new IllegalArgumentException("the state has no numbers '" + name + "'");
    }
    return numbers;
  }

  double[] numbers(String name, int count) {
    double[] numbers = numbers(name);
    if (numbers.length != count) {
      throw new IllegalArgumentException(
          "the state's numbers '%s' are %d, must be %d".formatted(name, numbers.length, count));
    }
    return numbers;
  }

  int[] integers(String name, int count) {
    int[] integers = state.integers().get(name);
    if (integers == null || integers.length != count) {
      throw new IllegalArgumentException(
          "the state's integers '%s' are %s, must be %d"
              .formatted(name, integers == null ? "not there" : integers.length, count));
    }
    return integers;
  }

  /** What the rule remembers, which has still to be compared with what it is to remember. */
  UpdateState<A> rule(long steps) {
    Map<String, A> arrays = new LinkedHashMap<>();
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (String name : state.arrays().keySet()) {
      if (name.startsWith(TrainingStateWriter.RULE)) {
        arrays.put(name.substring(TrainingStateWriter.RULE.length()), array(name));
      }
    }
    for (String name : state.numbers().keySet()) {
      if (name.startsWith(TrainingStateWriter.RULE)) {
        numbers.put(name.substring(TrainingStateWriter.RULE.length()), numbers(name, 1)[0]);
      }
    }
    return new UpdateState<>(steps, arrays, numbers);
  }

  /** Refuses what nothing has read, but for what others have added under a name of their own. */
  void requireAllRead() {
    for (Set<String> names : List.of(state.arrays().keySet(), state.numbers().keySet())) {
      for (String name : names) {
        if (!read.contains(name) && !name.startsWith(TrainingState.OWN)) {
          throw new IllegalArgumentException(
              "the state has '%s', which this run does not remember".formatted(name));
        }
      }
    }
  }
}
