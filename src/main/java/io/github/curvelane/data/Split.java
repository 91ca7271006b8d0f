package io.github.curvelane.data;

import java.util.Arrays;

/**
 * A division of the examples 0 to n − 1 into those to train on and those to test on. Each example
 * is in exactly one part, and neither part is empty.
 *
 * <pre>{@code
 * Split split = Split.everyKth(digits.examples(), 5);
 * Dataset<float[]> training = digits.select(split.training());
 * Dataset<float[]> test = digits.select(split.test());
 * }</pre>
 */
public final class Split {
  private final int[] training;
  private final int[] test;

  private Split(int[] training, int[] test) {
    this.training = training;
    this.test = test;
  }

  /**
   * Tests on the k-th example and every k-th after it, k − 1, 2k − 1, … counted from 0, and trains
   * on the rest.
   *
   * @param examples the number of examples, at least 2
   * @param k the distance of two tested examples, from 2 to {@code examples}
   * @return the split, both parts ascending
   * @throws IllegalArgumentException if an argument is outside its bounds
   */
  public static Split everyKth(int examples, int k) {
    requireTwo(examples);
    if (k < 2 || k > examples) {
      throw new IllegalArgumentException("k is " + k + ", must be from 2 to " + examples);
    }
    int[] test = new int[examples / k];
    int[] training = new int[examples - test.length];
    for (int i = 0, t = 0; i < examples; i++) {
      if (i % k == k - 1) {
        test[i / k] = i;
      } else {
        training[t++] = i;
      }
    }
    return new Split(training, test);
  }

  /**
   * Trains on the first examples and tests on the last ones. For data without an order of its own,
   * such as digits drawn one by one.
   *
   * @param examples the number of examples, at least 2
   * @param test how many to test on, from 1 to {@code examples} − 1
   * @return the split, both parts ascending
   * @throws IllegalArgumentException if an argument is outside its bounds
   */
  public static Split last(int examples, int test) {
    return cut(identity(examples), test);
  }

  /**
   * Tests on a random part and trains on the rest.
   *
   * @param examples the number of examples, at least 2
   * @param fraction the part to test on, in (0, 1); rounded to whole examples, at least one and at
   *     most all but one
   * @param seed the seed of the shuffle
   * @return the split, both parts in shuffled order
   * @throws IllegalArgumentException if an argument is outside its bounds
   */
  public static Split shuffled(int examples, double fraction, long seed) {
    requireTwo(examples);
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "fraction is " + fraction + ", must be greater than 0 and less than 1");
    }
    int[] order = identity(examples);
    new RandomDraws(seed, 0).shuffle(order, 0, examples);
    return cut(order, (int) Math.clamp(Math.rint(fraction * examples), 1, examples - 1));
  }

  private static int[] identity(int examples) {
    requireTwo(examples);
    int[] order = new int[examples];
    for (int i = 0; i < examples; i++) {
      order[i] = i;
    }
    return order;
  }

  private static Split cut(int[] order, int test) {
    if (test < 1 || test > order.length - 1) {
      throw new IllegalArgumentException(
          "test is " + test + ", must be from 1 to " + (order.length - 1));
    }
    int cut = order.length - test;
    return new Split(
        Arrays.copyOfRange(order, 0, cut), Arrays.copyOfRange(order, cut, order.length));
  }

  private static void requireTwo(int examples) {
    if (examples < 2) {
      throw new IllegalArgumentException(
          "examples is " + examples + ", must be at least 2 to be split");
    }
  }

  /**
   * Returns the examples to train on.
   *
   * @return their indices, a copy
   */
  public int[] training() {
    return training.clone();
  }

  /**
   * Returns the examples to test on.
   *
   * @return their indices, a copy
   */
  public int[] test() {
    return test.clone();
  }
}
