package io.github.curvelane.examples;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.EmphasizingOrder;
import io.github.curvelane.data.InterleavedOrder;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task;
import io.github.curvelane.examples.input.Examples;
import io.github.curvelane.io.Model;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.nn.Block;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingResult;
import io.github.curvelane.optim.Updater;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * One run: normalises the data, trains epoch by epoch, and tests after each.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Training<A> {
  /** With the emphasising scheme: the part of an epoch that is drawn by error. */
  private static final double EMPHASIS = 0.7;

  private final Settings settings;
  private final Examples<A> examples;
  private final Parallelism parallelism;
  private final Console console;
  private final Precision<A> precision;
  private final Normalization normalization;
  private final Dataset<A> training;
  private final Network<A> network;
  private final A theta;
  private final Evaluator<A> test;
  private final Evaluator<A> seen;
  private final NetworkObjective<A> objective;
  private final SamplingOrder order;
  private final List<Epoch> epochs = new ArrayList<>();
  private final long operationsPerExample;
  private double seconds;

  Training(Settings settings, Examples<A> examples, Parallelism parallelism, Console console) {
    this.settings = settings;
    this.examples = examples;
    this.parallelism = parallelism;
    this.console = console;
    this.precision = examples.training().precision();
    this.normalization = settings.fit(examples.training());
    this.training = normalization.apply(examples.training());
    this.network =
        Network.perceptron(precision, settings.hidden(), settings.output(), settings.layers());
    this.theta = network.initialize(settings.initializer(), settings.seed());
    Dataset<A> unseen = normalization.apply(examples.test());
    Targets<A> targets = targets(training);
    this.test = new Evaluator<>(network, settings.loss(), unseen, targets(unseen), parallelism);
    this.seen = new Evaluator<>(network, settings.loss(), training, targets, parallelism);
    this.objective =
        new NetworkObjective<>(
            network.newWorkspace(settings.largestBatch(), parallelism),
            settings.loss(),
            training.inputs(),
            targets);
    this.order = order();
    this.operationsPerExample = operations(network.blocks());
  }

  private Targets<A> targets(Dataset<A> data) {
    if (!data.isClassification()) {
      return Targets.matrix(precision, data.targets(), data.outputs());
    }
    if (!settings.coded()) {
      return Targets.labels(precision, data.labels(), data.outputs());
    }
    double[] code = settings.code();
    return Targets.coded(precision, data.labels(), data.outputs(), code[0], code[1]);
  }

  private SamplingOrder order() {
    return switch (settings.order()) {
      case SHUFFLED -> SamplingOrder.shuffled(settings.seed());
      case SEQUENTIAL -> SamplingOrder.sequential();
      case INTERLEAVED ->
          new InterleavedOrder(training.labels(), training.outputs(), settings.seed());
      case EMPHASIZING -> new EmphasizingOrder(training.examples(), EMPHASIS, settings.seed());
    };
  }

  /** Counts the products: forward, weight gradient, and δ of all inputs but the network's. */
  private static long operations(List<Block> blocks) {
    long sum = 0;
    for (Block block : blocks) {
      if (!block.isBias()) {
        sum += (block.offset() == 0 ? 4L : 6L) * block.length() * block.shares();
      }
    }
    return sum;
  }

  /** Trains, until it is done or somebody wants it to end. */
  Outcome<A> run(BooleanSupplier cancelled) {
    console.detail("network: " + network + ", " + network.parameters() + " parameters");
    Updater<A> updater = settings.rule().init(Kernels.of(precision), network.parameters());
    TrainingResult.Stop stop = TrainingResult.Stop.FINISHED;
    String message = "all " + settings.epochs() + " epochs are done";
    try (Progress progress = new Progress(console, settings, training.examples())) {
      for (int e = 1; e <= settings.epochs(); e++) {
        TrainingResult result = epoch(e, updater, progress, cancelled);
        stop = result.stop();
        if (stop != TrainingResult.Stop.FINISHED) {
          message = result.message();
          break;
        }
        progress.row(epochs.getLast());
      }
    }
    seen.evaluate(theta);
    test.evaluate(theta);
    return new Outcome<>(stop, message, model(), epochs, seen, test, layers(), seconds);
  }

  private TrainingResult epoch(
      int number, Updater<A> updater, Progress progress, BooleanSupplier cancelled) {
    if (order instanceof EmphasizingOrder emphasizing) {
      reportErrors(emphasizing);
    }
    int batch = settings.batches().in(number);
    progress.begin(batch, operationsPerExample);
    StochasticTrainer trainer =
        StochasticTrainer.of(settings.rule(), settings.schedule())
            .epochs(number)
            .batch(batch)
            .order(order)
            .progress(progress)
            .cancelWhen(cancelled)
            .parallelism(parallelism)
            .build();
    TrainingResult result = trainer.train(objective, theta, updater, number);
    seconds += result.seconds();
    if (result.stop() == TrainingResult.Stop.FINISHED) {
      double testLoss = test.evaluate(theta);
      double speed = training.examples() / result.seconds();
      epochs.add(
          new Epoch(
              number,
              result.step(),
              batch,
              result.rate(),
              progress.meanLoss(),
              testLoss,
              test.error(),
              result.seconds(),
              speed,
              speed * operationsPerExample * 1e-9));
    }
    return result;
  }

  /** Tells the order how far each example is from its target. */
  private void reportErrors(EmphasizingOrder emphasizing) {
    seen.evaluate(theta);
    for (int i = 0; i < training.examples(); i++) {
      boolean wrong = training.isClassification() && seen.predicted(i) != training.labels()[i];
      double error = training.isClassification() ? (wrong ? 1 : 0.1) : seen.distance(i);
      // Outputs that are not finite make the next loss end the run as diverged.
      emphasizing.report(i, Double.isFinite(error) ? error : Double.MAX_VALUE);
    }
  }

  private Model<A> model() {
    Map<String, String> notes = new LinkedHashMap<>();
    examples.image().ifPresent(shape -> notes.put("image", shape.toString()));
    settings.echo().forEach((option, value) -> notes.put("option" + option, value));
    // Where it ran is not part of the model: the file is the same for any number of threads.
    notes.remove("option--threads");
    List<String> names = examples.names();
    return new Model<>(network, theta, normalization, settings.loss())
        .withTask(
            training.isClassification()
                ? Task.Classification.of(names.toArray(String[]::new))
                : new Task.Regression(names.stream().map(Target::new).toList()))
        .withNotes(notes);
  }

  private List<LayerStatistics> layers() {
    A gradient = precision.newArray(network.parameters());
    int count = Math.min(settings.largestBatch(), training.examples());
    int[] first = new int[count];
    Arrays.setAll(first, i -> i);
    objective.select(first, 0, count);
    objective.valueAndGradient(theta, gradient);
    List<LayerStatistics> statistics = new ArrayList<>();
    for (int l = 0; l < network.layers().size(); l++) {
      if (network.layers().get(l).parameters() > 0) {
        statistics.add(new LayerProbe<>(network, theta, gradient, test.data()).probe(l));
      }
    }
    return statistics;
  }
}
