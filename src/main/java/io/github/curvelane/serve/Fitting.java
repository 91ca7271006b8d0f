package io.github.curvelane.serve;

import io.github.curvelane.Precision;
import io.github.curvelane.data.Column;
import io.github.curvelane.data.Dataset;
import io.github.curvelane.data.Decorrelation;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.PrincipalComponents;
import io.github.curvelane.data.Target;
import io.github.curvelane.data.Task;
import io.github.curvelane.io.Model;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.nn.FixedLinear;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.LastBatch;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingProgress;
import io.github.curvelane.optim.TrainingResult;
import io.github.curvelane.optim.Updater;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One run of a {@link Fit}: what it trains, epoch by epoch, and the best parameters so far. */
final class Fitting<A> implements TrainingProgress {
  private final Fit fit;
  private final Precision<A> precision;
  private final Examples training;
  private final Examples validation;
  private final Normalization inputs;
  private final Optional<FixedLinear> components;
  private final Normalization targets;
  private final List<Column> columns;
  private final Task task;
  private final Network<A> network;
  private final NetworkObjective<A> objective;

  /** The rows whose loss decides which epoch is best. */
  private final Examples judged;

  /** That loss; of a network that normalises by batches, with the statistics of the epoch. */
  private NetworkObjective<A> watched;

  private final A theta;
  private final A best;

  /** The network that predicts with the best parameters. */
  private Network<A> bestNetwork;

  private double leastLoss;
  private int bestEpoch;
  private double trainingLoss;
  private final List<Epoch> curve = new ArrayList<>();

  Fitting(Fit fit, Precision<A> precision) {
    this.fit = fit;
    this.precision = precision;
    List<Examples> parts = fit.parts();
    this.training = parts.getFirst();
    this.validation = parts.size() == 1 ? null : parts.getLast();
    this.inputs = fit.normalization() == null ? scaling(training.rows()) : fit.normalization();
    this.components = fit.decorrelation().map(this::components);
    this.targets = targetScaling();
    this.columns =
        Column.distinct(training.rows().columns().stream().map(Column.Numeric::new).toList());
    this.task = task();
    int features = components.map(Layer::outputs).orElse(inputs.features());
    this.network = Network.of(precision, fit.network(features));
    this.objective = objective(network, training, Math.min(fit.batch(), training.rows().rows()));
    this.judged = validation == null ? training : validation;
    this.theta = network.initialize(fit.initializer(), fit.seed());
    this.best = precision.newArray(network.parameters());
  }

  /** Centring, and scaling by each column's own deviation; 0 for a constant. */
  private static Normalization scaling(Table table) {
    return Normalization.perFeature(dataset(table), 0);
  }

  private Normalization targetScaling() {
    return switch (training.truth()) {
      case Truth.Classes classes -> null;
      case Truth.Values values ->
          fit.scalesTargets()
              ? scaling(values.table())
              : Normalization.none(values.table().columns().size());
    };
  }

  /** The numbers of a table as inputs; the labels mean nothing. */
  private static Dataset<double[]> dataset(Table table) {
    int[] labels = new int[table.rows()];
    return Dataset.classification(
        Precision.DOUBLE, table.values(), table.columns().size(), labels, 1);
  }

  /** Applied in double precision, then rounded once: as the predictor does. */
  private A apply(Normalization normalization, Table table) {
    return precision.of(normalization.apply(dataset(table)).inputs());
  }

  private FixedLinear components(Decorrelation decorrelation) {
    return PrincipalComponents.fit(dataset(training.rows()), inputs, fit.parallelism())
        .layer(decorrelation);
  }

  /** What the layers that are trained see. */
  private A inputs(Table table) {
    A normalized = apply(inputs, table);
    return components
        .map(layer -> layer.apply(precision, normalized, table.rows(), fit.parallelism()))
        .orElse(normalized);
  }

  private NetworkObjective<A> objective(Network<A> of, Examples examples, int batch) {
    return new NetworkObjective<>(
        of.newWorkspace(batch, fit.parallelism()),
        fit.loss(),
        inputs(examples.rows()),
        targets(examples.truth()));
  }

