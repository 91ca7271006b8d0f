package io.github.curvelane.examples;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.curvature.GradientCurvature;
import io.github.curvelane.data.EmphasizingOrder;
import io.github.curvelane.data.InterleavedOrder;
import io.github.curvelane.data.Task;
import io.github.curvelane.examples.input.Content;
import io.github.curvelane.examples.input.Examples;
import io.github.curvelane.examples.input.Part;
import io.github.curvelane.examples.input.UserException;
import io.github.curvelane.io.Model;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.nn.Block;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingProgress;
import io.github.curvelane.optim.TrainingResult;
import io.github.curvelane.optim.Updater;
import io.github.curvelane.optim.batch.Minimizer;
import io.github.curvelane.optim.batch.MinimizerRun;
import io.github.curvelane.optim.batch.Minimum;
import io.github.curvelane.optim.batch.Reason;
import io.github.curvelane.optim.batch.RunWatch;
import io.github.curvelane.optim.batch.Stopping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * One run: normalises the data, trains epoch by epoch, tests after each, and keeps the network that
 * does best on the validation examples, if there are any; else the last.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Training<A> {
  /** With the emphasising scheme: the part of an epoch that is drawn by error. */
  private static final double EMPHASIS = 0.7;

  /** How often a rate that was chosen here is made smaller if the run diverges. */
  private static final int MOST_RETRIES = 4;

  private final Settings settings;
  private final Examples examples;
  private final Parallelism parallelism;
  private final Console console;
  private final Precision<A> precision;
  private final Task task;
  private final Prepared<A> training;
  private final Prepared<A> validation;
  private final Prepared<A> test;
  private final Network<A> network;
  private final A theta;

  /** The network that predicts: one that normalises by batches, with statistics. */
  private Network<A> predicting;

  private Evaluator<A> tester;
  private Evaluator<A> validator;
  private Evaluator<A> seen;
  private final NetworkObjective<A> objective;
  private final Curvature<A> curvature;
  private final SamplingOrder order;
  private final List<Epoch> epochs = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private List<Reading> readings = List.of();
  private final long operationsPerExample;
  private final Kept<A> kept;
  private Optional<SavedRun<A>> from = Optional.empty();
  private Optional<SavedRun<A>> saved = Optional.empty();
  private double seconds;

  Training(
      Settings settings,
      Examples examples,
      Precision<A> precision,
      Parallelism parallelism,
      Console console) {
    this.settings = settings;
    this.examples = examples;
    this.parallelism = parallelism;
    this.console = console;
    this.precision = precision;
    Content content = examples.content();
    this.task = TargetScaling.fit(content.task(), examples.training());
    this.training = prepare(examples.training());
    this.validation = examples.validation().map(this::prepare).orElse(null);
    this.test = prepare(examples.test());
    this.network =
        Network.of(
            precision,
            RadialUnits.placed(
                settings.layers(), precision, training, settings.seed(), parallelism));
    this.theta = network.initialize(settings.initializer(), settings.seed());
    this.objective =
        new NetworkObjective<>(
            network.newWorkspace(settings.largestBatch(), parallelism),
            settings.loss(),
            training.inputs(),
            training.targets());
    this.curvature = new Curvature<>(network, settings.loss(), training, parallelism);
    this.order = order();
    this.operationsPerExample = operations(network.blocks());
    this.kept = new Kept<>(network);
    evaluateWithStatistics();
  }

  /** Returns what a run begins with. */
  SpectrumSubject<A> subject(String title) {
    return new SpectrumSubject<>(title, network, theta, settings.loss(), task, training);
  }

  /** Says that a run of a minimizer goes on. */
  Training<A> from(Optional<SavedRun<A>> before) {
    from = before;
    return this;
  }

  /** Turns to what predicts with the parameters as they are. */
  private void evaluateWithStatistics() {
    if (predicting != null && network.statistics() == 0) {
      return;
    }
    predicting = network.withStatistics(objective.collectStatistics(theta));
    tester = evaluator(test);
    validator = validation == null ? null : evaluator(validation);
    seen = evaluator(training);
  }

  private Prepared<A> prepare(Part part) {
    A inputs = settings.preprocessing().apply(part.inputs(), precision, parallelism);
    return Prepared.of(precision, part, inputs, task, settings.loss(), settings.output());
  }

  private Evaluator<A> evaluator(Prepared<A> part) {
    return new Evaluator<>(predicting, settings.loss(), part, task, parallelism);
  }

  private SamplingOrder order() {
    return switch (settings.order()) {
      case SHUFFLED -> SamplingOrder.shuffled(settings.seed());
      case SEQUENTIAL -> SamplingOrder.sequential();
      case INTERLEAVED ->
          new InterleavedOrder(
              training.part().labels().orElseThrow(), task.names().size(), settings.seed());
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
    settings.preprocessing().remark().ifPresent(this::remark);
    console.detail("network: " + network + ", " + network.parameters() + " parameters");
    if (settings.minimizer().isPresent()) {
      return minimize(settings.minimizer().get(), cancelled);
    }
    double rate = rate(cancelled);
    int retries = settings.rate().isPresent() ? 0 : MOST_RETRIES;
    TrainingResult last = null;
    try (Progress progress = new Progress(console, settings.epochs(), training.examples(), task)) {
      for (int attempt = 0; attempt <= retries; attempt++, rate /= 4) {
        last = epochs(rate, progress, cancelled);
        if (last == null || last.stop() != TrainingResult.Stop.DIVERGED || attempt == retries) {
          break;
        }
        remark(
            String.format(
                Locale.ROOT,
                "it diverged at the rate %.3g in epoch %d: once more with a quarter of it",
                rate,
                last.epoch()));
        begin();
      }
    }
    TrainingResult.Stop stop = last == null ? TrainingResult.Stop.FINISHED : last.stop();
    String message =
        stop == TrainingResult.Stop.FINISHED
            ? "all " + settings.epochs() + " epochs are done"
            : last.message();
    if (stop == TrainingResult.Stop.DIVERGED) {
      message += "; a smaller --lr, or --lr auto, may help";
    }
    return outcome(stop, message);
  }

  /** Makes the iterations of a minimizer, each of which is to the report what an epoch is. */
  private Outcome<A> minimize(String name, BooleanSupplier cancelled) {
    Minimizer minimizer = Minimizers.of(name, Stopping.DEFAULT.iterations(settings.epochs()));
    RunWatch watch = Minimizers.cancelWhen(cancelled);
    MinimizerRun<A> run = begin(name, minimizer, watch);
    evaluateWithStatistics();
    from.ifPresent(this::continueFrom);
    if (validator != null && from.isEmpty()) {
      kept.offer(0, validator.evaluate(theta), theta);
    }
    try (Progress progress = new Progress(console, settings.epochs(), training.examples(), task)) {
      boolean more = settings.epochs() > 0;
      while (more) {
        progress.begin(training.examples(), operationsPerExample);
        long before = run.evaluations();
        long done = run.iterations();
        long start = System.nanoTime();
        more = run.step();
        double took = (System.nanoTime() - start) * 1e-9;
        seconds += took;
        if (run.iterations() > done) {
          double passes = training.examples() * (double) (run.evaluations() - before);
          progress.step((int) run.iterations(), run.iterations(), run.value(), Double.NaN);
          finished(
              (int) run.iterations(),
              run.evaluations(),
              training.examples(),
              Double.NaN,
              run.value(),
              took,
              passes / took);
          progress.row(epochs.getLast());
        }
      }
    }
    Minimum minimum = run.reason().isPresent() ? run.result() : null;
    String message = minimum == null ? "no iteration was asked for" : minimum.toString();
    remark(name + " ended: " + message);
    if (minimum == null || !Double.isNaN(minimum.value())) {
      saved =
          Optional.of(
              SavedRun.of(precision, run.save(), epochs, kept, settings.argumentFile(), seconds));
    }
    boolean ended = minimum != null && minimum.reason() == Reason.CANCELLED;
    return outcome(
        ended ? TrainingResult.Stop.CANCELLED : TrainingResult.Stop.FINISHED,
        ended ? "cancelled after " + run.iterations() + " iterations" : message);
  }

  private MinimizerRun<A> begin(String name, Minimizer minimizer, RunWatch watch) {
    try {
      return from.isPresent()
          ? minimizer.resume(objective, theta, from.get().state(), watch)
          : minimizer.start(objective, theta, watch);
    } catch (IllegalArgumentException e) {
      throw new UserException("--minimizer " + name + " cannot begin: " + e.getMessage(), e);
    }
  }

  private void continueFrom(SavedRun<A> before) {
    epochs.addAll(before.epochs());
    seconds = before.seconds();
    before.restore(kept);
  }

  /** Goes back to the initial weights. */
  private void begin() {
    A initial = network.initialize(settings.initializer(), settings.seed());
    precision.copy(initial, 0, theta, 0, network.parameters());
    epochs.clear();
    kept.clear();
  }

  private double rate(BooleanSupplier cancelled) {
    if (settings.rate().isPresent()) {
      return settings.rate().getAsDouble();
    }
    if (settings.byEigenvalue()) {
      return rateByEigenvalue(cancelled);
    }
    int batch = settings.batches().in(1);
    int[] examples = new int[objective.examples()];
    SamplingOrder.shuffled(settings.seed()).arrange(1, examples);
    double kappa = GradientCurvature.measure(objective, theta, examples, batch).median();
    double usual = Optimizers.usualRate(settings.optimizer(), seen.isClassification());
    OptionalDouble chosen = Optimizers.rateFor(settings.optimizer(), settings.momentum(), kappa);
    if (Double.isNaN(kappa) || chosen.isEmpty()) {
      remark("learning rate " + usual + ", usual for " + settings.optimizer());
      return usual;
    }
    remark(
        String.format(
            Locale.ROOT,
            "learning rate %.3g: the curvature along the gradients of %d batches of %d is %.3g",
            chosen.getAsDouble(),
            GradientCurvature.BATCHES,
            batch,
            kappa));
    return chosen.getAsDouble();
  }

  private double rateByEigenvalue(BooleanSupplier cancelled) {
    int most = network.statistics() > 0 ? Arithmetic.EXAMPLE_CHUNK : Integer.MAX_VALUE;
    NetworkObjective<A> all = training.objective(network, settings.loss(), most, parallelism);
    int examples = Math.min(training.examples(), most);
    console.say(
        String.format(
            Locale.ROOT,
            "finding lambda max of the Hessian of %,d training examples ...",
            examples));
    Optional<LargestEigenvalue> found =
        LargestEigenvalue.find(all, examples, theta, settings.seed(), cancelled);
    if (found.isEmpty()) {
      return Optimizers.usualRate(settings.optimizer(), seen.isClassification());
    }
    double lambda = 1 / found.get().rate();
    double rate =
        Optimizers.rateFor(settings.optimizer(), settings.momentum(), lambda).orElseThrow();
    remark(String.format(Locale.ROOT, "learning rate %.6g: %s", rate, found.get()));
    return rate;
  }

  private void remark(String sentence) {
    remarks.add(sentence);
    console.say(sentence + ".");
  }

  /** Returns how the last epoch ended; null if there was none to do. */
  private TrainingResult epochs(double rate, Progress progress, BooleanSupplier cancelled) {
    Schedule schedule = Optimizers.schedule(settings.schedule(), rate, settings.steps());
    Updater<A> updater = settings.rule().init(Kernels.of(precision), network.parameters());
    Optional<Monitor<A>> monitor = monitor(progress);
    evaluateWithStatistics();
    if (validator != null) {
      kept.offer(0, validator.evaluate(theta), theta);
    }
    TrainingResult result = null;
    for (int e = 1; e <= settings.epochs(); e++) {
      result = epoch(e, schedule, updater, progress, monitor, cancelled);
      if (result.stop() != TrainingResult.Stop.FINISHED) {
        break;
      }
      progress.row(epochs.getLast());
    }
    readings = monitor.map(Monitor::readings).orElse(List.of());
    monitor
        .flatMap(Monitor::failure)
        .ifPresent(why -> remark("the curvature could not be measured everywhere: " + why));
    return result;
  }

  private Optional<Monitor<A>> monitor(Progress progress) {
    if (settings.monitor() == 0) {
      return Optional.empty();
    }
    NetworkObjective<A> some =
        training.objective(network, settings.loss(), Curvature.MOST_EXAMPLES, parallelism);
    return Optional.of(new Monitor<>(progress, settings.monitor(), some, theta, settings.seed()));
  }

  private TrainingResult epoch(
      int number,
      Schedule schedule,
      Updater<A> updater,
      Progress progress,
      Optional<Monitor<A>> monitor,
      BooleanSupplier cancelled) {
    if (order instanceof EmphasizingOrder emphasizing) {
      reportErrors(emphasizing);
    }
    int batch = settings.batches().in(number);
    progress.begin(batch, operationsPerExample);
    StochasticTrainer trainer =
        StochasticTrainer.of(settings.rule(), schedule)
            .epochs(number)
            .batch(batch)
            .order(order)
            .progress(monitor.<TrainingProgress>map(it -> it).orElse(progress))
            .cancelWhen(cancelled)
            .parallelism(parallelism)
            .build();
    TrainingResult result = trainer.train(objective, theta, updater, number);
    double took = result.seconds() - monitor.map(Monitor::takeSeconds).orElse(0.0);
    seconds += took;
    if (result.stop() == TrainingResult.Stop.FINISHED) {
      finished(
          number,
          result.step(),
          batch,
          result.rate(),
          progress.meanLoss(),
          took,
          training.examples() / took);
    }
    return result;
  }

  /** Tries what an epoch made of the network. */
  private void finished(
      int number,
      long step,
      int batch,
      double rate,
      double trainingLoss,
      double took,
      double examplesPerSecond) {
    evaluateWithStatistics();
    double testLoss = tester.evaluate(theta);
    double validationLoss = validator == null ? Double.NaN : validator.evaluate(theta);
    if (validator != null) {
      kept.offer(number, validationLoss, theta);
    }
    curvature.measure(theta);
    epochs.add(
        new Epoch(
            number,
            step,
            batch,
            rate,
            trainingLoss,
            testLoss,
            tester.error(),
            validationLoss,
            curvature.gradientNorm(),
            curvature.alongGradient(),
            took,
            examplesPerSecond,
            examplesPerSecond * operationsPerExample * 1e-9));
  }

  /** Tells the order how far each example is from its target. */
  private void reportErrors(EmphasizingOrder emphasizing) {
    seen.evaluate(theta);
    for (int i = 0; i < training.examples(); i++) {
      double error =
          training.part().labels().isEmpty()
              ? seen.distance(i)
              : seen.predicted(i) != training.part().labels().get()[i] ? 1 : 0.1;
      // Outputs that are not finite make the next loss end the run as diverged.
      emphasizing.report(i, Double.isFinite(error) ? error : Double.MAX_VALUE);
    }
  }

  private Outcome<A> outcome(TrainingResult.Stop stop, String message) {
    int best = epochs.isEmpty() ? 0 : epochs.getLast().number();
    if (validator != null && stop != TrainingResult.Stop.DIVERGED && kept.epoch() >= 0) {
      kept.restore(theta);
      best = kept.epoch();
      if (best < epochs.size()) {
        remark("the network of epoch " + best + " is kept, whose validation loss is least");
      }
    }
    Simple<A> simple =
        new Simple<>(
            precision, training, validation, test, task, parallelism, tester.isClassification());
    Simple.Candidate<A> simpler =
        settings.chooses() && stop != TrainingResult.Stop.DIVERGED
            ? simple.betterThan(kept.loss(), this::remark)
            : null;
    Baselines baselines = simple.baselines(examples.image().isEmpty());
    if (simpler == null) {
      evaluateWithStatistics();
      seen.evaluate(theta);
      tester.evaluate(theta);
      return new Outcome<>(
          stop,
          message,
          model(predicting, theta),
          epochs,
          readings,
          best,
          seen,
          tester,
          baselines,
          layers(predicting, theta, tester),
          remarks,
          saved,
          seconds);
    }
    Network<A> linear = simpler.network();
    Evaluator<A> seenByIt = new Evaluator<>(linear, simple.loss(), training, task, parallelism);
    Evaluator<A> testerOfIt = new Evaluator<>(linear, simple.loss(), test, task, parallelism);
    seenByIt.evaluate(simpler.theta());
    testerOfIt.evaluate(simpler.theta());
    return new Outcome<>(
        stop,
        message,
        model(linear, simpler.theta()),
        epochs,
        readings,
        0,
        seenByIt,
        testerOfIt,
        baselines,
        layers(linear, simpler.theta(), testerOfIt),
        remarks,
        saved,
        seconds);
  }

  private Model<A> model(Network<A> of, A parameters) {
    Content content = examples.content();
    Map<String, String> notes = new LinkedHashMap<>();
    examples.image().ifPresent(shape -> notes.put("image", shape.toString()));
    settings.echo().forEach((option, value) -> notes.put("option" + option, value));
    // Where it ran is not part of the model: the file is the same for any number of threads.
    notes.remove("option--threads");
    if (!content.places().isEmpty()) {
      notes.put(
          StoredModel.PLACES,
          String.join(",", content.places().stream().map(String::valueOf).toList()));
      notes.put(StoredModel.NAMED, String.valueOf(content.named()));
    }
    if (task instanceof Task.Classification classes) {
      notes.put(StoredModel.COMMONEST, classes.classes().get(commonest(classes.classes().size())));
    }
    Preprocessing preprocessing = settings.preprocessing();
    Network<A> whole = Network.of(precision, preprocessing.inFront(of.layers()));
    return new Model<>(whole, parameters, preprocessing.normalization(), settings.loss())
        .withColumns(content.columns())
        .withTask(task)
        .withNotes(notes);
  }

  private int commonest(int classes) {
    int[] counts = new int[classes];
    int best = 0;
    for (int label : examples.training().labels().orElseThrow()) {
      best = ++counts[label] > counts[best] ? label : best;
    }
    return best;
  }

  private List<LayerStatistics> layers(Network<A> of, A parameters, Evaluator<A> on) {
    A gradient = precision.newArray(of.parameters());
    int count = Math.min(settings.largestBatch(), training.examples());
    NetworkObjective<A> first =
        of == predicting
            ? objective
            : new NetworkObjective<>(
                of.newWorkspace(count), settings.loss(), training.inputs(), training.targets());
    int[] indices = new int[count];
    Arrays.setAll(indices, i -> i);
    first.select(indices, 0, count);
    first.valueAndGradient(parameters, gradient);
    List<LayerStatistics> statistics = new ArrayList<>();
    for (int l = 0; l < of.layers().size(); l++) {
      if (of.layers().get(l).parameters() > 0) {
        statistics.add(new LayerProbe<>(of, parameters, gradient, on.data()).probe(l));
      }
    }
    return statistics;
  }
}
