package io.github.curvelane.metrics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What predicted probabilities of classes are worth. With p_ij the probability of class j in row i,
 * y_i the class of the row, weights w_i and W = Σ w_i:
 *
 * <ul>
 *   <li>log loss = −Σ w_i ln p_{i,y_i} / W, in nats: 0 is perfect, ln n is what equal probabilities
 *       of n classes get. A row whose class has probability 0 makes it infinite: nothing is
 *       clipped;
 *   <li>Brier score = Σ_i w_i Σ_j (p_ij − [j = y_i])² / W (Brier 1950), from 0 to 2; for two
 *       classes twice what is computed from the probability of one;
 *   <li>top-k accuracy: the share of rows whose class is among the k of highest probability. Of
 *       equal ones the lower class comes first, so top-1 is the accuracy of the largest
 *       probability;
 *   <li>for two classes that both occur, the {@link Auc} of the probability of class 1.
 * </ul>
 *
 * <pre>{@code
 * double[] probabilities = {0.8, 0.2, 0.4, 0.6, 0.7, 0.3};
 * ProbabilityScores scores = ProbabilityScores.of(new int[] {0, 1, 1}, probabilities, 2);
 * scores.logLoss(); // 0.64598
 * scores.topAccuracy(1); // 0.6667
 * }</pre>
 *
 * <p>Immutable; equal to another with the same scores.
 */
public final class ProbabilityScores {
  /** How far the probabilities of a row may be from a sum of 1. */
  public static final double SUM_TOLERANCE = 1e-3;

  private final ClassificationScores classification;
  private final double logLoss;
  private final double brier;
  private final double auc;

  /** At k − 1, the share of rows whose class is among the first k. */
  private final double[] topAccuracies;

  private ProbabilityScores(
      ClassificationScores classification,
      double logLoss,
      double brier,
      double auc,
      double[] topAccuracies) {
    this.classification = classification;
    this.logLoss = logLoss;
    this.brier = brier;
    this.auc = auc;
    this.topAccuracies = topAccuracies;
  }

  /**
   * Scores probabilities, every row counting once.
   *
   * @param labels the class of each row, from 0 to {@code classes} − 1
   * @param probabilities row by row, {@code classes} numbers each
   * @param classes the number of classes, from 1 to 46,340
   * @return the scores
   * @throws IllegalArgumentException if there is no row, the lengths do not fit, a class is
   *     outside, a number is not in [0, 1], or the sum of a row is off by more than {@link
   *     #SUM_TOLERANCE}
   */
  public static ProbabilityScores of(int[] labels, double[] probabilities, int classes) {
    return of(labels, probabilities, classes, null);
  }

  /**
   * Scores probabilities of weighted rows. Probabilities are taken as they are, not divided by
   * their sum. O(rows × classes), and O(rows log rows) for two classes.
   *
   * @param labels the class of each row, from 0 to {@code classes} − 1
   * @param probabilities row by row, {@code classes} numbers each
   * @param classes the number of classes, from 1 to 46,340
   * @param weights one a row, finite and not negative, with a positive sum; null for 1 each
   * @return the scores
   * @throws IllegalArgumentException if there is no row, the lengths do not fit, a class or a
   *     weight is outside its bounds, a number is not in [0, 1], or the sum of a row is off by more
   *     than {@link #SUM_TOLERANCE}
   */
  @SuppressWarnings("exports") // an annotation that users do without
  public static ProbabilityScores of(
      int[] labels, double[] probabilities, int classes, double @Nullable [] weights) {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(probabilities, "probabilities");
    int rows = labels.length;
    Rows.requireClasses(classes);
    Rows.requireSome("labels", rows);
    Rows.requireClassIndices("labels", labels, 0, classes);
    requireProbabilities(probabilities, rows, classes);
    double total = Rows.totalWeight(weights, rows);

    CompensatedSum surprise = new CompensatedSum();
    CompensatedSum squares = new CompensatedSum();
    double[] byRank = new double[classes];
    int[] largest = new int[rows];
    for (int i = 0; i < rows; i++) {
      double weight = Rows.weight(weights, i);
      int row = i * classes;
      double own = probabilities[row + labels[i]];
      if (weight > 0) { // 0·∞ would be NaN
        surprise.add(weight * -StrictMath.log(own));
      }
      CompensatedSum distance = new CompensatedSum();
      int rank = 0;
      for (int j = 0; j < classes; j++) {
        double p = probabilities[row + j];
        double d = j == labels[i] ? p - 1 : p;
        distance.add(d * d);
        if (p > own || p == own && j < labels[i]) {
          rank++;
        }
        if (p > probabilities[row + largest[i]]) {
          largest[i] = j;
        }
      }
      squares.add(weight * distance.value());
      byRank[rank] += weight;
    }
    for (int k = 1; k < classes; k++) {
      byRank[k] += byRank[k - 1];
    }
    for (int k = 0; k < classes; k++) {
      byRank[k] = Math.min(1, byRank[k] / total);
    }
    ClassificationScores classification =
        ClassificationScores.of(labels, largest, classes, weights);
    double auc =
        classes == 2 && classification.support(0) > 0 && classification.support(1) > 0
            ? Auc.of(labels, secondColumn(probabilities), weights)
            : Double.NaN;
    return new ProbabilityScores(
        classification, surprise.value() / total, squares.value() / total, auc, byRank);
  }

