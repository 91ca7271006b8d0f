package io.github.curvelane.nn;

import io.github.curvelane.kernel.Rows;

/** The share of examples whose class is not among the k largest outputs. */
final class WrongClasses<A> implements MetricSum<A> {
  private final LossFunction<A> loss;
  private final Targets<A> targets;
  private final RowScores<A> scores;
  private final int k;
  private int wrong;

  WrongClasses(LossFunction<A> loss, Targets<A> targets, int k) {
    this.loss = loss;
    this.targets = targets;
    this.scores = RowScores.of(targets.precision());
    this.k = k;
  }

  @Override
  public void begin() {
    wrong = 0;
  }

  @Override
  public void add(Rows<A> outputs, int from) {
    for (int i = 0; i < outputs.count(); i++) {
      wrong += isRight(outputs, i, loss.actualClass(targets, from + i)) ? 0 : 1;
    }
  }

  private boolean isRight(Rows<A> outputs, int row, int actual) {
    int at = outputs.at(row);
    return k == 1
        ? loss.predictedClass(outputs.array(), at) == actual
        : scores.isAmongLargest(k, actual, loss.classes(), outputs.array(), at);
  }

  @Override
  public double value() {
    return (double) wrong / targets.examples();
  }
}
