package io.github.curvelane.nn;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.kernel.Rows;

/** The outputs of all examples, kept. */
final class CollectedPredictions<A> implements Predictions {
  private final Precision<A> precision;
  private final LossFunction<A> classes;
  private final Targets<A> targets;
  private final int outputs;
  private final A all;

  CollectedPredictions(LossFunction<A> classes, Targets<A> targets) {
    this.precision = targets.precision();
    this.classes = classes;
    this.targets = targets;
    this.outputs = targets.outputs();
    long elements = (long) targets.examples() * outputs;
    if (elements > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "the %d outputs of %d examples, which a metric of one's own reads, do not fit one array"
              .formatted(outputs, targets.examples()));
    }
    this.all = precision.newArray((int) elements);
  }

  /** Keeps a block of rows, the first of which is that of an example. */
  void add(Rows<A> rows, int from) {
    precision.copy(rows.array(), rows.offset(), all, from * outputs, rows.count() * outputs);
  }

  @Override
  public int examples() {
    return targets.examples();
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public double output(int example, int output) {
    return precision.get(all, at(example) + Arguments.index("output", output, outputs));
  }

  private int at(int example) {
    return Arguments.index("example", example, examples()) * outputs;
  }

  @Override
  public double target(int example, int output) {
    return targets.value(Arguments.index("example", example, examples()), output);
  }

  @Override
  public int actualClass(int example) {
    return classes.actualClass(targets, Arguments.index("example", example, examples()));
  }

  @Override
  public int predictedClass(int example) {
    return classes.predictedClass(all, at(example));
  }

  @Override
  public String toString() {
    return outputs + " outputs of " + examples() + " examples";
  }
}
