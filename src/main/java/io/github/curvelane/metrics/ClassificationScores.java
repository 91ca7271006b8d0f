package io.github.curvelane.metrics;

import io.github.curvelane.nn.ConfusionMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What predicted classes are worth, from the weights w of rows by (class, predicted class).
 * Immutable, and equal to another when all its weights are.
 *
 * <pre>{@code
 * ClassificationScores scores =
 *     ClassificationScores.of(new int[] {0, 0, 1, 2}, new int[] {0, 1, 1, 2}, 3);
 * scores.accuracy(); // 0.75
 * scores.ofClass(1); // precision 0.5000, recall 1.0000, F1 0.6667
 * System.out.println(scores.report(List.of("setosa", "versicolor", "virginica")));
 * }</pre>
 *
 * <p>With tp the weight of the rows of a class that were predicted as it: precision is tp over the
 * weight predicted as the class, recall tp over the weight of the class, and F1 = 2tp over the sum
 * of both. Where a denominator is 0:
 *
 * <ul>
 *   <li>a class that has rows and is never predicted has precision 0; one that is predicted and has
 *       no rows has recall 0. F1 is 0 in both cases;
 *   <li>a class that neither has rows nor is predicted has no scores: all three are NaN, and the
 *       means over classes leave it out.
 * </ul>
 *
 * <p>A row for which no class was predicted (−1: outputs that are NaN) is an error. It counts in
 * the recall of its class and in no precision.
 */
public final class ClassificationScores {
  private final int classes;

  /** By class, then by predicted class. */
  private final double[] weights;

  /** By class, of the rows without a prediction. */
  private final double[] unpredicted;

  private ClassificationScores(int classes) {
    this.classes = classes;
    weights = new double[classes * classes];
    unpredicted = new double[classes];
  }

  /**
   * Scores counts, as an evaluation of a network collects them.
   *
   * @param counts the counts, which are copied
   * @return the scores
   * @throws IllegalArgumentException if there are no examples
   */
  public static ClassificationScores of(ConfusionMatrix counts) {
    Objects.requireNonNull(counts, "counts");
    if (counts.examples() == 0) {
      throw new IllegalArgumentException("counts has no examples, must have at least one");
    }
    ClassificationScores scores = new ClassificationScores(counts.classes());
    for (int i = 0; i < scores.classes; i++) {
      for (int j = 0; j < scores.classes; j++) {
        scores.weights[i * scores.classes + j] = counts.count(i, j);
      }
      scores.unpredicted[i] = counts.undefined(i);
    }
    return scores;
  }

  /**
   * Scores predictions, every row counting once.
   *
   * @param labels the class of each row, from 0 to {@code classes} − 1
   * @param predicted the class predicted for each row, or −1 for none
   * @param classes the number of classes, from 1 to 46,340
   * @return the scores
   * @throws IllegalArgumentException if there is no row, the lengths differ, or a class is outside
   */
  public static ClassificationScores of(int[] labels, int[] predicted, int classes) {
    Objects.requireNonNull(predicted, "predicted");
    return of(labels, predicted, classes, null);
  }

  /**
   * Scores predictions of weighted rows. O(rows + classes²).
   *
   * @param labels the class of each row, from 0 to {@code classes} − 1
   * @param predicted the class predicted for each row, or −1 for none
   * @param classes the number of classes, from 1 to 46,340
   * @param weights one a row, finite and not negative, with a positive sum; null for 1 each
   * @return the scores
   * @throws IllegalArgumentException if there is no row, the lengths differ, or a class or a weight
   *     is outside its bounds
   */
  @SuppressWarnings("exports") // an annotation that users do without
  public static ClassificationScores of(
      int[] labels, int[] predicted, int classes, double @Nullable [] weights) {
    Objects.requireNonNull(predicted, "predicted");
    Objects.requireNonNull(labels, "labels");
    Rows.requireClasses(classes);
    Rows.requireSome("labels", labels.length);
    Rows.requireLength("predicted", predicted.length, labels.length);
    Rows.requireClassIndices("labels", labels, 0, classes);
    Rows.requireClassIndices("predicted", predicted, -1, classes);
    Rows.totalWeight(weights, labels.length);
    ClassificationScores scores = new ClassificationScores(classes);
    for (int i = 0; i < labels.length; i++) {
      double weight = Rows.weight(weights, i);
      if (predicted[i] < 0) {
        scores.unpredicted[labels[i]] += weight;
      } else {
        scores.weights[labels[i] * classes + predicted[i]] += weight;
      }
    }
    return scores;
  }

  /**
   * Returns the number of classes.
   *
   * @return the number
   */
  public int classes() {
    return classes;
  }

  /**
   * Returns the weight of the rows of one class that were predicted as another, or as itself.
   *
   * @param actual the class
   * @param predicted the predicted class
   * @return the weight; without weights, the number of rows
   */
  public double weight(int actual, int predicted) {
    checkClass("actual", actual);
    checkClass("predicted", predicted);
    return weights[actual * classes + predicted];
  }

  /**
   * Returns the weight of the rows of a class for which no class was predicted.
   *
   * @param actual the class
   * @return the weight
   */
  public double unpredicted(int actual) {
    checkClass("actual", actual);
    return unpredicted[actual];
  }

  /**
   * Returns the weight of the rows of a class, predicted or not.
   *
   * @param actual the class
   * @return the weight
   */
  public double support(int actual) {
    checkClass("actual", actual);
    double sum = unpredicted[actual];
    for (int j = 0; j < classes; j++) {
      sum += weights[actual * classes + j];
    }
    return sum;
  }

  /**
   * Returns the share of the weight whose class was predicted.
   *
   * @return from 0 to 1
   */
  public double accuracy() {
    return hits() / total();
  }

