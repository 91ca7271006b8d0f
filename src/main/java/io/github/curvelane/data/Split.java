package io.github.curvelane.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;

/**
 * A division of the examples 0 to n − 1 into those to train on and those to test on. Each example
 * is in exactly one part, and neither part is empty.
 *
 * <pre>{@code
 * Split split = Split.everyKth(digits.examples(), 5);
 * Dataset<float[]> training = digits.select(split.training());
 * Dataset<float[]> test = digits.select(split.test());
 * }</pre>
 *
 * <p>A function of the arguments alone: the same split on every machine.
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
    int test = tested(examples, fraction);
    int[] order = identity(examples);
    new RandomDraws(seed, 0).shuffle(order, 0, examples);
    return cut(order, test);
  }

  /**
   * Tests on a random part that has the share of each class that the whole has. Of n examples t are
   * tested, as in {@link #shuffled}; of a class of m examples ⌊t·m/n⌋, and one more for the classes
   * with the largest remainders, of equal ones the lower, until there are t. A class gives its last
   * example to the test only when no other class has one to give: a class of one example trains.
   *
   * @param labels the class of each example, any numbers; at least 2 examples
   * @param fraction the part to test on, in (0, 1); rounded to whole examples, at least one and at
   *     most all but one
   * @param seed the seed of the shuffle of each class
   * @return the split, both parts ascending
   * @throws IllegalArgumentException if an argument is outside its bounds
   */
  public static Split stratified(int[] labels, double fraction, long seed) {
    Objects.requireNonNull(labels, "labels");
    int test = tested(labels.length, fraction);
    Strata strata = new Strata(labels);
    strata.shuffle(new RandomDraws(seed, 0));
    int[] quota = quotas(strata, labels.length, test);
    boolean[] tests = new boolean[labels.length];
    for (int s = 0; s < strata.count(); s++) {
      for (int place = 0; place < quota[s]; place++) {
        tests[strata.row(s, place)] = true;
      }
    }
    return of(tests);
  }

  /** Shares out t tested examples by largest remainders (Hamilton's method), in integers. */
  private static int[] quotas(Strata strata, int examples, int test) {
    int[] quota = new int[strata.count()];
    long[] remainder = new long[quota.length];
    int left = test;
    for (int s = 0; s < quota.length; s++) {
      long share = (long) test * strata.size(s);
      quota[s] = (int) (share / examples);
      remainder[s] = share % examples;
      left -= quota[s];
    }
    Integer[] order = new Integer[quota.length];
    Arrays.setAll(order, s -> s);
    Arrays.sort(
        order,
        Comparator.comparing((Integer s) -> quota[s] + 1 == strata.size(s))
            .thenComparing(s -> remainder[s], Comparator.reverseOrder()));
    for (int i = 0; i < left; i++) {
      quota[order[i]]++;
    }
    return quota;
  }

  /**
   * Tests on whole groups and trains on the others, for examples that are not independent: of one
   * patient, one speaker, one day. No group is on both sides. The groups are shuffled, and each in
   * turn is tested if it fits into what is left of the part to test on; so that part is at most as
   * large as asked for, unless every group is larger: then the smallest group is tested, of equal
   * ones the first in the shuffled order.
   *
   * @param groups the group of each example, any numbers; at least 2 groups
   * @param fraction the part of the examples to test on, in (0, 1); rounded as in {@link #shuffled}
   * @param seed the seed of the order of groups
   * @return the split, both parts ascending
   * @throws IllegalArgumentException if an argument is outside its bounds
   */
  public static Split grouped(int[] groups, double fraction, long seed) {
    Objects.requireNonNull(groups, "groups");
    int left = tested(groups.length, fraction);
    Strata strata = new Strata(groups);
    requireTwoGroups(strata.count());
    int[] order = strata.shuffled(new RandomDraws(seed, 0));
    boolean[] tests = new boolean[groups.length];
    int smallest = order[0];
    boolean some = false;
    for (int group : order) {
      if (strata.size(group) <= left) {
        mark(strata, group, tests);
        left -= strata.size(group);
        some = true;
      }
      if (strata.size(group) < strata.size(smallest)) {
        smallest = group;
      }
    }
    if (!some) {
      mark(strata, smallest, tests);
    }
    return of(tests);
  }

  private static void mark(Strata strata, int group, boolean[] tests) {
    for (int place = 0; place < strata.size(group); place++) {
      tests[strata.row(group, place)] = true;
    }
  }

  /** Returns how many examples a fraction of them is, at least one and at most all but one. */
  private static int tested(int examples, double fraction) {
    requireTwo(examples);
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "fraction is " + fraction + ", must be greater than 0 and less than 1");
    }
    return (int) Math.clamp(Math.rint(fraction * examples), 1, examples - 1);
  }

  /** Returns the split that tests where it is told to, both parts ascending. */
  static Split of(boolean[] tests) {
    int test = 0;
    for (boolean tested : tests) {
      test += tested ? 1 : 0;
    }
    Split split = new Split(new int[tests.length - test], new int[test]);
    for (int i = 0, a = 0, b = 0; i < tests.length; i++) {
      if (tests[i]) {
        split.test[b++] = i;
      } else {
        split.training[a++] = i;
      }
    }
    return split;
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

  static void requireTwo(int examples) {
    if (examples < 2) {
      throw new IllegalArgumentException(
          "examples is " + examples + ", must be at least 2 to be split");
    }
  }

  static void requireTwoGroups(int groups) {
    if (groups < 2) {
      throw new IllegalArgumentException(
          "groups has " + groups + " different group, must have at least 2 to be split");
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

  @Override
  public String toString() {
    return training.length + " training examples, " + test.length + " test examples";
  }
}
