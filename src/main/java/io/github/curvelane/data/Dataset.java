package io.github.curvelane.data;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import java.util.Arrays;
import java.util.Objects;

/**
 * Examples in memory: a row-major matrix of inputs [examples × features] and, for each example,
 * either a class label or a row of a target matrix [examples × outputs]. Checked once, when it is
 * made: every number is finite, every label is one of the classes.
 *
 * <p>A dataset takes over the arrays that it is made from and hands the same ones out, so that no
 * step between a file and a network copies them: whoever writes into them breaks the promise of
 * immutability. What returns a different dataset ({@link #select}, {@link Normalization#apply})
 * always copies.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Dataset<A> implements Inputs {
  private final Precision<A> precision;
  private final A inputs;
  private final int examples;
  private final int features;
  private final int[] labels;
  private final A targets;
  private final int outputs;

  private Dataset(
      Precision<A> precision,
      A inputs,
      int examples,
      int features,
      int[] labels,
      A targets,
      int outputs) {
    this.precision = precision;
    this.inputs = inputs;
    this.examples = examples;
    this.features = features;
    this.labels = labels;
    this.targets = targets;
    this.outputs = outputs;
  }

  /**
   * Makes a dataset of examples with class labels.
   *
   * @param precision the precision of the inputs
   * @param inputs the inputs, one example a row
   * @param features the number of columns, at least 1
   * @param labels one label an example, from 0 to {@code classes} − 1
   * @param classes the number of classes, at least 1
   * @param <A> {@code float[]} or {@code double[]}
   * @return the dataset
   * @throws IllegalArgumentException if it is empty, the lengths do not belong together, an input
   *     is not finite, or a label is outside the classes; the message names the example and column
   */
  public static <A> Dataset<A> classification(
      Precision<A> precision, A inputs, int features, int[] labels, int classes) {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(labels, "labels");
    requirePositive("classes", classes);
    int examples = labels.length;
    checkMatrix(precision, "inputs", inputs, examples, features);
    for (int i = 0; i < examples; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "label of example " + i + " is " + labels[i] + ", must be from 0 to " + (classes - 1));
      }
    }
    return new Dataset<>(precision, inputs, examples, features, labels, null, classes);
  }

  /**
   * Makes a dataset of examples with target rows.
   *
   * @param precision the precision of inputs and targets
   * @param inputs the inputs, one example a row
   * @param features the number of input columns, at least 1
   * @param targets the targets, one example a row
   * @param outputs the number of target columns, at least 1
   * @param <A> {@code float[]} or {@code double[]}
   * @return the dataset
   * @throws IllegalArgumentException if it is empty, the lengths do not belong together, or a
   *     number is not finite; the message names the example and column
   */
  public static <A> Dataset<A> regression(
      Precision<A> precision, A inputs, int features, A targets, int outputs) {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(targets, "targets");
    requirePositive("outputs", outputs);
    int length = precision.length(targets);
    if (length % outputs != 0) {
      throw new IllegalArgumentException(
          "targets has " + length + " elements, not a multiple of outputs = " + outputs);
    }
    int examples = length / outputs;
    checkMatrix(precision, "inputs", inputs, examples, features);
    checkMatrix(precision, "targets", targets, examples, outputs);
    return new Dataset<>(precision, inputs, examples, features, null, targets, outputs);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", must be at least 1");
    }
  }

  private static <A> void checkMatrix(
      Precision<A> precision, String name, A matrix, int rows, int columns) {
    requirePositive(name.equals("inputs") ? "features" : "outputs", columns);
    if (rows == 0) {
      throw new IllegalArgumentException("the dataset is empty: it has no example");
    }
    long elements = (long) rows * columns;
    if (elements != precision.length(matrix)) {
      throw new IllegalArgumentException(
          name
              + " has "
              + precision.length(matrix)
              + " elements, must have "
              + rows
              + " x "
              + columns
              + " = "
              + elements);
    }
    int bad = precision.indexOfNonFinite(matrix, 0, (int) elements);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          name
              + " of example "
              + bad / columns
              + ", column "
              + bad % columns
              + ", is "
              + precision.get(matrix, bad)
              + ", must be finite");
    }
  }

  /**
   * Returns the precision.
   *
   * @return the precision of inputs and targets
   */
  public Precision<A> precision() {
    return precision;
  }

  /**
   * Returns the number of examples.
   *
   * @return at least 1
   */
  @Override
  public int examples() {
    return examples;
  }

  /**
   * Returns the number of input columns.
   *
   * @return at least 1
   */
  @Override
  public int features() {
    return features;
  }

  @Override
  public double input(int example, int feature) {
    return precision.get(
        inputs,
        Arguments.index("example", example, examples) * features
            + Arguments.index("feature", feature, features));
  }

  @Override
  public void row(int example, double[] row) {
    Objects.requireNonNull(row, "row");
    Arguments.index("example", example, examples);
    if (row.length > features) {
      throw new IllegalArgumentException(
          "row has " + row.length + " elements, must have at most the " + features + " features");
    }
    if (inputs instanceof float[] floats) {
      for (int j = 0, at = example * features; j < row.length; j++, at++) {
        row[j] = floats[at];
      }
    } else {
      System.arraycopy(inputs, example * features, row, 0, row.length);
    }
  }

  /**
   * Returns the number of classes, or of target columns.
   *
   * @return at least 1
   */
  public int outputs() {
    return outputs;
  }

  /**
   * Tells whether the examples have labels.
   *
   * @return whether {@link #labels} may be called; otherwise {@link #targets} may
   */
  public boolean isClassification() {
    return labels != null;
  }

  /**
   * Returns the inputs, row-major [examples × features].
   *
   * @return the array itself, not to be written
   */
  public A inputs() {
    return inputs;
  }

  /**
   * Returns the labels.
   *
   * @return the array itself, not to be written
   * @throws IllegalStateException if the examples have target rows
   */
  public int[] labels() {
    if (labels == null) {
      throw new IllegalStateException("the dataset has target rows, no class labels");
    }
    return labels;
  }

  /**
   * Returns the targets, row-major [examples × outputs].
   *
   * @return the array itself, not to be written
   * @throws IllegalStateException if the examples have labels; see {@link #oneHot}
   */
  public A targets() {
    if (targets == null) {
      throw new IllegalStateException("the dataset has class labels, no target rows");
    }
    return targets;
  }

  /**
   * Returns the same examples with a target row for each label: {@code off} in all columns but
   * {@code on} in that of its class. For the LeCun tanh they are −1 and 1 [EB 4.5].
   *
   * @param off the target of every other class
   * @param on the target of the labelled class
   * @return a dataset that shares the inputs
   * @throws IllegalStateException if the examples have target rows already
   * @throws IllegalArgumentException if the target matrix would be too large for an array
   */
  public Dataset<A> oneHot(double off, double on) {
    int[] rows = labels();
    A matrix = precision.newArray(elements("targets", examples, outputs));
    precision.fill(matrix, 0, precision.length(matrix), off);
    for (int i = 0; i < examples; i++) {
      precision.set(matrix, i * outputs + rows[i], on);
    }
    return regression(precision, inputs, features, matrix, outputs);
  }

  /**
   * Copies some of the examples.
   *
   * @param rows the indices of the examples, in the order wanted; repetitions are allowed
   * @return a new dataset of {@code rows.length} examples
   * @throws IllegalArgumentException if there are none, one is outside the examples, or the copy
   *     would be too large for an array
   */
  public Dataset<A> select(int... rows) {
    Objects.requireNonNull(rows, "rows");
    if (rows.length == 0) {
      throw new IllegalArgumentException("rows is empty: a dataset has at least one example");
    }
    for (int row : rows) {
      if (row < 0 || row >= examples) {
        throw new IllegalArgumentException(
            "row " + row + " is outside the examples, 0 to " + (examples - 1));
      }
    }
    A chosenInputs = gather(inputs, features, rows);
    if (labels == null) {
      A chosenTargets = gather(targets, outputs, rows);
      return new Dataset<>(
          precision, chosenInputs, rows.length, features, null, chosenTargets, outputs);
    }
    int[] chosenLabels = Arrays.stream(rows).map(row -> labels[row]).toArray();
    return new Dataset<>(
        precision, chosenInputs, rows.length, features, chosenLabels, null, outputs);
  }

  private A gather(A matrix, int columns, int[] rows) {
    A chosen = precision.newArray(elements("the copy", rows.length, columns));
    for (int i = 0; i < rows.length; i++) {
      precision.copy(matrix, rows[i] * columns, chosen, i * columns, columns);
    }
    return chosen;
  }

  /**
   * Returns the number of elements of a matrix that has to fit an array.
   *
   * @throws IllegalArgumentException if it does not
   */
  static int elements(String name, long rows, long columns) {
    long product = Math.multiplyHigh(rows, columns) == 0 ? rows * columns : Long.MAX_VALUE;
    if (product < 0 || product > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          name + " of " + rows + " x " + columns + " elements is too large for an array");
    }
    return (int) product;
  }

  /** Makes a dataset with other inputs of the same shape and the same labels or targets. */
  Dataset<A> withInputs(A others) {
    checkMatrix(precision, "inputs", others, examples, features);
    return new Dataset<>(precision, others, examples, features, labels, targets, outputs);
  }

  /** Returns the sizes, for people. */
  @Override
  public String toString() {
    String kind = isClassification() ? " classes" : " targets";
    return examples + " examples, " + features + " features, " + outputs + kind + ", " + precision;
  }
}
