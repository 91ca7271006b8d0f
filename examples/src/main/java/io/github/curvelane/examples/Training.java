package io.github.curvelane.examples;

import io.github.curvelane.ExampleErrors;
import io.github.curvelane.Objective;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ClusterObjective;
import io.github.curvelane.cluster.Workers;
import io.github.curvelane.data.CurriculumOrder;
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
import io.github.curvelane.nn.DataFingerprint;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkExampleErrors;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.NetworkValidation;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.nn.Workspace;
import io.github.curvelane.optim.ParameterGroups;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingResult;
import io.github.curvelane.optim.TrainingRun;
import io.github.curvelane.optim.TrainingState;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.optim.batch.Minimizer;
import io.github.curvelane.optim.batch.MinimizerRun;
import io.github.curvelane.optim.batch.Minimum;
import io.github.curvelane.optim.batch.Reason;
import io.github.curvelane.optim.batch.RunWatch;
import io.github.curvelane.optim.batch.Stopping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * One run: normalises the data, trains epoch by epoch, tests after each, and keeps the network that
 * does best on the validation examples, if there are any; else the last.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Training<A> {
  /** With the emphasising scheme: the part of an epoch that is drawn by error. */
  private static final double EMPHASIS = 0.7;

  /** With a curriculum: the share of the examples that counts as easy. */
  private static final double EASY = 0.25;

  /** How often a rate that was chosen here is made smaller if the run diverges. */
  private static final int MOST_RETRIES = 4;

  /** What it is divided by. */
  private static final double RETRY = 4;

  private static final String EPOCHS = "epochs";
  private static final String READINGS = "readings";
  private static final String DIVERGED = "diverged";

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
  private Evaluator<A> seen;
  private final NetworkObjective<A> objective;
  private final Curvature<A> curvature;
  private final Optional<NetworkValidation<A>> validator;
  private final UpdateRule rule;
  private final List<Epoch> epochs = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final List<Reading> readings = new ArrayList<>();

  /** The epochs in which the run diverged, at rates that are not tried any more. */
  private final List<Integer> diverged = new ArrayList<>();

  private final long operationsPerExample;
  private final Kept<A> kept;
  private Optional<SavedRun<A>> from = Optional.empty();
  private Optional<SavedRun<A>> saved = Optional.empty();
  private Optional<RunStore> store = Optional.empty();
  private Optional<Path> resumed = Optional.empty();
  private Optional<ClusterSession> cluster = Optional.empty();

  /** Why a cluster could not go on. */
  private Optional<String> lost = Optional.empty();

  private TrainingRun<A> run;
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
    this.objective = objective(settings.microBatch());
    this.curvature = new Curvature<>(network, settings.loss(), training, parallelism);
    this.rule = rule();
    this.validator = Optional.ofNullable(validation).map(this::validator);
    this.operationsPerExample = operations(network.blocks());
    this.kept = new Kept<>(network);
    evaluateWithStatistics(theta);
  }

  private NetworkObjective<A> objective(OptionalInt microBatch) {
    Workspace<A> whole = network.newWorkspace(settings.largestBatch(), parallelism);
    Workspace<A> workspace =
        microBatch.isPresent() ? whole.microBatch(microBatch.getAsInt()) : whole;
    return new NetworkObjective<>(
        workspace, settings.loss(), training.inputs(), training.targets());
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

  /**
   * Says where a run of an optimizer keeps its states, and where it goes on from one.
   *
   * @param folder where results go
   * @param before the folder of a run that is resumed
   */
  Training<A> keepIn(OutputFolder folder, Optional<Path> before) {
    store =
        Optional.of(
            new RunStore(folder.path(), settings.argumentFile(), this::identity, this::own));
    resumed = before;
    return this;
  }

  /** Says that a minimizer's objective is computed by a cluster. */
  Training<A> on(ClusterSession session) {
    cluster = Optional.of(session);
    return this;
  }

  /** Turns to what predicts with parameters. */
  private void evaluateWithStatistics(A parameters) {
    if (predicting != null && network.statistics() == 0) {
      return;
    }
    predicting = network.withStatistics(objective.collectStatistics(parameters));
    tester = evaluator(test);
    seen = evaluator(training);
  }

  private NetworkValidation<A> validator(Prepared<A> part) {
    NetworkValidation.Builder<A> builder =
        NetworkValidation.of(network, settings.loss(), part.inputs(), part.targets())
            .loss()
            .allowMissingClasses()
            .parallelism(parallelism);
    return network.statistics() > 0
        ? builder.statistics(objective::collectStatistics).build()
        : builder.build();
  }

  private double validationLoss() {
    double[] values = {Double.NaN};
    validator.ifPresent(it -> it.measure(theta, values));
    return values[0];
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
      case CURRICULUM ->
          CurriculumOrder.mixed(
              ClassDistances.of(precision, training, task.names().size()),
              EASY,
              Math.max(1, settings.epochs() / 2),
              settings.seed());
      case EMPHASIZING -> new EmphasizingOrder(training.examples(), EMPHASIS, settings.seed());
    };
  }

  private ExampleErrors<A> exampleErrors() {
    Targets<A> targets =
        training
            .part()
            .labels()
            .map(labels -> Targets.labels(precision, labels, task.names().size()))
            .orElse(training.targets());
    return network.statistics() > 0
        ? NetworkExampleErrors.of(
            network, training.inputs(), targets, parallelism, objective::collectStatistics)
        : NetworkExampleErrors.of(network, training.inputs(), targets, parallelism);
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
    if (settings.minimizer().isPresent() && cluster.isPresent()) {
      try (Workers<A> workers = spread(cluster.get())) {
        return minimize(settings.minimizer().get(), new ClusterObjective<>(workers), cancelled);
      }
    }
    if (settings.minimizer().isPresent()) {
      return minimize(settings.minimizer().get(), objective, cancelled);
    }
    return trainStepwise(cancelled);
  }

  /** Trains batch by batch; at a quarter of a rate that was chosen here if the run diverges. */
  private Outcome<A> trainStepwise(BooleanSupplier cancelled) {
    Optional<TrainingState<A>> before =
        resumed.map(folder -> store.orElseThrow().latest(folder, precision, console));
    double rate =
        new LearningRate<>(
                settings,
                network,
                settings.microBatch().isPresent() ? objective(OptionalInt.empty()) : objective,
                training,
                seen.isClassification(),
                parallelism,
                console,
                this::remark)
            .choose(theta, cancelled);
    validator
        .filter(it -> !it.missingClasses().isEmpty())
        .ifPresent(
            it ->
                remark(
                    "the validation examples have none of "
                        + String.join(
                            ", ", it.missingClasses().stream().map(task.names()::get).toList())));
    before.ifPresent(this::remember);
    for (int epoch : diverged) {
      remarkDivergence(rate, epoch);
      rate /= RETRY;
    }
    int retries = settings.rate().isPresent() ? 0 : MOST_RETRIES;
    TrainingResult last;
    try (Progress progress = new Progress(console, settings.epochs(), training.examples(), task)) {
      last = attempt(rate, before, progress, cancelled);
      while (last.stop() == TrainingResult.Stop.DIVERGED && diverged.size() < retries) {
        remarkDivergence(rate, last.epoch());
        diverged.add(last.epoch());
        rate /= RETRY;
        beginAnew();
        last = attempt(rate, Optional.empty(), progress, cancelled);
      }
    }
    String message = last.message();
    if (last.stop() == TrainingResult.Stop.DIVERGED) {
      message += "; a smaller --lr, or --lr auto, may help";
    }
    if (last.stop() == TrainingResult.Stop.PATIENCE) {
      remark(message);
    }
    last.best().ifPresent(best -> kept.keep(best.epoch(), best.watched(), theta));
    return outcome(last.stop(), message, last.unkept());
  }

  private void remarkDivergence(double rate, int epoch) {
    remark(
        String.format(
            Locale.ROOT,
            "it diverged at the rate %.3g in epoch %d: once more with a quarter of it",
            rate,
            epoch));
  }

  /** Makes the iterations of a minimizer, each of which is to the report what an epoch is. */
  private Outcome<A> minimize(String name, Objective<A> mean, BooleanSupplier cancelled) {
    Minimizer minimizer = Minimizers.of(name, Stopping.DEFAULT.iterations(settings.epochs()));
    RunWatch watch = Minimizers.cancelWhen(cancelled);
    MinimizerRun<A> run = begin(name, minimizer, mean, watch);
    evaluateWithStatistics(theta);
    from.ifPresent(this::continueFrom);
    if (from.isEmpty()) {
      kept.offer(0, validationLoss(), theta);
    }
    try (Progress progress = new Progress(console, settings.epochs(), training.examples(), task)) {
      boolean more = settings.epochs() > 0;
      while (more) {
        progress.begin((int) run.iterations() + 1, training.examples(), operationsPerExample);
        long before = run.evaluations();
        long done = run.iterations();
        long start = System.nanoTime();
        more = step(run);
        double took = (System.nanoTime() - start) * 1e-9;
        seconds += took;
        if (run.iterations() > done) {
          double passes = training.examples() * (double) (run.evaluations() - before);
          progress.step((int) run.iterations(), run.iterations(), run.value(), Double.NaN);
          double validationLoss = validationLoss();
          kept.offer((int) run.iterations(), validationLoss, theta);
          finished(
              theta,
              (int) run.iterations(),
              run.evaluations(),
              training.examples(),
              Double.NaN,
              run.value(),
              validationLoss,
              took,
              passes / took);
          progress.row(epochs.getLast());
        }
      }
    }
    Minimum minimum = run.reason().isPresent() ? run.result() : null;
    String message =
        lost.orElseGet(() -> minimum == null ? "no iteration was asked for" : minimum.toString());
    remark(name + " ended: " + message);
    if (minimum == null || !Double.isNaN(minimum.value())) {
      saved =
          Optional.of(
              SavedRun.of(precision, run.save(), epochs, kept, settings.argumentFile(), seconds));
    }
    if (lost.isPresent()) {
      return outcome(
          TrainingResult.Stop.CANCELLED,
          "cut after " + run.iterations() + " iterations, --resume goes on: " + message,
          Optional.empty());
    }
    boolean ended = minimum != null && minimum.reason() == Reason.CANCELLED;
    return outcome(
        ended ? TrainingResult.Stop.CANCELLED : TrainingResult.Stop.FINISHED,
        ended ? "cancelled after " + run.iterations() + " iterations" : message,
        Optional.empty());
  }

  /** Makes an iteration; a run that loses its cluster in it stands where the one before ended. */
  private boolean step(MinimizerRun<A> run) {
    try {
      return run.step();
    } catch (RuntimeException e) {
      lost = cluster.flatMap(session -> session.blame(e));
      if (lost.isEmpty()) {
        throw e;
      }
      return false;
    }
  }

  private Workers<A> spread(ClusterSession session) {
    try {
      return session.workers(network, settings.loss(), training.inputs(), training.targets());
    } catch (IllegalArgumentException e) {
      throw new UserException("--master: " + e.getMessage(), e);
    }
  }

  private MinimizerRun<A> begin(
      String name, Minimizer minimizer, Objective<A> mean, RunWatch watch) {
    try {
      return from.isPresent()
          ? minimizer.resume(mean, theta, from.get().state(), watch)
          : minimizer.start(mean, theta, watch);
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
  private void beginAnew() {
    A initial = network.initialize(settings.initializer(), settings.seed());
    precision.copy(initial, 0, theta, 0, network.parameters());
    epochs.clear();
    readings.clear();
    seconds = 0;
    store.ifPresent(RunStore::beginAnew);
  }

  private void remark(String sentence) {
    remarks.add(sentence);
    console.say(sentence + ".");
  }

  /** Makes a run at a rate, or goes on with one. */
  private TrainingResult attempt(
      double rate,
      Optional<TrainingState<A>> before,
      Progress progress,
      BooleanSupplier cancelled) {
    Optional<Monitor<A>> monitor = monitor(progress);
    evaluateWithStatistics(theta);
    StochasticTrainer.Builder builder =
        StochasticTrainer.of(rule, Optimizers.schedule(settings.schedule(), rate, settings.steps()))
            .epochs(settings.epochs())
            .batches(settings.batches())
            .order(order())
            .cancelWhen(cancelled)
            .parallelism(parallelism)
            .progress(
                new EpochListener(
                    progress,
                    monitor,
                    training.examples(),
                    operationsPerExample,
                    validator.isPresent(),
                    (number, step, batch, last, trainingLoss, validationLoss, took) -> {
                      seconds += took;
                      double speed = training.examples() / took;
                      finished(
                          run.evaluated(),
                          number,
                          step,
                          batch,
                          last,
                          trainingLoss,
                          validationLoss,
                          took,
                          speed);
                      progress.row(epochs.getLast());
                    }));
    validator.ifPresent(builder::validation);
    settings.patience().ifPresent(builder::patience);
    settings.average().ifPresent(average -> builder.average(average.averaging()));
    if (settings.order() == Settings.Order.EMPHASIZING) {
      builder.exampleErrors(exampleErrors());
    }
    store.ifPresent(it -> settings.interval().keep(builder, it));
    run = begin(builder.build(), before);
    TrainingResult result = finish();
    monitor
        .flatMap(Monitor::failure)
        .ifPresent(why -> remark("the curvature could not be measured everywhere: " + why));
    return result;
  }

  private UpdateRule rule() {
    if (settings.microBatch().isPresent()
        && settings
            .rule()
            .init(Kernels.of(precision), network.parameters())
            .curvature()
            .isPresent()) {
      throw new UserException(
          "--micro-batch: --optimizer "
              + settings.optimizer()
              + " wants second derivatives, which need whole batches");
    }
    if (settings.frozen().isEmpty()) {
      return settings.rule();
    }
    try {
      ParameterGroups groups = ParameterGroups.of(settings.rule(), network.ranges());
      for (String names : settings.frozen()) {
        groups = groups.frozen(names);
      }
      groups.init(Kernels.of(precision), network.parameters());
      return groups;
    } catch (IllegalArgumentException e) {
      throw new UserException("--freeze: " + e.getMessage(), e);
    }
  }

  private TrainingRun<A> begin(StochasticTrainer trainer, Optional<TrainingState<A>> before) {
    try {
      return before.isPresent()
          ? trainer.resume(objective, theta, before.get())
          : trainer.start(objective, theta);
    } catch (IllegalArgumentException e) {
      String what = resumed.isPresent() ? "--resume: " : "this cannot be trained: ";
      throw new UserException(what + e.getMessage(), e);
    }
  }

  /** What no precision holds is refused by the first step. */
  private TrainingResult finish() {
    try {
      return run.finish();
    } catch (IllegalArgumentException e) {
      if (run.steps() > 0) {
        throw e;
      }
      throw new UserException("this cannot be trained: " + e.getMessage(), e);
    }
  }

  /** What decides how a run goes on, besides what its trainer knows. */
  private Map<String, String> identity() {
    Map<String, String> identity = new LinkedHashMap<>(settings.identity());
    identity.put("the training data", fingerprint(training));
    validator.ifPresent(_ -> identity.put("the validation data", fingerprint(validation)));
    identity.put("the test data", fingerprint(test));
    return identity;
  }

  private String fingerprint(Prepared<A> part) {
    return DataFingerprint.of(precision, part.inputs(), part.targets());
  }

  /** What is remembered besides the state of the trainer. */
  private Map<String, double[]> own() {
    Map<String, double[]> own = new LinkedHashMap<>();
    own.put(EPOCHS, flat(epochs.stream().map(Epoch::numbers)));
    own.put(READINGS, flat(readings.stream().map(Reading::numbers)));
    own.put(DIVERGED, diverged.stream().mapToDouble(epoch -> epoch).toArray());
    return own;
  }

  private static double[] flat(Stream<double[]> rows) {
    return rows.flatMapToDouble(Arrays::stream).toArray();
  }

  private void remember(TrainingState<A> state) {
    epochs.addAll(Epoch.all(state.own(EPOCHS)));
    readings.addAll(Reading.all(state.own(READINGS)));
    for (double epoch : state.own(DIVERGED)) {
      diverged.add((int) epoch);
    }
    seconds = epochs.stream().mapToDouble(Epoch::seconds).sum();
  }

  private Optional<Monitor<A>> monitor(Progress progress) {
    if (settings.monitor() == 0) {
      return Optional.empty();
    }
    NetworkObjective<A> some =
        training.objective(network, settings.loss(), Curvature.MOST_EXAMPLES, parallelism);
    return Optional.of(
        new Monitor<>(progress, settings.monitor(), some, theta, settings.seed(), readings));
  }

  /** Tries what an epoch made of the network. */
  private void finished(
      A parameters,
      int number,
      long step,
      int batch,
      double rate,
      double trainingLoss,
      double validationLoss,
      double took,
      double examplesPerSecond) {
    evaluateWithStatistics(parameters);
    double testLoss = tester.evaluate(parameters);
    curvature.measure(parameters);
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

  private Outcome<A> outcome(TrainingResult.Stop stop, String message, Optional<Exception> unkept) {
    int best = epochs.isEmpty() ? 0 : epochs.getLast().number();
    if (validator.isPresent() && stop != TrainingResult.Stop.DIVERGED && kept.epoch() >= 0) {
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
      evaluateWithStatistics(theta);
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
          unkept,
          lost.isPresent(),
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
        unkept,
        lost.isPresent(),
        seconds);
  }

  private Model<A> model(Network<A> of, A parameters) {
    Content content = examples.content();
    Map<String, String> notes = new LinkedHashMap<>();
    examples.image().ifPresent(shape -> notes.put("image", shape.toString()));
    settings.echo().forEach((option, value) -> notes.put("option" + option, value));
    // Where it ran, and how often it was saved, is not part of the model: the file is the same.
    notes.remove("option--threads");
    notes.remove("option--checkpoint-every");
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
