package io.github.curvelane.examples;

import io.github.curvelane.optim.TrainingProgress;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how training goes: a bar while an epoch runs, where somebody looks, and a row after it. */
final class Progress implements TrainingProgress, AutoCloseable {
  private static final int REFRESH_MILLIS = 100;

  private final Console console;
  private final ProgressBar bar;
  private final int examples;
  private final String errorName;
  private int batch;
  private long operations;
  private int inEpoch;
  private long begun;
  private double meanLoss;
  private boolean titled;

  Progress(Console console, Settings settings, int examples) {
    this.console = console;
    this.examples = examples;
    this.errorName = settings.coded() || isForClasses(settings) ? "test error" : "test RMS";
    this.bar = console.isInteractive() ? newBar((long) settings.epochs() * examples) : null;
  }

  private static boolean isForClasses(Settings settings) {
    return settings.loss().toString().contains("cross-entropy");
  }

  private static ProgressBar newBar(long total) {
    return new ProgressBarBuilder()
        .setInitialMax(total)
        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .setConsumer(new ConsoleProgressBarConsumer(System.err))
        .build();
  }

  /** Begins an epoch. */
  void begin(int batch, long operationsPerExample) {
    this.batch = batch;
    this.operations = operationsPerExample;
    inEpoch = 0;
    begun = System.nanoTime();
  }

  @Override
  public void step(int epoch, long step, double loss, double rate) {
    if (bar == null) {
      return;
    }
    int taken = Math.min(batch, examples - inEpoch);
    inEpoch += taken;
    bar.stepBy(taken);
    double seconds = (System.nanoTime() - begun) * 1e-9;
    if (step % 16 == 0 && seconds > 0) {
      double speed = inEpoch / seconds;
      bar.setExtraMessage(
          String.format(
              Locale.ROOT, " %,.0f ex/s, %.1f GFLOP/s", speed, speed * operations * 1e-9));
    }
  }

  @Override
  public void epoch(int epoch, long step, double loss, double rate, double examplesPerSecond) {
    meanLoss = loss;
  }

  /** Returns the mean training loss of the last finished epoch. */
  double meanLoss() {
    return meanLoss;
  }

  /** Prints the row of a finished epoch. */
  void row(Epoch epoch) {
    if (!titled) {
      titled = true;
      print(
          console.bold(
              "%5s %8s %6s %13s %10s %11s %8s %11s %8s"
                  .formatted(
                      "epoch",
                      "step",
                      "batch",
                      "training loss",
                      "test loss",
                      errorName,
                      "seconds",
                      "examples/s",
                      "GFLOP/s")));
    }
    String error =
        errorName.equals("test error")
            ? String.format(Locale.ROOT, "%.2f %%", epoch.testError())
            : String.format(Locale.ROOT, "%.5g", epoch.testError());
    print(
        String.format(
            Locale.ROOT,
            "%5d %8d %6d %13.5f %10.5f %11s %8.2f %,11.0f %8.1f",
            epoch.number(),
            epoch.step(),
            epoch.batch(),
            epoch.trainingLoss(),
            epoch.testLoss(),
            error,
            epoch.seconds(),
            epoch.examplesPerSecond(),
            epoch.gigaflops()));
  }

  /** Prints a line above the bar, which is drawn again below it. */
  private void print(String line) {
    if (bar != null) {
      System.err.print("\r\u001b[2K");
      System.err.flush();
    }
    console.say(line);
    console.flush();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
