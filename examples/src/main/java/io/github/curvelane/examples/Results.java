package io.github.curvelane.examples;

import io.github.curvelane.examples.input.Examples;
import io.github.curvelane.io.AtomicFile;
import io.github.curvelane.io.ModelFile;
import io.github.curvelane.optim.TrainingResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a run leaves behind: files in the output folder, and the closing lines. */
final class Results<A> {
  private final OutputFolder folder;
  private final Settings settings;
  private final Examples<A> examples;
  private final Outcome<A> outcome;

  Results(OutputFolder folder, Settings settings, Examples<A> examples, Outcome<A> outcome) {
    this.folder = folder;
    this.settings = settings;
    this.examples = examples;
    this.outcome = outcome;
  }

  void write() throws IOException {
    text("options.txt", settings.argumentFile());
    text("metrics.csv", metrics());
    if (outcome.isUsable()) {
      ModelFile.write(folder.file("model.safetensors"), outcome.model());
      text("report.html", new Report<>(settings, examples, outcome).html());
    }
  }

  private void text(String name, String content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
    AtomicFile.replace(folder.file(name), bytes);
  }

  private String metrics() {
    StringBuilder csv = new StringBuilder(Epoch.csvHeader()).append('\n');
    outcome.epochs().forEach(epoch -> csv.append(epoch.csv()).append('\n'));
    return csv.toString();
  }

  void print(Console console) {
    if (outcome.stop() != TrainingResult.Stop.FINISHED) {
      System.err.println("curvelane: training " + outcome.message());
    }
    if (!outcome.isUsable()) {
      return;
    }
    console.say(
        String.format(Locale.ROOT, "training took %.2f s without tests", outcome.seconds()));
    console.result(console.bold(errorLine("training error", outcome.training())));
    console.result(console.bold(errorLine("test error", outcome.test())));
    console.result("parameter digest: " + outcome.digest());
    console.say("report: " + folder.file("report.html"));
  }

  private static String errorLine(String name, Evaluator<?> evaluator) {
    double error = evaluator.error();
    return evaluator.data().isClassification()
        ? String.format(Locale.ROOT, "%s: %.2f %%", name, error)
        : String.format(Locale.ROOT, "%s: %.6g (root mean square)", name, error);
  }
}
