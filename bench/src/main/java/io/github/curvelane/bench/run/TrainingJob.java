package io.github.curvelane.bench.run;

import io.github.curvelane.data.Digits;
import io.github.curvelane.data.IdxFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Fifteen epochs of 784-300-10 in batches of 64 by gradient descent, on one thread: four fifths of
 * a pair of IDX files; the rest tests.
 *
 * @param data the folder of MNIST's test files, {@code t10k-images-idx3-ubyte.gz} and the labels
 */
record TrainingJob(Path data) {
  static final String FIRST_EPOCH = "first epoch";

  private static final String IMAGES = "t10k-images-idx3-ubyte.gz";
  private static final String LABELS = "t10k-labels-idx1-ubyte.gz";
  private static final int EXAMPLES = 10_000;
  private static final int SIDE = 28;
  private static final long SEED = 1;
  private static final String LAYERS = "784-300-10";
  private static final String EPOCHS = "15";
  private static final String BATCH = "64";
  private static final String RATE = "0.2";
  private static final String SCRIPT = "train.py";

  /** Draws the library's own digits, for whoever has no others. */
  static TrainingJob ofDrawnDigits(Path folder) throws IOException {
    Digits digits = Digits.ofSide(SIDE, SEED);
    IdxFile.write(folder.resolve(IMAGES), digits.images(0, EXAMPLES));
    IdxFile.write(folder.resolve(LABELS), digits.labels(0, EXAMPLES));
    return new TrainingJob(folder);
  }

  /**
   * Ours, as a user types it.
   *
   * @param launcher the script of the checkout
   * @param out where results go
   */
  TimedProcess ours(Path launcher, Path out) {
    return new TimedProcess(
            List.of(
                launcher.toString(),
                "train",
                "--images=" + data.resolve(IMAGES),
                "--labels=" + data.resolve(LABELS),
                "--layers=" + LAYERS,
                "--activation=tanh",
                "--epochs=" + EPOCHS,
                "--batch=" + BATCH,
                "--lr=" + RATE,
                "--threads=1",
                "--verbose",
                "--out=" + out))
        .environment("CURVELANE_JAVA_OPTS", "-Xlog:startuptime");
  }

  /** Where the parts of ours end. */
  static Split oursSplit() {
    return new Split("end")
        .part("launcher", "\\[startuptime")
        .part("JVM", "\\] Create VM")
        .part("data", "^network: ")
        .part(FIRST_EPOCH, "^ +1 ")
        .part("other epochs", "^ +" + EPOCHS + " ")
        .part("report", "^report: ");
  }

  /** The same with PyTorch, as its tutorials have it. */
  TimedProcess pyTorch() throws IOException {
    String script;
    try (InputStream in = TrainingJob.class.getResourceAsStream(SCRIPT)) {
      script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    return new TimedProcess(
        List.of(
            "python3",
            "-u",
            "-c",
            script,
            data.resolve(IMAGES).toString(),
            data.resolve(LABELS).toString(),
            LAYERS,
            EPOCHS,
            BATCH,
            RATE));
  }

  /** Where the parts of PyTorch's end. */
  static Split pyTorchSplit() {
    return new Split("end")
        .part("import", "^imported")
        .part("data", "^data")
        .part(FIRST_EPOCH, "^epoch 1 ")
        .part("other epochs", "^epoch " + EPOCHS + " ")
        .part("test", "^test error: ");
  }

  /** The test error that a side printed, in percent. */
  static double testError(TimedProcess.Usage usage) {
    return usage.lines().stream()
        .map(TimedProcess.Line::text)
        .filter(line -> line.startsWith("test error: "))
        .mapToDouble(line -> Double.parseDouble(line.split(" ")[2]))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no test error was printed"));
  }
}
