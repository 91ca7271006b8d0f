package io.github.curvelane.examples;

import io.github.curvelane.optim.TrainingProgress;
import io.github.curvelane.optim.TrainingRun;
import io.github.curvelane.optim.ValidationPoint;
import java.util.Optional;

/** Follows a run: shows how it goes, and tells of every epoch that is over what it did. */
final class EpochListener implements TrainingProgress {
  /** Told of an epoch that is over and validated. */
  interface Finished {
    /**
     * Takes what the run knows of it.
     *
     * @param validationLoss NaN if nothing validates
     * @param seconds the time that its steps took
     */
    void epoch(
        int number,
        long step,
        int batch,
        double rate,
        double trainingLoss,
        double validationLoss,
        double seconds);
  }

  private final Progress progress;
  private final Optional<? extends Monitor<?>> monitor;
  private final int examples;
  private final long operationsPerExample;
  private final boolean validates;
  private final Finished finished;
  private TrainingRun<?> run;
  private int shown;
  private double trainingLoss;
  private double seconds;
  private boolean complained;

  EpochListener(
      Progress progress,
      Optional<? extends Monitor<?>> monitor,
      int examples,
      long operationsPerExample,
      boolean validates,
      Finished finished) {
    this.progress = progress;
    this.monitor = monitor;
    this.examples = examples;
    this.operationsPerExample = operationsPerExample;
    this.validates = validates;
    this.finished = finished;
  }

  @Override
  public void begin(TrainingRun<?> run) {
    this.run = run;
  }

  @Override
  public void step(int epoch, long step, double loss, double rate) {
    if (epoch != shown) {
      shown = epoch;
      progress.begin(epoch, run.batch(), operationsPerExample);
    }
    if (monitor.isPresent()) {
      monitor.get().step(epoch, step, loss, rate);
    } else {
      progress.step(epoch, step, loss, rate);
    }
  }

  @Override
  public void epoch(int epoch, long step, double loss, double rate, double examplesPerSecond) {
    trainingLoss = loss;
    seconds = examples / examplesPerSecond - monitor.map(Monitor::takeSeconds).orElse(0.0);
    if (!validates) {
      finish(Double.NaN);
    }
  }

  @Override
  public void validated(ValidationPoint point) {
    if (point.step() > 0) {
      finish(point.watched());
    }
  }

  private void finish(double validationLoss) {
    finished.epoch(
        run.epoch(), run.steps(), run.batch(), run.rate(), trainingLoss, validationLoss, seconds);
  }

  @Override
  public void notKept(long step, Exception reason) {
    if (!complained) {
      complained = true;
      System.err.println(
          "curvelane: no checkpoint after step "
              + step
              + ": "
              + Results.reason(reason)
              + "; training goes on");
    }
  }
}
