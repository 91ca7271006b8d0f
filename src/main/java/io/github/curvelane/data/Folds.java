package io.github.curvelane.data;

import io.github.curvelane.internal.Arguments;
import java.util.Arrays;
import java.util.Objects;

/**
 * A division of the examples 0 to n − 1 into k folds, each of which is once the part to test on:
 * cross-validation (Stone 1974). Every example is in exactly one fold, and no fold is empty.
 *
 * <pre>{@code
 * Folds folds = Folds.stratified(iris.labels(), 5, seed);
 * for (int fold = 0; fold < folds.count(); fold++) {
 *   Split split = folds.split(fold);
 *   Dataset<float[]> training = iris.select(split.training());
 *   Dataset<float[]> test = iris.select(split.test());
 * }
 * }</pre>
 *
 * <p>A function of the arguments alone: the same folds on every machine. Immutable.
 */
public final class Folds {
  private final int[] foldOf;
  private final int count;

  private Folds(int[] foldOf, int count) {
    this.foldOf = foldOf;
    this.count = count;
  }

  /**
   * Deals the shuffled examples to the folds in turn, so that each has ⌊n/k⌋ and the first n mod k
   * folds have one more.
   *
   * @param examples their number n, at least 2
   * @param k the number of folds, from 2 to n
   * @param seed the seed of the shuffle
   * @return the folds
   * @throws IllegalArgumentException if an argument is outside its bounds
   */
  public static Folds shuffled(int examples, int k, long seed) {
    Split.requireTwo(examples);
    requireFolds(k, examples, "examples");
    return dealt(new int[examples], k, seed);
  }

  /**
   * Keeps the share of each class in every fold: shuffles each class and deals one class after the
   * other, in ascending order, to the folds in turn, each class going on where the last one ended.
   * The number of examples of one class differs by at most one between folds, and so does the
   * number of all; the first n mod k folds have one more. A class of fewer than k examples is in as
   * many folds as it has examples.
   *
   * @param labels the class of each example, any numbers
   * @param k the number of folds, from 2 to the number of examples
   * @param seed the seed of the shuffles
   * @return the folds
   * @throws IllegalArgumentException if there are fewer than 2 examples, or k is outside its bounds
   */
  public static Folds stratified(int[] labels, int k, long seed) {
    Objects.requireNonNull(labels, "labels");
    Split.requireTwo(labels.length);
    requireFolds(k, labels.length, "examples");
    return dealt(labels, k, seed);
  }

  /**
   * Keeps each group in one fold, for examples that are not independent: of one patient, one
   * speaker, one day. The largest group first, of equal ones in random order, each goes to the fold
   * that has the fewest examples so far, of equal ones to the first (Graham 1969). Two folds differ
   * by at most the size of the largest group.
   *
   * @param groups the group of each example, any numbers
   * @param k the number of folds, from 2 to the number of different groups
   * @param seed the seed of the order of groups
   * @return the folds
   * @throws IllegalArgumentException if there are fewer than 2 groups, or k is outside its bounds
   */
  public static Folds grouped(int[] groups, int k, long seed) {
    Objects.requireNonNull(groups, "groups");
    Split.requireTwo(groups.length);
    Strata strata = new Strata(groups);
    Split.requireTwoGroups(strata.count());
    requireFolds(k, strata.count(), "groups");
    int[] order = strata.shuffled(new RandomDraws(seed, 0));
    long[] largestFirst = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      largestFirst[i] = (long) -strata.size(order[i]) << 32 | i;
    }
    Arrays.sort(largestFirst);
    int[] foldOf = new int[groups.length];
    int[] sizes = new int[k];
    for (long key : largestFirst) {
      int group = order[(int) key];
      int fold = smallest(sizes);
      for (int place = 0; place < strata.size(group); place++) {
        foldOf[strata.row(group, place)] = fold;
      }
      sizes[fold] += strata.size(group);
    }
    return new Folds(foldOf, k);
  }

  private static Folds dealt(int[] labels, int k, long seed) {
    Strata strata = new Strata(labels);
    strata.shuffle(new RandomDraws(seed, 0));
    int[] foldOf = new int[labels.length];
    int next = 0;
    for (int s = 0; s < strata.count(); s++) {
      for (int place = 0; place < strata.size(s); place++) {
        foldOf[strata.row(s, place)] = next;
        next = next + 1 == k ? 0 : next + 1;
      }
    }
    return new Folds(foldOf, k);
  }

  private static int smallest(int[] sizes) {
    int least = 0;
    for (int fold = 1; fold < sizes.length; fold++) {
      if (sizes[fold] < sizes[least]) {
        least = fold;
      }
    }
    return least;
  }

  private static void requireFolds(int k, int most, String what) {
    if (k < 2 || k > most) {
      throw new IllegalArgumentException(
          "k is " + k + ", must be from 2 to " + most + ", the number of " + what);
    }
  }

  /**
   * Returns the number of folds.
   *
   * @return k
   */
  public int count() {
    return count;
  }

  /**
   * Returns the fold of an example.
   *
   * @param example its index
   * @return from 0 to k − 1
   * @throws IndexOutOfBoundsException if there is no such example
   */
  public int foldOf(int example) {
    return foldOf[Arguments.index("example", example, foldOf.length)];
  }

  /**
   * Returns the split that tests on one fold and trains on all others. O(n).
   *
   * @param fold from 0 to k − 1
   * @return the split, both parts ascending
   * @throws IllegalArgumentException if there is no such fold
   */
  public Split split(int fold) {
    if (fold < 0 || fold >= count) {
      throw new IllegalArgumentException("fold is " + fold + ", must be from 0 to " + (count - 1));
    }
    boolean[] tests = new boolean[foldOf.length];
    for (int i = 0; i < foldOf.length; i++) {
      tests[i] = foldOf[i] == fold;
    }
    return Split.of(tests);
  }

  @Override
  public String toString() {
    return count + " folds of " + foldOf.length + " examples";
  }
}