  private static void requireProbabilities(double[] probabilities, int rows, int classes) {
    if (probabilities.length != (long) rows * classes) {
      throw new IllegalArgumentException(
          "probabilities has %d elements, must have %d, %d rows of %d classes"
              .formatted(probabilities.length, (long) rows * classes, rows, classes));
    }
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < classes; j++) {
        double p = probabilities[i * classes + j];
        if (!(p >= 0 && p <= 1)) {
          throw new IllegalArgumentException(
              "the probability of class "
                  + j
                  + " in row "
                  + i
                  + " is "
                  + p
                  + ", must be from 0 to 1");
        }
        sum += p;
      }
      if (Math.abs(sum - 1) > SUM_TOLERANCE) {
        throw new IllegalArgumentException(
            "the probabilities of row "
                + i
                + " sum to "
                + sum
                + ", must sum to 1 within "
                + SUM_TOLERANCE);
      }
    }
  }

  private static double[] secondColumn(double[] pairs) {
    double[] column = new double[pairs.length / 2];
    for (int i = 0; i < column.length; i++) {
      column[i] = pairs[2 * i + 1];
    }
    return column;
  }

  /**
   * Returns the scores of the classes of largest probability, of equal ones the lowest.
   *
   * @return accuracy, confusion, precision, recall and F1
   */
  public ClassificationScores classification() {
    return classification;
  }

  /**
   * Returns the mean negative logarithm of the probability of a row's class.
   *
   * @return in nats, from 0 to +∞
   */
  public double logLoss() {
    return logLoss;
  }

  /**
   * Returns the mean squared distance from the probabilities that know the class.
   *
   * @return from 0 to 2
   */
  public double brier() {
    return brier;
  }

  /**
   * Returns the area under the receiver operating characteristic, of two classes.
   *
   * @return from 0 to 1; NaN unless there are two classes that both occur
   */
  public double auc() {
    return auc;
  }

  /**
   * Returns the share of the rows whose class is among the k of highest probability.
   *
   * @param k from 1 to the number of classes
   * @return from 0 to 1
   * @throws IllegalArgumentException if k is outside its bounds
   */
  public double topAccuracy(int k) {
    if (k < 1 || k > topAccuracies.length) {
      throw new IllegalArgumentException(
          "k is " + k + ", must be from 1 to " + topAccuracies.length);
    }
    return topAccuracies[k - 1];
  }

  /** Returns the scores in one line; top-5 only where there are more than five classes. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "log loss %.6g, Brier %.6g, accuracy %.4f",
                logLoss,
                brier,
                topAccuracy(1)));
    if (topAccuracies.length > 5) {
      text.append(String.format(Locale.ROOT, ", top-5 %.4f", topAccuracy(5)));
    }
    if (!Double.isNaN(auc)) {
      text.append(String.format(Locale.ROOT, ", AUC %.4f", auc));
    }
    return text.toString();
  }

  /**
   * Tells whether another object has the same scores.
   *
   * @param other any object
   * @return whether they are equal
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof ProbabilityScores scores
        && Double.compare(logLoss, scores.logLoss) == 0
        && Double.compare(brier, scores.brier) == 0
        && Double.compare(auc, scores.auc) == 0
        && Arrays.equals(topAccuracies, scores.topAccuracies)
        && classification.equals(scores.classification);
  }

  @Override
  public int hashCode() {
    return 31 * classification.hashCode() + Double.hashCode(logLoss);
  }
}
