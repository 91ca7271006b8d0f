package io.github.curvelane.metrics;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The area under the receiver operating characteristic: the probability that a row of class 1 has a
 * higher score than a row of class 0, equal scores counting half,
 *
 * <pre>
 * AUC = Σ_{i of 1} Σ_{j of 0} w_i w_j ([s_i &gt; s_j] + ½[s_i = s_j]) / (Σ_{i of 1} w_i · Σ_{j of 0} w_j).
 * </pre>
 *
 * <p>The statistic of Mann and Whitney (1947), from ranks: O(n log n), no thresholds, and exact but
 * for the rounding of the sums; without weights and with up to 2⁵² pairs of rows, it is the exact
 * quotient, rounded once. It does not change when the scores go through an increasing function, so
 * probabilities, margins and logits serve alike.
 *
 * <pre>{@code
 * double auc = Auc.of(new int[] {0, 0, 1, 1}, new double[] {0.1, 0.4, 0.35, 0.8}); // 0.75
 * }</pre>
 */
public final class Auc {
  private Auc() {}

  /**
   * Computes the area, every row counting once.
   *
   * @param labels 1 for the rows that should score high, 0 for the others; both occur
   * @param scores any numbers but NaN, as many; −0 equals +0
   * @return from 0 to 1; 0.5 is what constant scores get
   * @throws IllegalArgumentException if the lengths differ, a label is neither 0 nor 1, a score is
   *     NaN, or a class has no row
   */
  public static double of(int[] labels, double[] scores) {
    return of(labels, scores, null);
  }

  /**
   * Computes the area for weighted rows.
   *
   * @param labels 1 for the rows that should score high, 0 for the others; both occur
   * @param scores any numbers but NaN, as many; −0 equals +0
   * @param weights w, finite and not negative, with a positive sum in each class; null for 1 each
   * @return from 0 to 1
   * @throws IllegalArgumentException if the lengths differ, a label is neither 0 nor 1, a score is
   *     NaN, a weight is outside its bounds, or a class has no weight
   */
  @SuppressWarnings("exports") // an annotation that users do without
  public static double of(int[] labels, double[] scores, double @Nullable [] weights) {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(scores, "scores");
    int rows = labels.length;
    Rows.requireSome("labels", rows);
    Rows.requireLength("scores", scores.length, rows);
    Rows.requireClassIndices("labels", labels, 0, 2);
    double[] levels = new double[rows];
    for (int i = 0; i < rows; i++) {
      if (Double.isNaN(scores[i])) {
        throw new IllegalArgumentException("scores[" + i + "] is NaN, must be a number");
      }
      levels[i] = scores[i] + 0.0; // the sort and the search tell −0 from +0
    }
    Rows.totalWeight(weights, rows);
    Arrays.sort(levels);
    levels = Arrays.copyOf(levels, distinct(levels));
    double[][] mass = new double[2][levels.length];
    for (int i = 0; i < rows; i++) {
      mass[labels[i]][Arrays.binarySearch(levels, scores[i] + 0.0)] += Rows.weight(weights, i);
    }
    return area(mass[0], mass[1]);
  }

  /** Moves each value to the front once; returns how many there are. */
  private static int distinct(double[] ascending) {
    int count = 1;
    for (int i = 1; i < ascending.length; i++) {
      if (ascending[i] != ascending[count - 1]) {
        ascending[count++] = ascending[i];
      }
    }
    return count;
  }

  /** Returns the area from the weights of both classes at each score, ascending. */
  private static double area(double[] zeros, double[] ones) {
    CompensatedSum twiceWon = new CompensatedSum();
    CompensatedSum below = new CompensatedSum();
    CompensatedSum won = new CompensatedSum();
    for (int k = 0; k < zeros.length; k++) {
      double lower = below.value();
      twiceWon.add(ones[k] * (2 * lower + zeros[k]));
      below.add(zeros[k]);
      won.add(ones[k]);
    }
    requireWeight(0, below.value());
    requireWeight(1, won.value());
    return twiceWon.value() / (2 * below.value() * won.value());
  }

  private static void requireWeight(int label, double weight) {
    if (!(weight > 0)) {
      throw new IllegalArgumentException(
          "class " + label + " has no rows of positive weight, must have at least one");
    }
  }
}
