package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Rows;

/** How far the outputs are from the targets that a matrix has. */
final class Distances<A> implements MetricSum<A> {
  /** What is made of the distances d of all examples and outputs. */
  enum Kind {
    /** The mean of |d|. */
    MEAN_ABSOLUTE_ERROR,
    /** √ of the mean of d². */
    ROOT_MEAN_SQUARED_ERROR,
    /** 1 − Σd² / Σ(t − t̄)², t̄ the mean of an output's targets. */
    R2
  }

  private final Kind kind;
  private final Targets<A> targets;
  private final RowScores<A> scores;
  private final ExampleSum sum;
  private final double variation;

  Distances(Kind kind, Kernels<A> kernels, Targets<A> targets) {
    this.kind = kind;
    this.targets = targets;
    this.scores = RowScores.of(kernels.precision());
    this.sum = new ExampleSum(kernels);
    this.variation = kind == Kind.R2 ? variation(targets) : 0;
  }

  /** Σ(t − t̄)² over outputs whose targets are not all equal. */
  private static double variation(Targets<?> targets) {
    double sum = 0;
    for (int j = 0; j < targets.outputs(); j++) {
      sum += variation(targets, j);
    }
    if (!(sum > 0)) {
      throw new IllegalArgumentException(
          "the targets of the validation do not vary, R² needs some that do");
    }
    return sum;
  }

  private static <A> double variation(Targets<A> targets, int output) {
    Precision<A> precision = targets.precision();
    A values = targets.values();
    int n = targets.outputs();
    int examples = targets.examples();
    double first = precision.get(values, output);
    double mean = 0;
    boolean varies = false;
    for (int i = 0; i < examples; i++) {
      double value = precision.get(values, i * n + output);
      varies |= value != first;
      mean += value;
    }
    mean /= examples;
    double sum = 0;
    for (int i = 0; i < examples && varies; i++) {
      double d = precision.get(values, i * n + output) - mean;
      sum = Math.fma(d, d, sum);
    }
    return sum;
  }

  @Override
  public void begin() {
    sum.begin(targets.examples());
  }

  @Override
  public void add(Rows<A> outputs, int from) {
    int n = targets.outputs();
    A a = outputs.array();
    A t = targets.values();
    for (int i = 0; i < outputs.count(); i++) {
      int at = outputs.at(i);
      int target = (from + i) * n;
      sum.add(
          kind == Kind.MEAN_ABSOLUTE_ERROR
              ? scores.distance(n, a, at, t, target)
              : scores.squaredDistance(n, a, at, t, target));
    }
  }

  @Override
  public double value() {
    double total = sum.total();
    double numbers = (double) targets.examples() * targets.outputs();
    return switch (kind) {
      case MEAN_ABSOLUTE_ERROR -> total / numbers;
      case ROOT_MEAN_SQUARED_ERROR -> Math.sqrt(total / numbers);
      case R2 -> 1 - total / variation;
    };
  }
}