  /**
   * Returns the share of the weight whose class was not predicted.
   *
   * @return 1 − accuracy, from the weights of the errors
   */
  public double error() {
    double errors = 0;
    for (int i = 0; i < classes; i++) {
      errors += unpredicted[i];
      for (int j = 0; j < classes; j++) {
        errors += i == j ? 0 : weights[i * classes + j];
      }
    }
    return errors / total();
  }

  /**
   * Returns the scores of one class against all others.
   *
   * @param index the class
   * @return its scores; NaN if it neither has rows nor is predicted
   */
  public PrecisionRecall ofClass(int index) {
    double support = support(index);
    double predicted = predicted(index);
    double hits = weights[index * classes + index];
    if (support + predicted == 0) {
      return new PrecisionRecall(Double.NaN, Double.NaN, Double.NaN);
    }
    return new PrecisionRecall(
        share(hits, predicted), share(hits, support), share(2 * hits, support + predicted));
  }

  /**
   * Returns the plain means of the classes' scores: every class that has rows or is predicted
   * counts the same, however rare.
   *
   * @return the means; the F1 is the mean of the classes' F1
   */
  public PrecisionRecall macro() {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    int present = 0;
    for (int c = 0; c < classes; c++) {
      PrecisionRecall scores = ofClass(c);
      if (!Double.isNaN(scores.f1())) {
        precision += scores.precision();
        recall += scores.recall();
        f1 += scores.f1();
        present++;
      }
    }
    return new PrecisionRecall(precision / present, recall / present, f1 / present);
  }

  /**
   * Returns the scores of the pooled decisions: hits over all predictions, over all rows, and twice
   * the hits over both together. All three are the accuracy when every row has a prediction.
   *
   * @return the scores; precision 0 if no row has a prediction
   */
  public PrecisionRecall micro() {
    double hits = hits();
    double predicted = 0;
    for (int c = 0; c < classes; c++) {
      predicted += predicted(c);
    }
    double total = total();
    return new PrecisionRecall(
        share(hits, predicted), share(hits, total), share(2 * hits, predicted + total));
  }

  /**
   * Returns the counts as a table, a row a class and a column a predicted class; the last column,
   * {@code none}, only if some rows have no prediction.
   *
   * <pre>{@code
   *             setosa  versicolor
   * setosa          49           1
   * versicolor       3          47
   * }</pre>
   *
   * @param names of the classes, one each
   * @return lines that end with a newline each
   * @throws IllegalArgumentException if there are not as many names as classes
   */
  public String confusion(List<String> names) {
    Objects.requireNonNull(names, "names");
    requireNames(names);
    boolean none = Arrays.stream(unpredicted).anyMatch(weight -> weight > 0);
    String[][] cells = new String[classes + 1][classes + (none ? 2 : 1)];
    cells[0][0] = "";
    for (int i = 0; i < classes; i++) {
      cells[0][i + 1] = names.get(i);
      cells[i + 1][0] = names.get(i);
      for (int j = 0; j < classes; j++) {
        cells[i + 1][j + 1] = amount(weights[i * classes + j]);
      }
    }
    if (none) {
      cells[0][classes + 1] = "none";
      for (int i = 0; i < classes; i++) {
        cells[i + 1][classes + 1] = amount(unpredicted[i]);
      }
    }
    return TextTable.of(cells);
  }

  /**
   * Returns accuracy and error in a line, and a table of the scores of each class and their means.
   *
   * @param names of the classes, one each
   * @return lines that end with a newline each
   * @throws IllegalArgumentException if there are not as many names as classes
   */
  public String report(List<String> names) {
    Objects.requireNonNull(names, "names");
    requireNames(names);
    String[][] cells = new String[classes + 3][];
    cells[0] = new String[] {"class", "precision", "recall", "F1", "rows"};
    for (int c = 0; c < classes; c++) {
      cells[c + 1] = line(names.get(c), ofClass(c), support(c));
    }
    cells[classes + 1] = line("macro", macro(), total());
    cells[classes + 2] = line("micro", micro(), total());
    return String.format(Locale.ROOT, "accuracy %.4f, error %.4f\n", accuracy(), error())
        + TextTable.of(cells);
  }

  /** Returns the report with classes called by their numbers. */
  @Override
  public String toString() {
    return report(IntStream.range(0, classes).mapToObj(Integer::toString).toList());
  }

  /**
   * Tells whether another object has the same weights.
   *
   * @param other any object
   * @return whether they are equal
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof ClassificationScores scores
        && classes == scores.classes
        && Arrays.equals(weights, scores.weights)
        && Arrays.equals(unpredicted, scores.unpredicted);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(weights) + Arrays.hashCode(unpredicted);
  }

  private static String[] line(String name, PrecisionRecall scores, double weight) {
    return new String[] {
      name,
      TextTable.share(scores.precision()),
      TextTable.share(scores.recall()),
      TextTable.share(scores.f1()),
      amount(weight)
    };
  }

  private static String amount(double weight) {
    return weight == Math.rint(weight) && weight < 1e15
        ? Long.toString((long) weight)
        : String.format(Locale.ROOT, "%.6g", weight);
  }

  /** Returns a quotient; 0 where nothing was predicted, or nothing was there to be found. */
  private static double share(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }

  private double predicted(int index) {
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      sum += weights[i * classes + index];
    }
    return sum;
  }

  private double hits() {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += weights[c * classes + c];
    }
    return sum;
  }

  private double total() {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += support(c);
    }
    return sum;
  }

  private void requireNames(List<String> names) {
    Rows.requireLength("names", names.size(), classes);
  }

  private void checkClass(String name, int index) {
    if (index < 0 || index >= classes) {
      throw new IllegalArgumentException(
          name + " is " + index + ", must be from 0 to " + (classes - 1));
    }
  }
}
