package io.github.curvelane.bench.training;

import io.github.curvelane.Precision;
import io.github.curvelane.bench.measure.Contest;
import io.github.curvelane.bench.measure.Entrant;
import io.github.curvelane.bench.measure.Statistics;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Digits;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.io.Checkpoints;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.NetworkValidation;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.Adam;
import io.github.curvelane.optim.Averaging;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingRun;
import io.github.curvelane.optim.UpdateRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Epochs of a run with all that a run can have, beside those of a bare one: 784-300-10, batch 64.
 */
public final class TrainingCosts {
  private static final int EXAMPLES = 7_200;
  private static final int HELD_OUT = 800;
  private static final int BATCH = 64;
  private static final int CHECKPOINTS = 31;

  private final Contest contest;
  private final PrintWriter out;
  private final Network<float[]> network =
      Network.perceptron(
          Precision.FLOAT, Activation.lecunTanh(), Activation.identity(), 784, 300, 10);
  private final Dataset<float[]> data;

  /**
   * Creates the measurement.
   *
   * @param contest how runs alternate
   * @param out where tables go
   */
  public TrainingCosts(Contest contest, PrintWriter out) {
    this.contest = contest;
    this.out = out;
    Dataset<float[]> raw = Digits.ofSide(28, 1).dataset(Precision.FLOAT, 0, EXAMPLES + HELD_OUT);
    this.data = Normalization.global(raw).apply(raw);
  }

  /**
   * Measures and prints.
   *
   * @throws IOException if checkpoints cannot be written
   */
  public void run() throws IOException {
    Path folder = Files.createTempDirectory("checkpoints");
    try {
      loops("SGD", new Sgd(), 0.05, folder);
      loops("Adam", new Adam(), 0.001, folder);
      checkpoints(folder);
    } finally {
      delete(folder);
    }
  }

  private void loops(String name, UpdateRule rule, double rate, Path folder) {
    out.printf("%n%s, an epoch of %,d digits; time relative to the bare loop%n", name, EXAMPLES);
    List<Entrant> entrants = new ArrayList<>();
    entrants.add(epochs("bare", trainer(rule, rate)));
    entrants.add(epochs("averaged", trainer(rule, rate).average(Averaging.exponential(0.999))));
    entrants.add(epochs("validated", trainer(rule, rate).validation(validation())));
    entrants.add(
        epochs("kept every 10 s", trainer(rule, rate).keep(store(folder), Duration.ofSeconds(10))));
    entrants.add(
        epochs(
            "all of these",
            trainer(rule, rate)
                .average(Averaging.exponential(0.999))
                .validation(validation())
                .keep(store(folder), Duration.ofSeconds(10))));
    entrants.forEach(Contest::settle);
    Contest.Result result = contest.run(entrants);
    for (Entrant entrant : entrants) {
      out.printf(
          "  %-20s %.3f   (%.1f ms)%n",
          entrant.name(),
          result.ratio("bare", entrant.name()),
          Statistics.median(result.nanos(entrant.name())) * 1e-6);
    }
    out.flush();
  }

  private static Checkpoints store(Path folder) {
    return new Checkpoints(folder);
  }

  private static StochasticTrainer.Builder trainer(UpdateRule rule, double rate) {
    return StochasticTrainer.of(rule, Schedule.constant(rate))
        .epochs(Integer.MAX_VALUE)
        .batch(BATCH);
  }

  private NetworkValidation<float[]> validation() {
    Dataset<float[]> part = data.select(IntStream.range(EXAMPLES, EXAMPLES + HELD_OUT).toArray());
    return NetworkValidation.of(
            network,
            Loss.softmaxCrossEntropy(),
            part.inputs(),
            Targets.labels(Precision.FLOAT, part.labels(), 10))
        .loss()
        .error()
        .build();
  }

  private NetworkObjective<float[]> objective() {
    Dataset<float[]> part = data.select(IntStream.range(0, EXAMPLES).toArray());
    return new NetworkObjective<>(
        network.newWorkspace(BATCH),
        Loss.softmaxCrossEntropy(),
        part.inputs(),
        Targets.labels(Precision.FLOAT, part.labels(), 10));
  }

  /** A run of which a call takes the next epoch. */
  private Entrant epochs(String name, StochasticTrainer.Builder trainer) {
    TrainingRun<float[]> run =
        trainer.build().start(objective(), network.initialize(Initializer.FAN_IN, 1));
    int steps = Math.ceilDiv(EXAMPLES, BATCH);
    return new Entrant(
        name,
        1,
        () -> {
          for (int i = 0; i < steps; i++) {
            if (!run.step()) {
              throw new IllegalStateException("the run has ended: " + run.result());
            }
          }
        });
  }

  /** The time to save a run with Adam and to write its state: the digest, the disk, the name. */
  private void checkpoints(Path folder) throws IOException {
    TrainingRun<float[]> run =
        trainer(new Adam(), 0.001)
            .build()
            .start(objective(), network.initialize(Initializer.FAN_IN, 1));
    Checkpoints store = store(folder);
    double[] millis = new double[CHECKPOINTS];
    for (int i = 0; i < CHECKPOINTS; i++) {
      run.step();
      long start = System.nanoTime();
      store.keep(Precision.FLOAT, run.save());
      millis[i] = (System.nanoTime() - start) * 1e-6;
    }
    try (Stream<Path> files = Files.list(folder)) {
      long bytes = files.mapToLong(file -> file.toFile().length()).max().orElseThrow();
      out.printf(
          "%na checkpoint of %,d bytes: first %.1f ms, median %.1f ms, largest %.1f ms%n",
          bytes, millis[0], Statistics.median(millis), Arrays.stream(millis).max().orElseThrow());
    }
    out.flush();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
