package io.github.curvelane.optim;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * All that a training run remembers between two steps, as plain data to be written to a file: a run
 * resumed from it takes the steps that the run would have taken, to the bit.
 *
 * @param configuration what the run does, in words; a run that does something else refuses the
 *     state
 * @param arrays arrays of N elements by name, in a fixed order: the parameters {@code theta}, what
 *     the rule remembers, averages, the best parameters so far
 * @param integers integers by name: the order of the epoch
 * @param numbers numbers by name: counters, sums, what schedules remember
 * @param <A> {@code float[]} or {@code double[]}
 */
public record TrainingState<A>(
    String configuration,
    Map<String, A> arrays,
    Map<String, int[]> integers,
    Map<String, double[]> numbers) {
  /** Begins the names of what is not the run's but of whoever keeps its states. */
  public static final String OWN = "own.";

  /** Creates a state; the maps are copied, the arrays are not. */
  public TrainingState {
    Objects.requireNonNull(arrays, "arrays");
    Objects.requireNonNull(integers, "integers");
    Objects.requireNonNull(numbers, "numbers");
    Objects.requireNonNull(configuration, "configuration");
    arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    integers = Collections.unmodifiableMap(new LinkedHashMap<>(integers));
    numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
  }

  /**
   * Returns the number of steps taken.
   *
   * @return the count; 0 if the state does not tell
   */
  public long steps() {
    double[] counters = numbers.get(RunCounters.NAME);
    return counters == null || counters.length != RunCounters.COUNT
        ? 0
        : (long) counters[RunCounters.STEPS];
  }

  /**
   * Adds numbers that are not the run's, to be kept with its state.
   *
   * @param name their name, to which {@link #OWN} is put in front
   * @param values the numbers
   * @return the state with them
   */
  public TrainingState<A> withOwn(String name, double... values) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(values, "values");
    Map<String, double[]> all = new LinkedHashMap<>(numbers);
    all.put(OWN + name, values);
    return new TrainingState<>(configuration, arrays, integers, all);
  }

  /**
   * Returns numbers that were {@linkplain #withOwn added}.
   *
   * @param name their name, without {@link #OWN}
   * @return the numbers; empty if there are none of this name
   */
  public double[] own(String name) {
    Objects.requireNonNull(name, "name");
    return numbers.getOrDefault(OWN + name, new double[0]);
  }

  @Override
  public String toString() {
    return "%s, arrays %s, integers %s, numbers %s"
        .formatted(configuration, arrays.keySet(), integers.keySet(), numbers.keySet());
  }
}
