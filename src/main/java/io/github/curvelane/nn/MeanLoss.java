package io.github.curvelane.nn;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Rows;

/** The mean of L_p, bit for bit {@link Loss#mean}. */
final class MeanLoss<A> implements MetricSum<A> {
  private final LossFunction<A> loss;
  private final Targets<A> targets;
  private final ExampleSum sum;

  /** With a function for the rows of a block. */
  MeanLoss(Kernels<A> kernels, LossFunction<A> loss, Targets<A> targets) {
    this.loss = loss;
    this.targets = targets;
    this.sum = new ExampleSum(kernels);
  }

  @Override
  public void begin() {
    sum.begin(targets.examples());
  }

  @Override
  public void add(Rows<A> outputs, int from) {
    loss.value(outputs, targets, null, from);
    for (int i = 0; i < outputs.count(); i++) {
      sum.add(loss.value(i));
    }
  }

  @Override
  public double value() {
    return sum.total() / targets.examples();
  }
}
