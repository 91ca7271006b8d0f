package io.github.curvelane.bench.minimizers;

import java.util.function.DoublePredicate;

/**
 * Counts what is asked of a problem, whoever asks, and at which evaluation a minimum was first
 * reached.
 */
final class Tally {
  private final DoublePredicate isReached;
  private long evaluations;
  private long jacobians;
  private long products;
  private long reachedAt;
  private long productsUntilReached;
  private double first = Double.NaN;
  private double lowest = Double.NaN;

  /** Creates a tally of a problem that knows its minima by their values. */
  Tally(DoublePredicate isReached) {
    this.isReached = isReached;
  }

  /** Creates a tally that only counts. */
  Tally() {
    this(value -> false);
  }

  /** Counts an evaluation of E and returns its value. */
  double evaluated(double value) {
    evaluations++;
    if (evaluations == 1) {
      first = value;
    }
    if (Double.isNaN(lowest) || value < lowest) {
      lowest = value;
    }
    if (reachedAt == 0 && isReached.test(value)) {
      reachedAt = evaluations;
      productsUntilReached = products;
    }
    return value;
  }

  void multiplied() {
    products++;
  }

  /** Counts a pass over the rows of a Jacobian. */
  void differentiated() {
    jacobians++;
  }

  /** Returns the passes over the rows of a Jacobian. */
  long jacobians() {
    return jacobians;
  }

  /** Returns the evaluations of E, with the gradient or without. */
  long evaluations() {
    return evaluations;
  }

  /** Returns the products with H or G. */
  long products() {
    return products;
  }

  /** Returns the number of the evaluation that first reached a minimum, 0 if none did. */
  long reachedAt() {
    return reachedAt;
  }

  long productsUntilReached() {
    return productsUntilReached;
  }

  double first() {
    return first;
  }

  /** Returns the least value that was seen, NaN if all were NaN. */
  double lowest() {
    return lowest;
  }
}
