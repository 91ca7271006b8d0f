package io.github.curvelane.examples;

import io.github.curvelane.curvature.CurvatureMonitor;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.TrainingProgress;
import java.util.List;
import java.util.Optional;

/** Measures gradient and curvature every so many steps, and passes on how training goes. */
final class Monitor<A> implements TrainingProgress {
  /** So many products find λ_max again where it was a few steps ago. */
  private static final int PRODUCTS = 3;

  private final Progress progress;
  private final CurvatureMonitor<A> monitor;
  private final A theta;
  private final int every;
  private final List<Reading> readings;
  private Optional<String> failure = Optional.empty();
  private double seconds;

  /**
   * Creates a monitor.
   *
   * @param every after how many steps
   * @param objective some training examples
   * @param theta the parameters that are trained
   * @param readings receives what is measured
   */
  Monitor(
      Progress progress,
      int every,
      NetworkObjective<A> objective,
      A theta,
      long seed,
      List<Reading> readings) {
    this.progress = progress;
    this.monitor = new CurvatureMonitor<>(objective, PRODUCTS, seed);
    this.theta = theta;
    this.every = every;
    this.readings = readings;
  }

  @Override
  public void step(int epoch, long step, double loss, double rate) {
    progress.step(epoch, step, loss, rate);
    if (step % every != 0) {
      return;
    }
    long start = System.nanoTime();
    try {
      monitor.measure(theta);
      Reading reading = new Reading(epoch, step, rate, monitor.reading());
      readings.add(reading);
      progress.measured(reading);
    } catch (ArithmeticException | IllegalArgumentException e) {
      // A run that diverges is ended by its loss; its curvature has no more to say.
      failure = failure.or(() -> Optional.of("after step " + step + " " + e.getMessage()));
    }
    seconds += (System.nanoTime() - start) * 1e-9;
  }

  /** Why there is no reading of a step; empty if there is one of each. */
  Optional<String> failure() {
    return failure;
  }

  /** The time that measuring took since it was last asked for. */
  double takeSeconds() {
    double taken = seconds;
    seconds = 0;
    return taken;
  }
}
