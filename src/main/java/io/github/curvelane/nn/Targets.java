package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Rows;
import java.util.Objects;

/**
 * What the outputs of a network should be, example by example: a class label each, or a row of
 * target values each, and optionally a weight each. Immutable, shared by all threads; the arrays
 * are not copied and must not change.
 *
 * <p>What every target must satisfy is checked here; what one loss asks for (a row that sums to
 * one, values of ±1) by {@link Loss#check}.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Targets<A> {
  private final Precision<A> precision;
  private final int examples;
  private final int outputs;
  private final int[] labels;
  private final A values;
  private final A weights;
  private final Rows<A> rows;

  private Targets(
      Precision<A> precision, int examples, int outputs, int[] labels, A values, A weights) {
    this.precision = precision;
    this.examples = examples;
    this.outputs = outputs;
    this.labels = labels;
    this.values = values;
    this.weights = weights;
    this.rows = values == null ? null : new Rows<>(values, 0, outputs, examples);
  }

  /**
   * Creates targets that are classes.
   *
   * @param precision the precision of the weights, if there will be any
   * @param labels the class of each example, from 0 to {@code classes} − 1
   * @param classes the number of classes, at least 1: that of the network's outputs
   * @param <A> {@code float[]} or {@code double[]}
   * @return the targets, one an element of {@code labels}
   * @throws IllegalArgumentException if a class is out of range
   */
  public static <A> Targets<A> labels(Precision<A> precision, int[] labels, int classes) {
    Objects.requireNonNull(precision, "precision");
    positive("classes", classes);
    checkLabels(labels, classes);
    return new Targets<>(precision, labels.length, classes, labels, null, null);
  }

  /**
   * Creates targets that are rows of a matrix.
   *
   * @param precision the precision
   * @param values the targets, row-major [examples × outputs]: all of the array
   * @param outputs the number of columns, at least 1: that of the network's outputs
   * @param <A> {@code float[]} or {@code double[]}
   * @return the targets
   * @throws IllegalArgumentException if the length is no multiple of {@code outputs}, or a value is
   *     NaN or infinite
   */
  public static <A> Targets<A> matrix(Precision<A> precision, A values, int outputs) {
    positive("outputs", outputs);
    int length = precision.length(values);
    if (length % outputs != 0) {
      throw new IllegalArgumentException(
          "values has %d elements, must be a multiple of the %d outputs"
              .formatted(length, outputs));
    }
    int bad = precision.indexOfNonFinite(values, 0, length);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "the target of example %d, output %d is %s, must be finite"
              .formatted(bad / outputs, bad % outputs, precision.get(values, bad)));
    }
    return new Targets<>(precision, length / outputs, outputs, null, values, null);
  }

  /**
   * Creates a matrix of targets from classes: {@code off} in all columns but {@code on} in that of
   * the class, such as 0 and 1 for probabilities or −1 and 1 for LeCun's tanh.
   *
   * @param precision the precision
   * @param labels the class of each example, from 0 to {@code classes} − 1
   * @param classes the number of classes, at least 1
   * @param off the target of the other classes
   * @param on the target of the class
   * @param <A> {@code float[]} or {@code double[]}
   * @return the targets
   * @throws IllegalArgumentException if a class is out of range, a value is NaN or infinite, or
   *     there are more than 2³¹ − 1 targets
   */
  public static <A> Targets<A> coded(
      Precision<A> precision, int[] labels, int classes, double off, double on) {
    positive("classes", classes);
    checkLabels(labels, classes);
    long length = (long) labels.length * classes;
    if (length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%d labels of %d classes give %d targets, must be at most %d"
              .formatted(labels.length, classes, length, Integer.MAX_VALUE));
    }
    A values = precision.newArray((int) length);
    precision.fill(values, 0, (int) length, off);
    for (int i = 0; i < labels.length; i++) {
      precision.set(values, i * classes + labels[i], on);
    }
    return matrix(precision, values, classes);
  }

  /**
   * Returns these targets with weights: the loss of example i, with all its derivatives, is
   * multiplied by weight i. Means over examples still divide by the number of examples, not by the
   * sum of the weights.
   *
   * @param weights a weight for each example, at least 0
   * @return weighted targets over the same arrays
   * @throws IllegalArgumentException if there are not as many weights as examples, or one is
   *     negative, NaN or infinite
   */
  public Targets<A> withWeights(A weights) {
    int length = precision.length(weights);
    if (length != examples) {
      throw new IllegalArgumentException(
          "weights has %d elements, must have the %d of the examples".formatted(length, examples));
    }
    for (int i = 0; i < length; i++) {
      double weight = precision.get(weights, i);
      if (!(weight >= 0) || weight == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "the weight of example %d is %s, must be finite and at least 0".formatted(i, weight));
      }
    }
    return new Targets<>(precision, examples, outputs, labels, values, weights);
  }

  /**
   * Returns the precision.
   *
   * @return the precision of values and weights
   */
  public Precision<A> precision() {
    return precision;
  }

  /**
   * Returns the number of examples.
   *
   * @return how many targets there are
   */
  public int examples() {
    return examples;
  }

  /**
   * Returns the number of outputs that an example's target is for.
   *
   * @return the number of classes, or of columns
   */
  public int outputs() {
    return outputs;
  }

  /**
   * Tells whether the targets are classes.
   *
   * @return true for {@link #labels}, false for a matrix
   */
  public boolean areLabels() {
    return labels != null;
  }

  /**
   * Tells whether the examples have weights.
   *
   * @return false if each counts as 1
   */
  public boolean areWeighted() {
    return weights != null;
  }

  /**
   * Returns the class of an example.
   *
   * @param example which one
   * @return its label
   * @throws IllegalStateException if the targets are a matrix
   */
  public int label(int example) {
    if (labels == null) {
      throw new IllegalStateException("these targets are a matrix, not labels");
    }
    return labels[example];
  }

  /**
   * Returns the target of one output.
   *
   * @param example which example
   * @param output which output
   * @return the value; of labels 1 for the class and 0 elsewhere
   */
  public double value(int example, int output) {
    if (labels == null) {
      Objects.checkIndex(output, outputs);
      return precision.get(values, example * outputs + output);
    }
    return labels[example] == output ? 1 : 0;
  }

  /**
   * Returns the weight of an example.
   *
   * @param example which one
   * @return its weight, 1 if there are none
   */
  public double weight(int example) {
    return weights == null ? 1 : precision.get(weights, example);
  }

  /** The target matrix, null for labels. */
  A values() {
    return values;
  }

  /** The target matrix as rows, null for labels. */
  Rows<A> rows() {
    return rows;
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", must be at least 1");
    }
  }

  private static void checkLabels(int[] labels, int classes) {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "the label of example %d is %d, must be from 0 to %d"
                .formatted(i, labels[i], classes - 1));
      }
    }
  }

  @Override
  public String toString() {
    return examples
        + " targets, "
        + outputs
        + (areLabels() ? " classes" : " values")
        + (areWeighted() ? ", weighted" : "");
  }
}
