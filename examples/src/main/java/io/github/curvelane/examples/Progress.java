package io.github.curvelane.examples;

import io.github.curvelane.data.Task;
import io.github.curvelane.examples.report.Figures;
import io.github.curvelane.optim.TrainingProgress;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how training goes: a bar while an epoch runs, where somebody looks, and a row after it. */
final class Progress implements TrainingProgress, AutoCloseable {
  private static final int REFRESH_MILLIS = 100;

  /** Of more epochs only some are shown. */
  private static final int MOST_ROWS = 20;

  /** But one is shown when none has been for so long. */
  private static final long PATIENCE_NANOS = 1_000_000_000;

  private static final String READING_TITLE =
      String.format(Locale.ROOT, " %10s %10s %10s", "lambda max", "1st order", "2nd order");

  private final Console console;
  private final ProgressBar bar;
  private final int examples;
  private final int epochs;
  private final int every;
  private final String errorName;
  private int batch;
  private long operations;
  private int inEpoch;
  private long begun;
  private Optional<Reading> reading = Optional.empty();
  private boolean titled;
  private long shown;

  Progress(Console console, int epochs, int examples, Task task) {
    this.console = console;
    this.examples = examples;
    this.epochs = epochs;
    this.every = Math.max(1, Math.ceilDiv(epochs, MOST_ROWS));
    this.errorName = task instanceof Task.Classification ? "test error" : "test RMSE";
    this.shown = System.nanoTime();
    this.bar = console.isInteractive() ? newBar((long) epochs * examples) : null;
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
  void begin(int epoch, int batch, long operationsPerExample) {
    if (bar != null) {
      bar.stepTo((epoch - 1L) * examples);
    }
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
          String.format(Locale.ROOT, " %,.0f ex/s, %.1f GFLOP/s", speed, speed * operations * 1e-9)
              + reading
                  .map(r -> String.format(Locale.ROOT, ", lambda max %.4g", lambda(r)))
                  .orElse(""));
    }
  }

  /** Keeps what was measured, to be shown. */
  void measured(Reading last) {
    reading = Optional.of(last);
  }

  private static double lambda(Reading reading) {
    return reading.curvature().largestEigenvalue();
  }

  /** Prints the row of a finished epoch, if there are few or it is one of those that are shown. */
  void row(Epoch epoch) {
    boolean due = System.nanoTime() - shown > PATIENCE_NANOS;
    if (epoch.number() % every != 0 && epoch.number() != epochs && !due) {
      return;
    }
    shown = System.nanoTime();
    if (!titled) {
      titled = true;
      print(
          console.bold(
              String.format(
                      Locale.ROOT,
                      "%5s %8s %6s %13s %10s %11s %8s %11s %8s",
                      "epoch",
                      "step",
                      "batch",
                      "training loss",
                      "test loss",
                      errorName,
                      "seconds",
                      "examples/s",
                      "GFLOP/s")
                  + reading.map(_ -> READING_TITLE).orElse("")));
    }
    String error =
        errorName.equals("test error")
            ? String.format(Locale.ROOT, "%.2f %%", epoch.testError())
            : Figures.number(epoch.testError());
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
                epoch.gigaflops())
            + reading.map(Progress::text).orElse(""));
  }

  /** The last reading, as it is shown beside the row of an epoch. */
  private static String text(Reading reading) {
    return String.format(
        Locale.ROOT,
        " %10.4g %10.2e %10.2e",
        lambda(reading),
        reading.firstOrderTerm(),
        reading.secondOrderTerm());
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