  private Targets<A> targets(Truth truth) {
    int outputs = fit.outputs();
    return switch (truth) {
      case Truth.Values values ->
          Targets.matrix(precision, apply(targets, values.table()), outputs);
      case Truth.Classes classes ->
          Losses.isSoftmax(fit.loss())
              ? Targets.labels(precision, classes.numbers(), outputs)
              : Targets.coded(precision, classes.numbers(), outputs, off(), 1);
    };
  }

  private double off() {
    return Losses.off(fit.loss(), network.layers().getLast().activation().isOdd());
  }

  // ---------------------------------------------------------------- the run

  Fitted<A> run() {
    long start = System.nanoTime();
    Updater<A> updater = fit.rule().init(Kernels.of(precision), network.parameters());
    leastLoss = Double.POSITIVE_INFINITY;
    keep(0, watchedLoss());
    Fitted.Stop stop = Fitted.Stop.FINISHED;
    String message = "all " + fit.epochs() + " epochs are done";
    for (int done = 0; done < fit.epochs(); done++) {
      int epoch = done + 1;
      TrainingResult result = trainer(epoch).train(objective, theta, updater, epoch);
      if (result.stop() != TrainingResult.Stop.FINISHED) {
        stop =
            result.stop() == TrainingResult.Stop.CANCELLED
                ? Fitted.Stop.CANCELLED
                : Fitted.Stop.DIVERGED;
        message = result.message();
        break;
      }
      Epoch point = new Epoch(epoch, trainingLoss, watchedLoss(), result.rate());
      curve.add(point);
      keep(epoch, point.watchedLoss());
      fit.progress().accept(point);
      if (!Double.isFinite(point.watchedLoss())) {
        stop = Fitted.Stop.DIVERGED;
        message = "diverged: the watched loss after epoch " + epoch + " is " + point.watchedLoss();
        break;
      }
      if (epoch - bestEpoch >= fit.patience()) {
        stop = Fitted.Stop.NO_IMPROVEMENT;
        message = "no smaller loss in " + fit.patience() + " epochs, ended after epoch " + epoch;
        break;
      }
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    return new Fitted<>(
        model(), curve, bestEpoch, leastLoss, stop, message, seconds, training, validation);
  }

  private double watchedLoss() {
    if (watched == null || network.statistics() > 0) {
      Network<A> predicting = network.withStatistics(objective.collectStatistics(theta));
      watched = objective(predicting, judged, judged.rows().rows());
    }
    return watched.value(theta);
  }

  private StochasticTrainer trainer(int epoch) {
    int rest = objective.examples() % objective.maxBatch();
    boolean tooFew = rest > 0 && rest < objective.minBatch();
    return StochasticTrainer.of(fit.rule(), fit.schedule())
        .epochs(epoch)
        .batch(objective.maxBatch())
        .lastBatch(tooFew ? LastBatch.DROPPED : LastBatch.SHORT)
        .seed(fit.seed())
        .progress(this)
        .cancelWhen(fit.cancelled())
        .parallelism(fit.parallelism())
        .build();
  }

  @Override
  public void epoch(int epoch, long step, double loss, double rate, double examplesPerSecond) {
    trainingLoss = loss;
  }

  /** Keeps the parameters if the loss is smaller than any before; the initial ones anyhow. */
  private void keep(int epoch, double loss) {
    if (loss < leastLoss || epoch == 0) {
      leastLoss = loss;
      bestEpoch = epoch;
      bestNetwork = watched.network();
      precision.copy(theta, 0, best, 0, network.parameters());
    }
  }

  private Model<A> model() {
    List<Layer> layers = new ArrayList<>(bestNetwork.layers());
    components.ifPresent(layers::addFirst);
    return new Model<>(Network.of(precision, layers), best, inputs, fit.loss())
        .withColumns(columns)
        .withTask(task);
  }

  private Task task() {
    return switch (training.truth()) {
      case Truth.Classes classes -> new Task.Classification("class", classes.names());
      case Truth.Values values -> {
        List<String> names = values.table().columns();
        double[] means = targets.means();
        double[] scales = targets.scales();
        List<Target> all = new ArrayList<>();
        for (int j = 0; j < means.length; j++) {
          all.add(new Target(names.get(j), "", means[j], deviation(scales[j])));
        }
        yield new Task.Regression(all);
      }
    };
  }

  /** The inverse of a scale; a constant target, whose scale is 0, is predicted as it is. */
  private static double deviation(double scale) {
    return scale == 0 ? 0 : 1 / scale;
  }
}
