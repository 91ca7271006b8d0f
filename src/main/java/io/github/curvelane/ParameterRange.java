package io.github.curvelane;

import java.util.Objects;

/**
 * Some parameters that stand one behind the other in θ and belong together, such as the weights of
 * a layer: what rates, decay and freezing are said of.
 *
 * @param name what it is called, such as {@code layers.0.weight}
 * @param from the index of the first parameter
 * @param to the index after the last
 * @param fanIn the number of inputs that each unit sums which these parameters belong to; 1 if
 *     there are no units
 * @param shares the number of connections that use each of these parameters; 1 if they are not
 *     shared
 * @param isBias whether they are biases
 */
public record ParameterRange(String name, int from, int to, int fanIn, int shares, boolean isBias) {
  /**
   * Creates a range.
   *
   * @throws IllegalArgumentException if it is empty or begins before 0, or a number is less than 1
   */
  public ParameterRange {
    Objects.requireNonNull(name, "name");
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException(
          "the range is from " + from + " to " + to + ", must be 0 ≤ from < to");
    }
    if (fanIn < 1) {
      throw new IllegalArgumentException("fanIn is " + fanIn + ", must be at least 1");
    }
    if (shares < 1) {
      throw new IllegalArgumentException("shares is " + shares + ", must be at least 1");
    }
  }

  /**
   * Creates a range of which nothing more is known: of fan-in 1, not shared, no biases.
   *
   * @param name what it is called
   * @param from the index of the first parameter
   * @param to the index after the last
   * @throws IllegalArgumentException if it is empty or begins before 0
   */
  public ParameterRange(String name, int from, int to) {
    this(name, from, to, 1, 1, false);
  }
}
