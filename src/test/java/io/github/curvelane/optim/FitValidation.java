package io.github.curvelane.optim;

import io.github.curvelane.Metric;
import io.github.curvelane.Precision;
import io.github.curvelane.Validation;
import java.util.ArrayList;
import java.util.List;

/** The loss of a {@link LineFit} on other examples, or what a test makes of it. */
final class FitValidation implements Validation<double[]> {
  /** Makes up the watched value of the number of measurements before and the parameters. */
  @FunctionalInterface
  interface Watched {
    double of(int count, double[] theta);
  }

  /** What was measured: the parameters and the watched value. */
  record Seen(double[] theta, double value) {}

  final List<Seen> seen = new ArrayList<>();
  private final LineFit held = new LineFit(40);
  private final Metric watched;
  private final Watched madeUp;

  /** Measures the loss. */
  FitValidation() {
    this.watched = new Metric("loss", true);
    this.madeUp = (_, theta) -> held.value(theta);
    selectAll();
  }

  /** Gives made-up values. */
  FitValidation(Metric watched, Watched madeUp) {
    this.watched = watched;
    this.madeUp = madeUp;
    selectAll();
  }

  private void selectAll() {
    int[] order = new int[40];
    SamplingOrder.sequential().arrange(1, order);
    held.select(order, 0, 40);
  }

  @Override
  public Precision<double[]> precision() {
    return Precision.DOUBLE;
  }

  @Override
  public List<Metric> metrics() {
    return List.of(watched, new Metric("slope", false));
  }

  @Override
  public void measure(double[] theta, double[] values) {
    values[0] = madeUp.of(seen.size(), theta);
    values[1] = theta[1];
    seen.add(new Seen(theta.clone(), values[0]));
  }
}
