package io.github.curvelane.optim;

import io.github.curvelane.kernel.plain.DoubleAverage;
import io.github.curvelane.kernel.plain.FloatAverage;
import io.github.curvelane.kernel.plain.UpdateLoop;
import java.lang.reflect.Array;

/** A rule whose parameters are averaged range by range, while they are in the cache. */
final class AveragedUpdater<A> extends DelegatingUpdater<A> {
  private final Averaging averaging;
  private final UpdateLoop<A> loop;
  private final A average;
  private final A[] memory;
  private final A weight;

  @SuppressWarnings("unchecked") // an array of arrays of the precision
  AveragedUpdater(Updater<A> rule, Averaging averaging, A theta) {
    super("", rule);
    this.averaging = averaging;
    average = memory("trainer.average");
    precision().copy(theta, 0, average, 0, dimension());
    weight = precision().newArray(1);
    memory = (A[]) Array.newInstance(average.getClass(), 1);
    memory[0] = average;
    loop = UpdateLoop.of(precision(), FloatAverage::run, DoubleAverage::run);
  }

  @Override
  boolean saysWhenItWrites() {
    return true;
  }

  A average() {
    return average;
  }

  @Override
  protected void prepare(double rate, A theta, A gradient) {
    super.prepare(rate, theta, gradient);
    precision().set(weight, 0, averaging.weight(steps()));
  }

  @Override
  public void update(A theta, A gradient, int from, int to) {
    super.update(theta, gradient, from, to);
    if (precision().get(weight, 0) == 1) {
      precision().copy(theta, from, average, from, to - from);
    } else {
      loop.run(theta, gradient, memory, weight, from, to);
    }
  }
}
