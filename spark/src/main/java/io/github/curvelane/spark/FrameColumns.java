package io.github.curvelane.spark;

import java.util.Objects;
import java.util.Optional;

/**
 * Which columns of a data frame are what, after Spark ML's conventions: {@code features}, a vector,
 * dense or sparse; {@code label}, the number of a class or a value to predict, or a vector of
 * values; perhaps a weight; perhaps an index that says where a row stands. Immutable.
 */
public final class FrameColumns {
  private final int classes;
  private final String features;
  private final String label;
  private final Optional<String> weight;
  private final Optional<String> index;

  private FrameColumns(
      int classes, String features, String label, Optional<String> weight, Optional<String> index) {
    this.classes = classes;
    this.features = features;
    this.label = label;
    this.weight = weight;
    this.index = index;
  }

  /**
   * Columns of examples of classes.
   *
   * @param classes the number of classes, at least 1; labels are from 0 to {@code classes} − 1
   * @return {@code features} and {@code label}, without weights and index
   * @throws IllegalArgumentException if it is less than 1
   */
  public static FrameColumns ofClasses(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException("classes is " + classes + ", must be at least 1");
    }
    return new FrameColumns(classes, "features", "label", Optional.empty(), Optional.empty());
  }

  /**
   * Columns of examples with values to predict.
   *
   * @return {@code features} and {@code label}, without weights and index
   */
  public static FrameColumns ofValues() {
    return new FrameColumns(0, "features", "label", Optional.empty(), Optional.empty());
  }

  /**
   * Names the vectors of inputs.
   *
   * @param column a column of Spark ML's vectors
   * @return other columns
   */
  public FrameColumns features(String column) {
    return new FrameColumns(classes, named(column), label, weight, index);
  }

  /**
   * Names the labels or values.
   *
   * @param column a column of numbers; for values it may be one of vectors
   * @return other columns
   */
  public FrameColumns label(String column) {
    return new FrameColumns(classes, features, named(column), weight, index);
  }

  /**
   * Names the weights: the loss of an example is multiplied by its own.
   *
   * @param column a column of numbers, finite and at least 0
   * @return other columns
   */
  public FrameColumns weight(String column) {
    return new FrameColumns(classes, features, label, Optional.of(named(column)), index);
  }

  /**
   * Names the index of the rows, which says their order.
   *
   * @param column a column of integers, each from 0 to B − 1 once
   * @return other columns
   */
  public FrameColumns index(String column) {
    return new FrameColumns(classes, features, label, weight, Optional.of(named(column)));
  }

  private static String named(String column) {
    return Objects.requireNonNull(column, "column");
  }

  /**
   * Tells whether the examples are of classes.
   *
   * @return false for values
   */
  public boolean areLabels() {
    return classes > 0;
  }

  /** The number of classes, 0 for values. */
  int classes() {
    return classes;
  }

  /** The column of inputs. */
  String features() {
    return features;
  }

  /** The column of labels or values. */
  String label() {
    return label;
  }

  /** The column of weights. */
  Optional<String> weight() {
    return weight;
  }

  /** The column of indices. */
  Optional<String> index() {
    return index;
  }

  @Override
  public String toString() {
    return features
        + ", "
        + label
        + (classes == 0 ? "" : " of " + classes + " classes")
        + weight.map(w -> ", weighted by " + w).orElse("")
        + index.map(i -> ", ordered by " + i).orElse("");
  }
}
