package io.github.curvelane.serve;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.data.Decorrelation;
import io.github.curvelane.data.Normalization;
import io.github.curvelane.data.Split;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.optim.Adam;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * From rows to a model: normalises the inputs, makes a network, trains it, and keeps the best of
 * what it passed through. A thin layer over {@link Normalization}, {@link Network}, {@link
 * NetworkObjective} and {@link StochasticTrainer}, which do all of the work and can do more.
 *
 * <pre>{@code
 * Fitted<float[]> fitted = Fit.classes(rows, species).validation(0.2).fit();
 * System.out.println(fitted);
 * fitted.save(Path.of("iris.safetensors"));
 * }</pre>
 *
 * <p><b>Classes.</b> Texts are in ascending order of their UTF-16 code units, numbers in ascending
 * order; the order of the rows does not matter, and no class is empty. <b>Targets</b> are centred
 * and divided by their standard deviation over the training rows; what the model predicts, and all
 * scores, are in the targets' own units. Losses are of the scaled targets.
 *
 * <p><b>Defaults.</b> One hidden layer of 32 units (LeCun's tanh, fan-in initialisation), inputs
 * scaled {@linkplain Normalization#perFeature by their own deviation}, softmax cross-entropy for
 * classes and half squared error for targets; Adam at a rate of 0.005, 32 rows a step (all of them,
 * if they are fewer), at most 300 epochs. The run stops after 30 epochs without a smaller loss on
 * the validation rows or, if there are none, on the training rows.
 *
 * <p><b>Batch normalisation.</b> Of layers that normalise by the statistics of a batch, those of
 * the training rows are collected after every epoch; losses are watched with them, and the model
 * has them, so that it predicts. A last batch of a single row is left out of its epoch.
 *
 * <p><b>Same bits.</b> A fit is a function of rows and settings: not of threads, widths or
 * machines, and the settings may be used for any number of fits.
 *
 * <p>Errors name the argument, its value and the bound where it is set; what can only be seen when
 * all is set, in {@link #fit()}.
 */
public final class Fit {
  private final Examples all;

  private double share;
  private Examples validation;
  private Normalization normalization;
  private Decorrelation decorrelation;
  private boolean scaleTargets = true;
  private int[] hidden = {32};
  private Activation activation = Activation.lecunTanh();
  private List<Layer> layers;
  private Initializer initializer = Initializer.FAN_IN;
  private Loss loss;
  private UpdateRule rule = new Adam();
  private Schedule schedule = Schedule.constant(0.005);
  private int batch = 32;
  private int epochs = 300;
  private int patience = 30;
  private long seed = 1;
  private Consumer<? super Epoch> progress = epoch -> {};
  private BooleanSupplier cancelled = () -> false;
  private Parallelism parallelism = Parallelism.none();

  private Fit(Table rows, Truth truth) {
    this.all = new Examples(rows, truth);
    if (truth instanceof Truth.Classes classes) {
      requireTwo(classes);
      this.loss = Loss.softmaxCrossEntropy();
    } else {
      this.loss = Loss.halfSquaredError();
    }
  }

  private static void requireTwo(Truth.Classes classes) {
    if (classes.names().size() < 2) {
      throw new IllegalArgumentException(
          "all labels are '"
              + classes.names().getFirst()
              + "', there must be at least two classes");
    }
  }

  // ---------------------------------------------------------------- from what

  /**
   * Begins a model of classes.
   *
   * @param rows the rows
   * @param labels the class of each row
   * @return the settings, to be changed
   * @throws IllegalArgumentException if there are not as many labels as rows, or all are equal
   */
  public static Fit classes(Table rows, String[] labels) {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(rows, "rows");
    return new Fit(rows, Truth.Classes.of(labels));
  }

  /**
   * Begins a model of classes that are numbers. The model knows them by their digits.
   *
   * @param rows the rows
   * @param labels the class of each row, any numbers
   * @return the settings, to be changed
   * @throws IllegalArgumentException if there are not as many labels as rows, or all are equal
   */
  public static Fit classes(Table rows, int[] labels) {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(rows, "rows");
    return new Fit(rows, Truth.Classes.of(labels));
  }

  /**
   * Begins a model of classes.
   *
   * @param rows the rows, copied
   * @param labels the class of each row
   * @return the settings, to be changed
   * @throws IllegalArgumentException as {@link Table#of(double[][])}, and if there are not as many
   *     labels as rows, or all are equal
   */
  public static Fit classes(double[][] rows, String[] labels) {
    Objects.requireNonNull(rows, "rows");
    Objects.requireNonNull(labels, "labels");
    return classes(Table.of(rows), labels);
  }

  /**
   * Begins a model of classes that are numbers. The model knows them by their digits.
   *
   * @param rows the rows, copied
   * @param labels the class of each row, any numbers
   * @return the settings, to be changed
   * @throws IllegalArgumentException as {@link Table#of(double[][])}, and if there are not as many
   *     labels as rows, or all are equal
   */
  public static Fit classes(double[][] rows, int[] labels) {
    Objects.requireNonNull(rows, "rows");
    Objects.requireNonNull(labels, "labels");
    return classes(Table.of(rows), labels);
  }

  /**
   * Begins a model of one value, a target.
   *
   * @param rows the rows
   * @param targets the target of each row, in any unit
   * @return the settings, to be changed
   * @throws IllegalArgumentException if there are not as many targets as rows, or one is NaN or
   *     infinite
   */
  public static Fit values(Table rows, double[] targets) {
    Objects.requireNonNull(targets, "targets");
    return values(rows, Table.ofColumn(targets));
  }

  /**
   * Begins a model of one value, a target.
   *
   * @param rows the rows, copied
   * @param targets the target of each row, in any unit
   * @return the settings, to be changed
   * @throws IllegalArgumentException as {@link Table#of(double[][])}, and if there are not as many
   *     targets as rows, or one is NaN or infinite
   */
  public static Fit values(double[][] rows, double[] targets) {
    Objects.requireNonNull(rows, "rows");
    Objects.requireNonNull(targets, "targets");
    return values(Table.of(rows), targets);
  }

  /**
   * Begins a model of several values.
   *
   * @param rows the rows
   * @param targets the targets of each row, one a column, each in its own unit
   * @return the settings, to be changed
   * @throws IllegalArgumentException if there are not as many targets as rows
   */
  public static Fit values(Table rows, Table targets) {
    Objects.requireNonNull(rows, "rows");
    Objects.requireNonNull(targets, "targets");
    return new Fit(rows, new Truth.Values(targets));
  }

  // ---------------------------------------------------------------- validation

  /**
   * Takes a part of the rows for validation: drawn at random, of classes so that each has its share
   * ({@link Split#stratified}). The network does not learn from them, nor does the normalisation.
   *
   * @param share the part, in (0, 1)
   * @return this
   * @throws IllegalArgumentException if it is outside its bounds
   */
  public Fit validation(double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException(
          "share is " + share + ", must be greater than 0 and less than 1");
    }
    this.share = share;
    this.validation = null;
    return this;
  }

  /**
   * Sets rows for validation.
   *
   * @param rows rows of the same columns
   * @param labels their classes
   * @return this
   * @throws IllegalArgumentException if they do not fit, or a class is not one of those to learn
   * @throws IllegalStateException if this is a model of values
   */
  public Fit validation(Table rows, String[] labels) {
    Objects.requireNonNull(labels, "labels");
    if (!(all.truth() instanceof Truth.Classes classes)) {
      throw new IllegalStateException(
          "this is a model of values, its validation rows have targets");
    }
    return validation(rows, Truth.Classes.of(labels, classes.names()));
  }

  /**
   * Sets rows for validation.
   *
   * @param rows rows of the same columns
   * @param labels their classes
   * @return this
   * @throws IllegalArgumentException if they do not fit, or a class is not one of those to learn
   * @throws IllegalStateException if this is a model of values
   */
  public Fit validation(Table rows, int[] labels) {
    Objects.requireNonNull(labels, "labels");
    Objects.requireNonNull(rows, "rows");
    return validation(rows, Truth.Classes.texts(labels));
  }

  /**
   * Sets rows for validation.
   *
   * @param rows rows of the same columns
   * @param targets their only target
   * @return this
   * @throws IllegalArgumentException if they do not fit
   * @throws IllegalStateException if this is a model of classes
   */
  public Fit validation(Table rows, double[] targets) {
    Objects.requireNonNull(targets, "targets");
    return validation(rows, Table.ofColumn(targets));
  }

  /**
   * Sets rows for validation.
   *
   * @param rows rows of the same columns
   * @param targets their targets, the same columns
   * @return this
   * @throws IllegalArgumentException if they do not fit
   * @throws IllegalStateException if this is a model of classes
   */
  public Fit validation(Table rows, Table targets) {
    Objects.requireNonNull(rows, "rows");
    Objects.requireNonNull(targets, "targets");
    if (!(all.truth() instanceof Truth.Values values)) {
      throw new IllegalStateException(
          "this is a model of classes, its validation rows have labels");
    }
    requireColumns("targets", targets, values.table());
    return validation(rows, new Truth.Values(targets));
  }

  private Fit validation(Table rows, Truth truth) {
    requireColumns("rows", rows, all.rows());
    this.validation = new Examples(rows, truth);
    this.share = 0;
    return this;
  }

  private static void requireColumns(String name, Table given, Table first) {
    if (!given.columns().equals(first.columns())) {
      throw new IllegalArgumentException(
          "%s have the columns %s, must have those of training: %s"
              .formatted(name, Engine.list(given.columns()), Engine.list(first.columns())));
    }
  }

  // ---------------------------------------------------------------- the network

  /**
   * Sets what is done to inputs, in place of scaling each column by its own deviation.
   *
   * @param normalization the map
   * @return this
   * @throws IllegalArgumentException if it is not for the number of columns
   */
  public Fit normalization(Normalization normalization) {
    Objects.requireNonNull(normalization, "normalization");
    if (normalization.features() != all.rows().columns().size()) {
      throw new IllegalArgumentException(
          "normalization is for %d columns, the rows have %d"
              .formatted(normalization.features(), all.rows().columns().size()));
    }
    this.normalization = normalization;
    return this;
  }

  /**
   * Makes principal components of normalised inputs, fitted on the training rows. The model has the
   * layer that does in front; the other layers are trained behind it.
   *
   * @param decorrelation what the inputs become
   * @return this
   */
  public Fit decorrelation(Decorrelation decorrelation) {
    this.decorrelation = Objects.requireNonNull(decorrelation, "decorrelation");
    return this;
  }

  /**
   * Leaves targets as they are: the network's outputs are then in the targets' units.
   *
   * @return this
   */
  public Fit unscaledTargets() {
    this.scaleTargets = false;
    return this;
  }

  /**
   * Sets the hidden layers.
   *
   * @param units the units of each, none for a linear model
   * @return this
   * @throws IllegalArgumentException if a number is less than 1
   */
  public Fit hidden(int... units) {
    Objects.requireNonNull(units, "units");
    for (int i = 0; i < units.length; i++) {
      atLeast("units[" + i + "]", units[i], 1);
    }
    this.hidden = units.clone();
    return this;
  }

  /**
   * Sets the activation of hidden layers.
   *
   * @param activation the activation
   * @return this
   */
  public Fit activation(Activation activation) {
    this.activation = Objects.requireNonNull(activation, "activation");
    return this;
  }

  /**
   * Sets all layers, in place of hidden dense ones and a dense output layer without activation.
   *
   * @param layers from the columns of a row to the classes or targets; if {@link #decorrelation}
   *     makes other inputs of the columns, from them, and to be set after it
   * @return this
   * @throws IllegalArgumentException if the first does not have an input a column, or the last an
   *     output a class or target
   */
  public Fit layers(Layer... layers) {
    Objects.requireNonNull(layers, "layers");
    List<Layer> given = Arguments.list("layers", layers);
    if (given.isEmpty()) {
      throw misfit(given, all.rows().columns().size());
    }
    int inputs = decorrelation == null ? all.rows().columns().size() : given.getFirst().inputs();
    requireFit(given, inputs);
    this.layers = given;
    return this;
  }

  private void requireFit(List<Layer> given, int inputs) {
    if (given.getFirst().inputs() != inputs || given.getLast().outputs() != outputs()) {
      throw misfit(given, inputs);
    }
  }

  private IllegalArgumentException misfit(List<Layer> given, int inputs) {
    String what = decorrelation == null ? "columns" : "inputs";
    return new IllegalArgumentException(
        "layers are %s, must lead from %d %s to %d outputs"
            .formatted(given, inputs, what, outputs()));
  }

  /**
   * Sets how weights are drawn.
   *
   * @param initializer the distribution
   * @return this
   */
  public Fit initializer(Initializer initializer) {
    this.initializer = Objects.requireNonNull(initializer, "initializer");
    return this;
  }

  /**
   * Sets the loss. Losses of values serve for classes too: a class is then 1 at its own output, and
   * elsewhere −1 if the last activation is odd or the loss is a margin, else 0.
   *
   * @param loss the loss
   * @return this
   */
  public Fit loss(Loss loss) {
    this.loss = Objects.requireNonNull(loss, "loss");
    return this;
  }

  // ---------------------------------------------------------------- the run

  /**
   * Sets how a gradient becomes a step.
   *
   * @param rule the rule
   * @param rate its learning rate, positive and finite
   * @return this
   * @throws IllegalArgumentException if the rate is outside its bounds
   */
  public Fit optimizer(UpdateRule rule, double rate) {
    return optimizer(rule, Schedule.constant(rate));
  }

  /**
   * Sets how a gradient becomes a step.
   *
   * @param rule the rule
   * @param schedule its learning rate, step by step
   * @return this
   */
  public Fit optimizer(UpdateRule rule, Schedule schedule) {
    this.rule = Objects.requireNonNull(rule, "rule");
    this.schedule = Objects.requireNonNull(schedule, "schedule");
    return this;
  }

  /**
   * Sets the learning rate.
   *
   * @param rate the rate of every step, positive and finite
   * @return this
   * @throws IllegalArgumentException if it is outside its bounds
   */
  public Fit rate(double rate) {
    return optimizer(rule, rate);
  }

  /**
   * Sets the number of rows of a step; if there are fewer training rows, all of them are taken.
   *
   * @param batch at least 1
   * @return this
   * @throws IllegalArgumentException if it is less than 1
   */
  public Fit batch(int batch) {
    this.batch = atLeast("batch", batch, 1);
    return this;
  }

  /**
   * Sets the most epochs.
   *
   * @param epochs at least 0
   * @return this
   * @throws IllegalArgumentException if it is negative
   */
  public Fit epochs(int epochs) {
    this.epochs = atLeast("epochs", epochs, 0);
    return this;
  }

  /**
   * Sets when a run ends early.
   *
   * @param epochs after how many epochs without a smaller loss, at least 1; {@link
   *     Integer#MAX_VALUE} for never
   * @return this
   * @throws IllegalArgumentException if it is less than 1
   */
  public Fit patience(int epochs) {
    this.patience = atLeast("epochs", epochs, 1);
    return this;
  }

  /**
   * Sets the seed of weights, order and validation part.
   *
   * @param seed any number
   * @return this
   */
  public Fit seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * Sets who is told of every epoch, on the thread that fits.
   *
   * @param progress the listener
   * @return this
   */
  public Fit progress(Consumer<? super Epoch> progress) {
    this.progress = Objects.requireNonNull(progress, "progress");
    return this;
  }

  /**
   * Sets a way to end a run early: asked before every step. What was best until then is kept.
   *
   * @param cancelled tells whether to stop
   * @return this
   */
  public Fit cancelWhen(BooleanSupplier cancelled) {
    this.cancelled = Objects.requireNonNull(cancelled, "cancelled");
    return this;
  }

  /**
   * Sets where products run; the caller's thread unless said otherwise. The result has the same
   * bits.
   *
   * @param parallelism the workers
   * @return this
   */
  public Fit parallelism(Parallelism parallelism) {
    this.parallelism = Objects.requireNonNull(parallelism, "parallelism");
    return this;
  }

  private static int atLeast(String name, int value, int bound) {
    if (value < bound) {
      throw new IllegalArgumentException(name + " is " + value + ", must be at least " + bound);
    }
    return value;
  }

  // ---------------------------------------------------------------- fitting

  /**
   * Fits in single precision.
   *
   * @return the model and how it came about
   * @throws IllegalArgumentException as {@link #fit(Precision)}
   */
  public Fitted<float[]> fit() {
    return fit(Precision.FLOAT);
  }

  /**
   * Fits.
   *
   * @param precision the precision of network and parameters
   * @param <A> {@code float[]} or {@code double[]}
   * @return the model and how it came about, also if it diverged: {@link Fitted#orThrow} asks
   * @throws IllegalArgumentException if the loss is not defined for the targets, or a decorrelation
   *     or the layers behind it do not fit the rows; this and any exception of the listener, of
   *     what cancels, of a rule, of a schedule or of the parallelism changes nothing here: there is
   *     no model then, and the same can be fitted again, to the same bits
   */
  public <A> Fitted<A> fit(Precision<A> precision) {
    return new Fitting<>(this, precision).run();
  }

  /** The number of the network's outputs. */
  int outputs() {
    return switch (all.truth()) {
      case Truth.Classes classes -> classes.names().size();
      case Truth.Values values -> values.table().columns().size();
    };
  }

  /** The rows to learn from, then those for validation if there are any. */
  List<Examples> parts() {
    if (share == 0) {
      return validation == null ? List.of(all) : List.of(all, validation);
    }
    if (all.rows().rows() < 2) {
      throw new IllegalArgumentException(
          "validation is %s of %d rows, must be of at least 2".formatted(share, all.rows().rows()));
    }
    Split split =
        switch (all.truth()) {
          case Truth.Classes classes -> Split.stratified(classes.numbers(), share, seed);
          case Truth.Values values -> Split.shuffled(values.rows(), share, seed);
        };
    return List.of(all.select(split.training()), all.select(split.test()));
  }

  /** The layers that are trained, of so many inputs. */
  List<Layer> network(int inputs) {
    if (layers != null) {
      requireFit(layers, inputs);
      return layers;
    }
    List<Layer> dense = new ArrayList<>();
    for (int units : hidden) {
      dense.add(new Dense(inputs, units, activation));
      inputs = units;
    }
    dense.add(new Dense(inputs, outputs(), Activation.identity()));
    return dense;
  }

  Normalization normalization() {
    return normalization;
  }

  Optional<Decorrelation> decorrelation() {
    return Optional.ofNullable(decorrelation);
  }

  boolean scalesTargets() {
    return scaleTargets;
  }

  Initializer initializer() {
    return initializer;
  }

  Loss loss() {
    return loss;
  }

  UpdateRule rule() {
    return rule;
  }

  Schedule schedule() {
    return schedule;
  }

  int batch() {
    return batch;
  }

  int epochs() {
    return epochs;
  }

  int patience() {
    return patience;
  }

  long seed() {
    return seed;
  }

  Consumer<? super Epoch> progress() {
    return progress;
  }

  BooleanSupplier cancelled() {
    return cancelled;
  }

  Parallelism parallelism() {
    return parallelism;
  }

  @Override
  public String toString() {
    return "%s, %s, %s, %d epochs, batch %d, seed %d"
        .formatted(all.rows(), loss, rule, epochs, batch, seed);
  }
}
