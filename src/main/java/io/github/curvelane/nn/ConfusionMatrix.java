package io.github.curvelane.nn;

import io.github.curvelane.internal.SoleUse;
import java.util.Arrays;
import java.util.Objects;

/**
 * Counts of (class, predicted class) that an evaluation adds to, for one thread at a time. Counts
 * ignore the weights of examples. An output that is NaN predicts no class: the example counts as an
 * error and as {@link #undefined}.
 */
public final class ConfusionMatrix {
  private final int classes;
  private final long[] counts;
  private final long[] undefined;
  private final SoleUse use = new SoleUse("this confusion matrix");
  private long examples;
  private long correct;

  /**
   * Creates a matrix of zeros.
   *
   * @param classes the number of classes, at least 1; 2 for a network of one output
   */
  public ConfusionMatrix(int classes) {
    if (classes < 1 || (long) classes * classes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("classes is " + classes + ", must be from 1 to 46340");
    }
    this.classes = classes;
    this.counts = new long[classes * classes];
    this.undefined = new long[classes];
  }

  /**
   * Counts one example.
   *
   * @param actual its class
   * @param predicted the predicted class, or −1 if there is none
   */
  public void add(int actual, int predicted) {
    use.begin();
    try {
      check("actual", actual);
      if (predicted == -1) {
        undefined[actual]++;
      } else {
        check("predicted", predicted);
        counts[actual * classes + predicted]++;
        if (actual == predicted) {
          correct++;
        }
      }
      examples++;
    } finally {
      use.end();
    }
  }

  /**
   * Adds the counts of another matrix.
   *
   * @param other a matrix of as many classes
   */
  public void add(ConfusionMatrix other) {
    Objects.requireNonNull(other, "other");
    if (other.classes != classes) {
      throw new IllegalArgumentException(
          "the other matrix has %d classes, must have %d".formatted(other.classes, classes));
    }
    use.begin();
    try {
      for (int i = 0; i < counts.length; i++) {
        counts[i] += other.counts[i];
      }
      for (int i = 0; i < classes; i++) {
        undefined[i] += other.undefined[i];
      }
      examples += other.examples;
      correct += other.correct;
    } finally {
      use.end();
    }
  }

  /** Sets all counts to 0. */
  public void clear() {
    use.begin();
    try {
      Arrays.fill(counts, 0);
      Arrays.fill(undefined, 0);
      examples = 0;
      correct = 0;
    } finally {
      use.end();
    }
  }

  /**
   * Returns the number of classes.
   *
   * @return the number of classes
   */
  public int classes() {
    return classes;
  }

  /**
   * Returns the number of examples counted.
   *
   * @return the number of examples
   */
  public long examples() {
    return examples;
  }

  /**
   * Returns the number of examples whose class was not predicted.
   *
   * @return the number of errors
   */
  public long errors() {
    return examples - correct;
  }

  /**
   * Returns the share of examples whose class was predicted.
   *
   * @return from 0 to 1; NaN before any example
   */
  public double accuracy() {
    return (double) correct / examples;
  }

  /**
   * Returns how often one class was predicted for another.
   *
   * @param actual the class
   * @param predicted the predicted class
   * @return the count
   */
  public long count(int actual, int predicted) {
    check("actual", actual);
    check("predicted", predicted);
    return counts[actual * classes + predicted];
  }

  /**
   * Returns for how many examples of a class no class was predicted, the outputs being NaN.
   *
   * @param actual the class
   * @return the count
   */
  public long undefined(int actual) {
    check("actual", actual);
    return undefined[actual];
  }

  private void check(String name, int index) {
    if (index < 0 || index >= classes) {
      throw new IllegalArgumentException(
          name + " is " + index + ", must be from 0 to " + (classes - 1));
    }
  }

  @Override
  public String toString() {
    return classes + " classes, " + errors() + " errors in " + examples + " examples";
  }
}
