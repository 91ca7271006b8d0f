package io.github.curvelane.examples;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.examples.input.DataSource;
import io.github.curvelane.examples.input.Examples;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.nn.Layer;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a network and reports on it. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Trains a network, and leaves a model, metrics and a report.",
    footer = {
      "",
      "Examples:",
      "  curvelane train",
      "  curvelane train --data mnist --layers 784-300-10 --epochs 15 --threads 2",
      "  curvelane train --data iris.csv --label species",
      "  curvelane train --data mnist --preset efficient-backprop",
      "  curvelane train --data mnist --layers 784-30-10 --minimizer lbfgs --out fit",
      "  curvelane train @fit/options.txt --resume fit --epochs 400",
      "  curvelane train --data mnist --minimizer lbfgs --master spark://127.0.0.1:7077",
      "  curvelane train @out/options.txt --out again      (repeats a run bit for bit)",
      "  curvelane train @out/options.txt --resume out     (goes on with one that was killed)",
      "",
      "A folder has the whole of one run: until a new one is done, the files of the old one stay,",
      "and the options of the new are in checkpoint-options.txt.",
      "Ctrl-C stops after the current step; model, metrics and report are still written."
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private TrainOptions options;

  @Override
  public Integer call() {
    Threads.check(options.threads);
    return switch (options.precision) {
      case "float" -> train(Precision.FLOAT);
      case "double" -> train(Precision.DOUBLE);
      default ->
          throw new UserException(
              "--precision is '" + options.precision + "', must be float or double");
    };
  }

  private <A> int train(Precision<A> precision) {
    Console console = options.console();
    Optional<ClusterPrograms> cluster = Optional.ofNullable(options.master).map(this::cluster);
    Memory.needForFile(options.data.data);
    Examples examples = DataSource.read(precision, options.data, options.seed);
    Settings settings = Settings.of(options, examples);
    Memory.need(bytes(settings, examples, precision));
    OutputFolder folder = OutputFolder.create(options.out);
    toFolder(() -> folder.requireFiles(OutputFolder.OF_TRAINING));
    examples.origin().forEach(line -> console.say("data: " + line + "."));
    settings.echo().forEach((key, value) -> console.detail("  " + key + " " + value));
    try (Interrupt interrupt = new Interrupt();
        Parallelism parallelism = Threads.start(options.threads)) {
      Training<A> training =
          prepare(settings, examples, precision, parallelism, console)
              .from(saved(settings, precision))
              .keepIn(folder, Optional.ofNullable(options.resume));
      Outcome<A> outcome =
          cluster.isPresent()
              ? runOn(cluster.get(), training, interrupt, console)
              : training.run(interrupt::requested);
      Results<A> results = new Results<>(folder, settings, examples, outcome);
      toFolder(results::write);
      results.print(console);
      return outcome.exitStatus();
    }
  }

  /** Looks for the cluster before anything is read. */
  private ClusterPrograms cluster(String master) {
    if (options.minimizer == null) {
      throw new UserException(
          "--master is for --minimizer: the batches of --optimizer "
              + (options.optimizer == null ? Optimizers.USUAL : options.optimizer)
              + " are too small to be spread");
    }
    Minimizers.checkSpread(options.minimizer);
    ClusterPrograms programs = ClusterPrograms.find("--master");
    programs.check(master);
    return programs;
  }

  private <A> Outcome<A> runOn(
      ClusterPrograms programs, Training<A> training, Interrupt interrupt, Console console) {
    try (ClusterSession session = programs.connect(options.master, options.threads)) {
      console.say(session.describe() + ".");
      try {
        return training.on(session).run(() -> interrupt.requested() || session.interrupted());
      } catch (RuntimeException e) {
        String why = session.blame(e).orElseThrow(() -> e);
        throw new UserException("--master " + options.master + ": " + why, e);
      }
    }
  }

  /** What inputs, parameters and what is computed of them take. */
  private static long bytes(Settings settings, Examples examples, Precision<?> precision) {
    long rows = examples.training().examples() + examples.test().examples();
    rows += examples.validation().map(part -> part.examples()).orElse(0);
    long units = 0;
    long parameters = 0;
    for (Layer layer : settings.layers()) {
      units += layer.outputs();
      parameters += layer.parameters();
    }
    long inputs = settings.layers().getFirst().inputs();
    long features = settings.preprocessing().normalization().features();
    return rows * (features * Double.BYTES + inputs * precision.bytes())
        + precision.bytes() * (8 * parameters + 4 * units * settings.largestBatch());
  }

  /** What is done with the output folder. */
  private interface Work {
    void run() throws IOException;
  }

  private void toFolder(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      throw new UserException("--out " + options.out + " cannot be written: " + e.getMessage(), e);
    }
  }

  private <A> Optional<SavedRun<A>> saved(Settings settings, Precision<A> precision) {
    return Optional.ofNullable(settings.minimizer().isPresent() ? options.resume : null)
        .map(folder -> SavedRun.read(folder, precision, settings.argumentFile()));
  }

  private static <A> Training<A> prepare(
      Settings settings,
      Examples examples,
      Precision<A> precision,
      Parallelism parallelism,
      Console console) {
    try {
      return new Training<>(settings, examples, precision, parallelism, console);
    } catch (IllegalArgumentException e) {
      throw new UserException("this cannot be trained: " + e.getMessage(), e);
    }
  }
}
