package io.github.curvelane.optim;

import io.github.curvelane.ExampleErrors;
import io.github.curvelane.Metric;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.StochasticObjective;
import io.github.curvelane.Validation;
import io.github.curvelane.internal.ParameterVectors;
import io.github.curvelane.kernel.Kernels;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains by walking a {@link StochasticObjective} batch by batch for a number of epochs. Immutable;
 * may be used for any number of runs.
 *
 * <p>In each epoch the {@link SamplingOrder} arranges the examples, which are then taken {@code
 * batch} at a time from the first on; {@link LastBatch} says what happens to the rest. Each batch
 * is one step of the rule with the rate ε_k of the schedule, k the number of steps taken before. An
 * objective that is a {@link io.github.curvelane.FusedObjective} applies the step while it computes
 * the gradient, if the rule {@linkplain Updater#isFusable allows}; the result is the same bits.
 * Second derivatives that the rule {@linkplain Updater#curvature asks for} are measured when they
 * are due.
 *
 * <p>A loss that is infinite or NaN ends the run at once, and so does such a parameter at the end
 * of an epoch. A step allocates nothing; an epoch some objects for its order.
 *
 * <p>A run can be validated and ended early, its parameters averaged, its state kept from time to
 * time; {@link #resume resumed} from a state that was kept it ends in the same bits, whatever ended
 * the process, with any number of threads, vector width and machine.
 *
 * <pre>{@code
 * StochasticTrainer trainer =
 *     StochasticTrainer.of(new Momentum(0.9), Schedule.constant(0.01))
 *         .epochs(15)
 *         .batch(64)
 *         .seed(1)
 *         .build();
 * TrainingResult result = trainer.train(objective, theta).orThrow();
 * }</pre>
 */
public final class StochasticTrainer {
  private static final System.Logger LOGGER = System.getLogger(StochasticTrainer.class.getName());

  /** Later batches are looked at when their epoch begins: sizes may take as long as epochs. */
  private static final int EPOCHS_LOOKED_AHEAD = 1_000_000;

  final UpdateRule rule;
  final Schedule schedule;
  final int epochs;
  final BatchSizes batches;
  final LastBatch lastBatch;
  final SamplingOrder order;
  final TrainingProgress progress;
  final BiConsumer<TrainingRun<?>, ValidationPoint> validated;
  final BooleanSupplier cancelled;
  final Parallelism parallelism;
  final boolean fused;
  final @Nullable Validation<?> validation;
  final int validateEveryEpochs;
  final long validateEverySteps;
  final int patience;
  final double leastGain;
  final @Nullable Averaging averaging;
  final long budgetNanos;
  final @Nullable ExampleErrors<?> exampleErrors;
  final @Nullable TrainingStore store;
  final long keepEverySteps;
  final long keepEveryNanos;

  private StochasticTrainer(Builder builder) {
    rule = builder.rule;
    schedule = builder.schedule;
    epochs = builder.epochs;
    batches = builder.batches;
    lastBatch = builder.lastBatch;
    order = builder.order;
    progress = builder.progress;
    validated = builder.validated;
    cancelled = builder.cancelled;
    parallelism = builder.parallelism;
    fused = builder.fused;
    validation = builder.validation;
    validateEveryEpochs = builder.validateEveryEpochs;
    validateEverySteps = builder.validateEverySteps;
    patience = builder.patience;
    leastGain = builder.leastGain;
    averaging = builder.averaging;
    budgetNanos = builder.budgetNanos;
    exampleErrors = builder.exampleErrors;
    store = builder.store;
    keepEverySteps = builder.keepEverySteps;
    keepEveryNanos = builder.keepEveryNanos;
  }

  /**
   * Begins the description of a trainer. Unless said otherwise it trains for one epoch in batches
   * of 32, shuffled with seed 1, the last batch of an epoch short, on the caller's thread.
   *
   * @param rule how a gradient becomes a step
   * @param schedule the learning rate of every step
   * @return a builder
   */
  public static Builder of(UpdateRule rule, Schedule schedule) {
    return new Builder(rule, schedule);
  }

  /**
   * Trains from the first epoch with a new state of the rule.
   *
   * @param objective the objective
   * @param theta the parameters to start from; changed to {@linkplain TrainingRun what the run
   *     returns}
   * @param <A> {@code float[]} or {@code double[]}
   * @return how the run ended
   * @throws IllegalArgumentException as {@link #start start}
   */
  public <A> TrainingResult train(StochasticObjective<A> objective, A theta) {
    Objects.requireNonNull(theta, "theta");
    Objects.requireNonNull(objective, "objective");
    return start(objective, theta).finish();
  }

  /**
   * Begins a run; nothing is evaluated yet.
   *
   * @param objective the objective
   * @param theta the parameters to start from; trained in place
   * @param <A> {@code float[]} or {@code double[]}
   * @return the run, before its first step
   * @throws IllegalArgumentException if a batch is larger than the objective's examples or than it
   *     can select, one of an epoch is smaller than it can evaluate, theta does not have its
   *     dimension or holds an infinite or NaN number, the rule does not {@linkplain
   *     Updater#followsGradient follow the gradient} or wants what the objective does not have, the
   *     order or the patience lacks what it needs, or the validation is for another precision
   */
  public <A> TrainingRun<A> start(StochasticObjective<A> objective, A theta) {
    Objects.requireNonNull(theta, "theta");
    Objects.requireNonNull(objective, "objective");
    return newRun(objective, theta, newUpdater(objective), rule.toString(), 1);
  }

  /**
   * Continues a run from its state: the same bits as the run that was not interrupted. The number
   * of epochs, the time budget, the listener, where states are kept and where it runs may be other
   * than they were.
   *
   * @param objective the objective of the run
   * @param theta receives the parameters, N of them; what it holds is not read
   * @param state the state
   * @param <A> {@code float[]} or {@code double[]}
   * @return the run, before its next step
   * @throws IllegalArgumentException if the state is that of another run or does not fit, and as
   *     {@link #start start}; theta is not changed then
   */
  public <A> TrainingRun<A> resume(
      StochasticObjective<A> objective, A theta, TrainingState<A> state) {
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(theta, "theta");
    int n = objective.dimension();
    Precision<A> precision = objective.precision();
    A initial = state.arrays().get(TrainingStateWriter.THETA);
    A checked = initial == null || precision.length(initial) != n ? theta : initial;
    if (precision.length(theta) != n) {
      checked = theta;
    }
    check(objective, checked, n, 1);
    Updater<A> updater = newUpdater(objective);
    checkFollows(rule.toString(), updater);
    TrainingRun<A> run = new TrainingRun<>(this, objective, theta, updater, 1);
    run.restore(state);
    return run;
  }

  /**
   * Trains with a rule that is already at work, from an epoch on.
   *
   * @param objective the objective
   * @param theta the parameters; changed to {@linkplain TrainingRun what the run returns}
   * @param updater the rule at work, with its state; changed
   * @param firstEpoch the first epoch to train, from 1; the last is the number of epochs of this
   *     trainer
   * @param <A> {@code float[]} or {@code double[]}
   * @return how the run ended
   * @throws IllegalArgumentException as {@link #start start}, and if the updater is not for this
   *     number of parameters or the first epoch is less than 1
   */
  public <A> TrainingResult train(
      StochasticObjective<A> objective, A theta, Updater<A> updater, int firstEpoch) {
    Objects.requireNonNull(theta, "theta");
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(updater, "updater");
    return newRun(objective, theta, updater, "the updater's rule", firstEpoch).finish();
  }

  private <A> Updater<A> newUpdater(StochasticObjective<A> objective) {
    return rule.init(Kernels.of(objective.precision()), objective.dimension());
  }

  private <A> TrainingRun<A> newRun(
      StochasticObjective<A> objective, A theta, Updater<A> updater, String name, int firstEpoch) {
    check(objective, theta, updater.dimension(), firstEpoch);
    checkFollows(name, updater);
    return new TrainingRun<>(this, objective, theta, updater, firstEpoch);
  }

  @Override
  public String toString() {
    return "%s, %s, %d epochs, batch %s, %s".formatted(rule, schedule, epochs, batches, order);
  }

  /** What a run does, a line for each thing that its bits depend on. */
  String configuration(StochasticObjective<?> objective) {
    return String.join(
        "\n",
        "rule: " + Descriptions.of(rule),
        "schedule: "
            + (schedule instanceof PlateauSchedule plateau
                ? plateau.description()
                : Descriptions.of(schedule)),
        "batches: " + Descriptions.of(batches) + ", the last " + lastBatch,
        "order: " + Descriptions.of(order),
        "average: " + averaging,
        "validation: " + validationText(),
        "precision: " + objective.precision(),
        "objective: " + Descriptions.of(objective),
        "data: " + objective.fingerprint(),
        "validation data: " + (validation == null ? "none" : validation.fingerprint()));
  }

  private String validationText() {
    if (validation == null) {
      return "none";
    }
    return "%s every %s, patience %s, least gain %s"
        .formatted(
            validation.metrics().stream().map(Metric::name).toList(),
            validateEverySteps > 0
                ? validateEverySteps + " steps"
                : validateEveryEpochs + " epochs",
            patience == 0 ? "without end" : String.valueOf(patience),
            leastGain);
  }

  private static void checkFollows(String rule, Updater<?> updater) {
    if (!updater.followsGradient()) {
      throw new IllegalArgumentException(
          rule
              + " does not move the parameters along the gradient, must be in a chain before a rule"
              + " that does, such as Sgd");
    }
  }

  private <A> void check(
      StochasticObjective<A> objective, A theta, int updaterDimension, int firstEpoch) {
    Precision<A> precision = objective.precision();
    int n = objective.dimension();
    checkBatch(objective, batches.in(1));
    checkBatch(objective, batches.in(Math.clamp(epochs, 1, EPOCHS_LOOKED_AHEAD)));
    ParameterVectors.requireFinite("theta", precision, n, theta);
    if (updaterDimension != n) {
      throw new IllegalArgumentException(
          "the updater is for " + updaterDimension + " parameters, the objective has " + n);
    }
    Hyperparameters.atLeast("firstEpoch", firstEpoch, 1);
    checkPrecision(
        "validation", validation == null ? precision : validation.precision(), precision);
    checkPrecision(
        "exampleErrors", exampleErrors == null ? precision : exampleErrors.precision(), precision);
    if (order instanceof FeedbackOrder && exampleErrors == null) {
      throw new IllegalArgumentException(
          order + " asks how wrong the model is on each example: exampleErrors must be given");
    }
    if (patience > 0 && validation == null) {
      throw new IllegalArgumentException(
          "patience is " + patience + ", needs a validation to lose it with");
    }
    if (rule.isForBatches() && batches.in(1) < objective.examples()) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "{0} is made for gradients of all examples; the batch is {1} of {2}",
          rule,
          batches.in(1),
          objective.examples());
    }
  }

  private static void checkPrecision(String name, Precision<?> precision, Precision<?> wanted) {
    if (precision != wanted) {
      throw new IllegalArgumentException(
          name + " is for " + precision + ", the objective is for " + wanted);
    }
  }

  /** Refuses a batch that the objective cannot take. */
  void checkBatch(StochasticObjective<?> objective, int batch) {
    if (batch < 1) {
      throw new IllegalArgumentException("batch is " + batch + ", must be at least 1");
    }
    if (batch > objective.examples()) {
      throw new IllegalArgumentException(
          "batch is " + batch + ", larger than the number of examples, " + objective.examples());
    }
    if (batch > objective.maxBatch()) {
      throw new IllegalArgumentException(
          "batch is " + batch + ", the objective takes at most " + objective.maxBatch());
    }
    int least = objective.minBatch();
    if (batch < least) {
      throw new IllegalArgumentException(
          "batch is " + batch + ", the objective takes at least " + least);
    }
    int rest = objective.examples() % batch;
    if (lastBatch == LastBatch.SHORT && rest > 0 && rest < least) {
      throw new IllegalArgumentException(
          "batch is %d: of the %d examples %d would be the last of an epoch, the objective takes at least %d; let LastBatch be DROPPED or take another batch"
              .formatted(batch, objective.examples(), rest, least));
    }
  }

  /** How many of the examples an epoch visits. */
  int visited(int examples, int batch) {
    return lastBatch == LastBatch.SHORT ? examples : examples - examples % batch;
  }

  /** Describes a trainer. */
  public static final class Builder {
    private final UpdateRule rule;
    private final Schedule schedule;
    private int epochs = 1;
    private BatchSizes batches = BatchSizes.constant(32);
    private LastBatch lastBatch = LastBatch.SHORT;
    private SamplingOrder order = SamplingOrder.shuffled(1);
    private TrainingProgress progress = new TrainingProgress() {};
    private BiConsumer<TrainingRun<?>, ValidationPoint> validated = (run, point) -> {};
    private BooleanSupplier cancelled = () -> false;
    private Parallelism parallelism = Parallelism.none();
    private boolean fused = true;
    private @Nullable Validation<?> validation;
    private int validateEveryEpochs = 1;
    private long validateEverySteps;
    private int patience;
    private double leastGain;
    private @Nullable Averaging averaging;
    private long budgetNanos = Long.MAX_VALUE;
    private @Nullable ExampleErrors<?> exampleErrors;
    private @Nullable TrainingStore store;
    private long keepEverySteps;
    private long keepEveryNanos = Long.MAX_VALUE;

    private Builder(UpdateRule rule, Schedule schedule) {
      this.rule = Objects.requireNonNull(rule, "rule");
      this.schedule = Objects.requireNonNull(schedule, "schedule");
    }

    /**
     * Sets how often the examples are gone through.
     *
     * @param epochs the number of epochs, at least 0
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Builder epochs(int epochs) {
      Hyperparameters.atLeast("epochs", epochs, 0);
      this.epochs = epochs;
      return this;
    }

    /**
     * Sets the number of examples of a step.
     *
     * @param batch the size of a batch, at least 1
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder batch(int batch) {
      Hyperparameters.atLeast("batch", batch, 1);
      return batches(BatchSizes.constant(batch));
    }

    /**
     * Sets the number of examples of a step by epoch, as in growing batches [EB 4.1].
     *
     * @param batches the sizes
     * @return this
     */
    public Builder batches(BatchSizes batches) {
      this.batches = Objects.requireNonNull(batches, "batches");
      return this;
    }

    /**
     * Sets what happens to examples that do not fill a batch.
     *
     * @param lastBatch the policy
     * @return this
     */
    public Builder lastBatch(LastBatch lastBatch) {
      this.lastBatch = Objects.requireNonNull(lastBatch, "lastBatch");
      return this;
    }

    /**
     * Shuffles the examples in every epoch.
     *
     * @param seed the seed
     * @return this
     */
    public Builder seed(long seed) {
      return order(SamplingOrder.shuffled(seed));
    }

    /**
     * Sets the order of the examples.
     *
     * @param order the order of every epoch
     * @return this
     */
    public Builder order(SamplingOrder order) {
      this.order = Objects.requireNonNull(order, "order");
      return this;
    }

    /**
     * Sets who is told of steps and epochs.
     *
     * @param progress the listener
     * @return this
     */
    public Builder progress(TrainingProgress progress) {
      this.progress = Objects.requireNonNull(progress, "progress");
      return this;
    }

    /**
     * Sets what is done after every validation, besides telling the listener.
     *
     * @param validated is given the run, which it may {@linkplain TrainingRun#stop stop}, and what
     *     was measured
     * @return this
     */
    public Builder onValidation(BiConsumer<TrainingRun<?>, ValidationPoint> validated) {
      this.validated = Objects.requireNonNull(validated, "validated");
      return this;
    }

    /**
     * Sets a way to end a run early: asked before every step.
     *
     * @param cancelled tells whether to stop
     * @return this
     */
    public Builder cancelWhen(BooleanSupplier cancelled) {
      this.cancelled = Objects.requireNonNull(cancelled, "cancelled");
      return this;
    }

    /**
     * Sets where steps that are not fused into the gradient run; the objective has its own
     * parallelism.
     *
     * @param parallelism the workers
     * @return this
     */
    public Builder parallelism(Parallelism parallelism) {
      this.parallelism = Objects.requireNonNull(parallelism, "parallelism");
      return this;
    }

    /**
     * Sets whether an objective that can may apply steps while it computes the gradient; on unless
     * switched off, to measure what it gains.
     *
     * @param fused whether it may
     * @return this
     */
    public Builder fused(boolean fused) {
      this.fused = fused;
      return this;
    }

    /**
     * Sets what measures the parameters: before the first step and after every epoch, unless said
     * otherwise. The parameters of the best value are what the run returns; NaN and infinite values
     * are never the best. A {@link PlateauSchedule} is fed from it.
     *
     * @param validation the validation
     * @return this
     */
    public Builder validation(Validation<?> validation) {
      this.validation = Objects.requireNonNull(validation, "validation");
      return this;
    }

    /**
     * Sets after how many epochs to validate.
     *
     * @param epochs the number of epochs, at least 1
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder validateEveryEpochs(int epochs) {
      Hyperparameters.atLeast("epochs", epochs, 1);
      validateEveryEpochs = epochs;
      validateEverySteps = 0;
      return this;
    }

    /**
     * Sets after how many steps to validate, instead of epochs.
     *
     * @param steps the number of steps, at least 1
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder validateEverySteps(long steps) {
      Hyperparameters.atLeast("steps", steps, 1);
      validateEverySteps = steps;
      return this;
    }

    /**
     * Ends a run early [DL8 7.8]: after so many validations in a row whose value is not better than
     * the last that counted.
     *
     * @param validations the number of validations, at least 1
     * @param leastGain by how much a value must be better to count, in its units, at least 0
     * @return this
     * @throws IllegalArgumentException if one is outside its bounds
     */
    public Builder patience(int validations, double leastGain) {
      Hyperparameters.atLeast("patience", validations, 1);
      Hyperparameters.notNegative("leastGain", leastGain);
      this.patience = validations;
      this.leastGain = leastGain;
      return this;
    }

    /**
     * Ends a run early, any gain counting.
     *
     * @param validations the number of validations, at least 1
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder patience(int validations) {
      return patience(validations, 0);
    }

    /**
     * Averages the parameters over the steps; the average is what is validated and returned.
     *
     * @param averaging how
     * @return this
     */
    public Builder average(Averaging averaging) {
      this.averaging = Objects.requireNonNull(averaging, "averaging");
      return this;
    }

    /**
     * Sets how long a run may take, with everything that it does between its steps; asked before
     * every step. A run that is resumed goes on counting.
     *
     * @param budget the time, positive
     * @return this
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder budget(Duration budget) {
      Objects.requireNonNull(budget, "budget");
      budgetNanos = positiveNanos("budget", budget);
      return this;
    }

    /**
     * Sets what tells how wrong the model is on each example, for a {@link FeedbackOrder}, to which
     * it is reported before each epoch.
     *
     * @param exampleErrors the errors of the training examples
     * @return this
     */
    public Builder exampleErrors(ExampleErrors<?> exampleErrors) {
      this.exampleErrors = Objects.requireNonNull(exampleErrors, "exampleErrors");
      return this;
    }

    /**
     * Keeps the state of the run from time to time, and when it ends but by divergence.
     *
     * @param store where
     * @param every how long a state is not kept after the one before, positive
     * @return this
     * @throws IllegalArgumentException if the time is not positive
     */
    public Builder keep(TrainingStore store, Duration every) {
      Objects.requireNonNull(store, "store");
      keepEveryNanos = positiveNanos("every", Objects.requireNonNull(every, "every"));
      keepEverySteps = 0;
      this.store = store;
      return this;
    }

    /**
     * Keeps the state of the run every so many steps, and when it ends but by divergence.
     *
     * @param store where
     * @param steps the number of steps, at least 1
     * @return this
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder keep(TrainingStore store, long steps) {
      Objects.requireNonNull(store, "store");
      Hyperparameters.atLeast("steps", steps, 1);
      keepEverySteps = steps;
      this.store = store;
      return this;
    }

    private static long positiveNanos(String name, Duration time) {
      if (!time.isPositive()) {
        throw new IllegalArgumentException(name + " is " + time + ", must be positive");
      }
      try {
        return time.toNanos();
      } catch (ArithmeticException e) {
        return Long.MAX_VALUE;
      }
    }

    /**
     * Ends the description.
     *
     * @return the trainer
     */
    public StochasticTrainer build() {
      return new StochasticTrainer(this);
    }

    @Override
    public String toString() {
      return build().toString();
    }
  }
}
