package io.github.curvelane.examples;

import io.github.curvelane.examples.input.Examples;
import io.github.curvelane.io.AtomicFile;
import io.github.curvelane.io.ModelFile;
import io.github.curvelane.optim.TrainingResult;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a run leaves behind: files in the output folder, and the closing lines. */
final class Results<A> {
  /** The options of the run. */
  static final String OPTIONS = "options.txt";

  /** What a monitor has measured, a line a reading. */
  static final String CURVATURE = "curvature.csv";

  private final OutputFolder folder;
  private final Settings settings;
  private final Examples examples;
  private final Outcome<A> outcome;

  Results(OutputFolder folder, Settings settings, Examples examples, Outcome<A> outcome) {
    this.folder = folder;
    this.settings = settings;
    this.examples = examples;
    this.outcome = outcome;
  }

  /**
   * Writes all files of the run; those of an earlier one are gone then, or all are as they were.
   */
  void write() throws IOException {
    Map<String, AtomicFile.Content> files = new LinkedHashMap<>();
    files.put(OPTIONS, OutputFolder.text(settings.argumentFile()));
    files.put("metrics.csv", OutputFolder.text(metrics()));
    if (settings.monitor() > 0) {
      files.put(CURVATURE, OutputFolder.text(curvature()));
    }
    if (outcome.isUsable()) {
      files.put("model.safetensors", out -> ModelFile.write(out, outcome.model()));
      files.put("report.html", OutputFolder.text(new Report<>(settings, examples, outcome).html()));
    }
    outcome.saved().ifPresent(run -> files.put(SavedRun.FILE, run::write));
    folder.replace(OutputFolder.OF_TRAINING, files);
    if (!isResumable()) {
      RunStore.clear(folder.path());
    }
  }

  /** Tells whether there are checkpoints of this run. */
  private boolean isResumable() {
    return settings.minimizer().isEmpty()
        && !settings.interval().isNever()
        && outcome.stop() != TrainingResult.Stop.DIVERGED;
  }

  /** Returns why something failed; what the system says of a file alone is only its name. */
  static String reason(Exception problem) {
    String message = problem.getMessage();
    boolean bare = problem instanceof FileSystemException e && e.getReason() == null;
    return bare || message == null ? problem.getClass().getSimpleName() + ": " + message : message;
  }

  private String metrics() {
    StringBuilder csv = new StringBuilder(Epoch.csvHeader()).append('\n');
    outcome.epochs().forEach(epoch -> csv.append(epoch.csv()).append('\n'));
    return csv.toString();
  }

  private String curvature() {
    StringBuilder csv = new StringBuilder(Reading.csvHeader()).append('\n');
    outcome.readings().forEach(reading -> csv.append(reading.csv()).append('\n'));
    return csv.toString();
  }

  void print(Console console) {
    if (outcome.isCut()) {
      System.err.println("curvelane: training " + outcome.message());
    }
    if (!outcome.isUsable()) {
      return;
    }
    console.say(
        String.format(Locale.ROOT, "training took %.2f s without tests", outcome.seconds()));
    for (String line : ErrorLines.of("training", outcome.training(), null)) {
      console.result(console.bold(line));
    }
    for (String line : ErrorLines.of("test", outcome.test(), outcome.baselines())) {
      console.result(console.bold(line));
    }
    losses(outcome).forEach(line -> console.result(line + "."));
    console.result("parameter digest: " + outcome.digest());
    console.say("report: " + folder.file("report.html"));
  }

  /** Says where the network is no better than what is simpler. */
  static List<String> losses(Outcome<?> outcome) {
    return outcome
        .baselines()
        .losses(
            ErrorLines.errors(outcome.test()),
            outcome.test().task().names(),
            outcome.test().isClassification());
  }
}
