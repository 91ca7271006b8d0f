package io.github.curvelane.nn;

import io.github.curvelane.kernel.Rows;
import java.util.function.ToDoubleFunction;

/** A metric of one's own, of all predictions. */
final class OwnMetric<A> implements MetricSum<A> {
  private final CollectedPredictions<A> predictions;
  private final ToDoubleFunction<Predictions> function;

  OwnMetric(CollectedPredictions<A> predictions, ToDoubleFunction<Predictions> function) {
    this.predictions = predictions;
    this.function = function;
  }

  @Override
  public void begin() {}

  @Override
  public void add(Rows<A> outputs, int from) {
    predictions.add(outputs, from);
  }

  @Override
  public double value() {
    return function.applyAsDouble(predictions);
  }
}
