package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.kernel.Rows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /** Those of each part of the outputs, if these are joined. */
  private final List<Targets<A>> parts;

  /** A loss that is known to be defined for these; null before one was asked for. */
  private volatile Loss suited;

  private Targets(List<Targets<A>> parts, int outputs) {
    this.precision = parts.getFirst().precision;
    this.examples = parts.getFirst().examples;
    this.outputs = outputs;
    this.labels = null;
    this.values = null;
    this.weights = null;
    this.rows = null;
    this.parts = parts;
  }

  private Targets(
      Precision<A> precision, int examples, int outputs, int[] labels, A values, A weights) {
    this.precision = precision;
    this.examples = examples;
    this.outputs = outputs;
    this.labels = labels;
    this.values = values;
    this.weights = weights;
    this.rows = values == null ? null : new Rows<>(values, 0, outputs, examples);
    this.parts = List.of();
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
    Objects.requireNonNull(labels, "labels");
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
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(values, "values");
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
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(precision, "precision");
    positive("classes", classes);
    checkLabels(labels, classes);
    requireFinite("off", off);
    requireFinite("on", on);
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
   * Joins targets of neighbouring outputs, for a {@linkplain Loss#ofParts loss of parts}: each may
   * be classes or a matrix, and have weights of its own, such as 0 where a target is missing.
   *
   * @param parts the targets of the parts in ascending order of outputs, over the same examples
   * @param <A> {@code float[]} or {@code double[]}
   * @return the targets of all outputs
   * @throws IllegalArgumentException if there is no part, one is joined itself, of another
   *     precision or another number of examples than the first, or there are more than 2³¹ − 1
   *     outputs
   */
  @SafeVarargs
  public static <A> Targets<A> joined(Targets<A>... parts) {
    Objects.requireNonNull(parts, "parts");
    if (parts.length == 0) {
      throw new IllegalArgumentException("parts is empty, must be at least one");
    }
    List<Targets<A>> all = new ArrayList<>();
    long outputs = 0;
    for (int k = 0; k < parts.length; k++) {
      Targets<A> part = Objects.requireNonNull(parts[k], "an element of parts");
      if (!part.parts.isEmpty()) {
        throw new IllegalArgumentException("part " + k + " is joined itself");
      }
      if (part.precision != parts[0].precision || part.examples != parts[0].examples) {
        throw new IllegalArgumentException(
            "part %d has %d examples in %s, must have the %d in %s of part 0"
                .formatted(
                    k, part.examples, part.precision, parts[0].examples, parts[0].precision));
      }
      all.add(part);
      outputs += part.outputs;
    }
    if (outputs > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the parts have %d outputs, must have at most %d".formatted(outputs, Integer.MAX_VALUE));
    }
    return new Targets<>(List.copyOf(all), (int) outputs);
  }

  /**
   * Returns the targets that these were {@linkplain #joined joined} of.
   *
   * @return those of each part of the outputs; none if these are targets of all outputs
   */
  public List<Targets<A>> parts() {
    return parts;
  }

  /**
   * Returns these targets with weights: the loss of example i, with all its derivatives, is
   * multiplied by weight i. Means over examples still divide by the number of examples, not by the
   * sum of the weights. Of joined targets those of every part.
   *
   * @param weights a weight for each example, at least 0
   * @return weighted targets over the same arrays
   * @throws IllegalArgumentException if there are not as many weights as examples, or one is
   *     negative, NaN or infinite
   */
  public Targets<A> withWeights(A weights) {
    Objects.requireNonNull(weights, "weights");
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
    return parts.isEmpty()
        ? new Targets<>(precision, examples, outputs, labels, values, weights)
        : new Targets<>(parts.stream().map(part -> part.withWeights(weights)).toList(), outputs);
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
   * @return true for {@link #labels}, false for a matrix and for joined targets
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
    return weights != null || parts.stream().anyMatch(Targets::areWeighted);
  }

  /**
   * Returns the class of an example.
   *
   * @param example which one
   * @return its label
   * @throws IllegalStateException if the targets are a matrix, or joined
   */
  public int label(int example) {
    if (labels == null) {
      throw new IllegalStateException(
          "these targets are " + (parts.isEmpty() ? "a matrix" : "joined") + ", not labels");
    }
    return labels[Arguments.index("example", example, examples)];
  }

  /**
   * Returns the target of one output.
   *
   * @param example which example
   * @param output which output
   * @return the value; of labels 1 for the class and 0 elsewhere
   */
  public double value(int example, int output) {
    Arguments.index("example", example, examples);
    Arguments.index("output", output, outputs);
    if (!parts.isEmpty()) {
      int at = output;
      int k = 0;
      while (at >= parts.get(k).outputs) {
        at -= parts.get(k++).outputs;
      }
      return parts.get(k).value(example, at);
    }
    if (labels == null) {
      return precision.get(values, example * outputs + output);
    }
    return labels[example] == output ? 1 : 0;
  }

  /**
   * Returns the weight of an example.
   *
   * @param example which one
   * @return its weight, 1 if there are none
   * @throws IllegalStateException if the targets are joined: each part has weights of its own
   */
  public double weight(int example) {
    if (!parts.isEmpty()) {
      throw new IllegalStateException("these targets are joined, each part has its own weights");
    }
    return weights == null ? 1 : precision.get(weights, example);
  }

  /**
   * Returns the targets of some consecutive examples.
   *
   * @param from the first example
   * @param to the example after the last
   * @return targets over copies of their arrays, of the same kind, with their weights
   * @throws IndexOutOfBoundsException unless 0 ≤ from ≤ to ≤ {@link #examples}
   */
  public Targets<A> slice(int from, int to) {
    Arguments.range(from, to, examples);
    if (!parts.isEmpty()) {
      return new Targets<>(parts.stream().map(part -> part.slice(from, to)).toList(), outputs);
    }
    return new Targets<>(
        precision,
        to - from,
        outputs,
        labels == null ? null : Arrays.copyOfRange(labels, from, to),
        values == null ? null : rowsOf(values, from, to, outputs),
        weights == null ? null : rowsOf(weights, from, to, 1));
  }

  private A rowsOf(A array, int from, int to, int columns) {
    A copy = precision.newArray((to - from) * columns);
    precision.copy(array, from * columns, copy, 0, (to - from) * columns);
    return copy;
  }

  /** {@link Loss#check}, once for the same loss. */
  void requireFor(Loss loss) {
    Loss known = suited;
    if (known != loss && !loss.equals(known)) {
      loss.check(this);
      suited = loss;
    }
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

  private static void requireFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " is " + value + ", must be finite");
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
        + (areLabels() ? " classes" : parts.isEmpty() ? " values" : " outputs joined")
        + (areWeighted() ? ", weighted" : "");
  }
}
