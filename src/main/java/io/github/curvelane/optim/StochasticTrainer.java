package io.github.curvelane.optim;

import io.github.curvelane.FusedObjective;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.StochasticObjective;
import io.github.curvelane.kernel.Kernels;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Trains by walking a {@link StochasticObjective} batch by batch for a number of epochs. Immutable;
 * may be used for any number of runs.
 *
 * <p>In each epoch the {@link SamplingOrder} arranges the examples, which are then taken {@code
 * batch} at a time from the first on; {@link LastBatch} says what happens to the rest. Each batch
 * is one step of the rule with the rate ε_k of the schedule, k the number of steps taken before. An
 * objective that is a {@link FusedObjective} applies the step while it computes the gradient, if
 * the rule {@linkplain Updater#isFusable allows}; the result is the same bits.
 *
 * <p>A loss that is infinite or NaN ends the run at once, and so does such a parameter at the end
 * of an epoch. A step allocates nothing; an epoch some objects for its order.
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
  private final UpdateRule rule;
  private final Schedule schedule;
  private final int epochs;
  private final int batch;
  private final LastBatch lastBatch;
  private final SamplingOrder order;
  private final TrainingProgress progress;
  private final BooleanSupplier cancelled;
  private final Parallelism parallelism;
  private final boolean fused;

  private StochasticTrainer(Builder builder) {
    rule = builder.rule;
    schedule = builder.schedule;
    epochs = builder.epochs;
    batch = builder.batch;
    lastBatch = builder.lastBatch;
    order = builder.order;
    progress = builder.progress;
    cancelled = builder.cancelled;
    parallelism = builder.parallelism;
    fused = builder.fused;
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
   * @param theta the parameters to start from; changed
   * @param <A> {@code float[]} or {@code double[]}
   * @return how the run ended
   * @throws IllegalArgumentException if the batch is larger than the objective's examples or than
   *     it can select, one of an epoch is smaller than it can evaluate, theta does not have its
   *     dimension or holds an infinite or NaN number, or the rule does not {@linkplain
   *     Updater#followsGradient follow the gradient}
   */
  public <A> TrainingResult train(StochasticObjective<A> objective, A theta) {
    Updater<A> updater = rule.init(Kernels.of(objective.precision()), objective.dimension());
    checkFollows(rule.toString(), updater);
    return train(objective, theta, updater, 1);
  }

  /**
   * Continues a run: with the parameters and the {@linkplain Updater#restore restored} state of
   * after epoch e and {@code firstEpoch} = e + 1, the same bits as the run that was not
   * interrupted.
   *
   * @param objective the objective
   * @param theta the parameters; changed
   * @param updater the rule at work, with its state; changed
   * @param firstEpoch the first epoch to train, from 1; the last is the number of epochs of this
   *     trainer
   * @param <A> {@code float[]} or {@code double[]}
   * @return how the run ended
   * @throws IllegalArgumentException as the other method does, and if the updater is not for this
   *     number of parameters or the first epoch is less than 1
   */
  public <A> TrainingResult train(
      StochasticObjective<A> objective, A theta, Updater<A> updater, int firstEpoch) {
    check(objective, theta, updater, firstEpoch);
    checkFollows("the updater's rule", updater);
    return new Run<>(objective, theta, updater).train(firstEpoch);
  }

  @Override
  public String toString() {
    return "%s, %s, %d epochs, batch %d, %s".formatted(rule, schedule, epochs, batch, order);
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
      StochasticObjective<A> objective, A theta, Updater<A> updater, int firstEpoch) {
    Precision<A> precision = objective.precision();
    int n = objective.dimension();
    if (batch > objective.examples()) {
      throw new IllegalArgumentException(
          "batch is " + batch + ", larger than the number of examples, " + objective.examples());
    }
    if (batch > objective.maxBatch()) {
      throw new IllegalArgumentException(
          "batch is " + batch + ", the objective takes at most " + objective.maxBatch());
    }
    checkSmallest(objective);
    if (precision.length(theta) != n) {
      throw new IllegalArgumentException(
          "theta has " + precision.length(theta) + " elements, the objective has dimension " + n);
    }
    int bad = precision.indexOfNonFinite(theta, 0, n);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "theta[" + bad + "] is " + precision.get(theta, bad) + ", must be finite");
    }
    if (updater.dimension() != n) {
      throw new IllegalArgumentException(
          "the updater is for " + updater.dimension() + " parameters, the objective has " + n);
    }
    Hyperparameters.atLeast("firstEpoch", firstEpoch, 1);
  }

  private void checkSmallest(StochasticObjective<?> objective) {
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

  /** One run; holds what its steps share. */
  private final class Run<A> {
    private final StochasticObjective<A> objective;
    private final FusedObjective<A> fusedObjective;
    private final A theta;
    private final A gradient;
    private final Updater<A> updater;
    private final int[] indices;
    private final long start = System.nanoTime();
    private int epoch;
    private double rate = Double.NaN;
    private double loss = Double.NaN;

    @SuppressWarnings("unchecked")
    Run(StochasticObjective<A> objective, A theta, Updater<A> updater) {
      this.objective = objective;
      this.theta = theta;
      this.updater = updater;
      this.gradient = objective.precision().newArray(objective.dimension());
      this.indices = new int[objective.examples()];
      this.fusedObjective =
          fused && updater.isFusable() && objective instanceof FusedObjective<?>
              ? (FusedObjective<A>) objective
              : null;
    }

    TrainingResult train(int firstEpoch) {
      for (int e = firstEpoch; e <= epochs; e++) {
        epoch = e;
        order.arrange(e, indices);
        TrainingResult.Stop stop = trainEpoch();
        if (stop != null) {
          return result(stop);
        }
      }
      return result(TrainingResult.Stop.FINISHED);
    }

    private TrainingResult.Stop trainEpoch() {
      long begin = System.nanoTime();
      int n = indices.length;
      int end = lastBatch == LastBatch.SHORT ? n : n - n % batch;
      double sum = 0;
      for (int from = 0; from < end; ) {
        if (cancelled.getAsBoolean()) {
          return TrainingResult.Stop.CANCELLED;
        }
        int to = Math.min(end - from, batch) + from;
        step(from, to);
        progress.step(epoch, updater.steps(), loss, rate);
        if (!Double.isFinite(loss)) {
          return TrainingResult.Stop.DIVERGED;
        }
        sum = Math.fma(to - from, loss, sum);
        from = to;
      }
      double seconds = (System.nanoTime() - begin) * 1e-9;
      if (badParameter() >= 0) {
        return TrainingResult.Stop.DIVERGED;
      }
      progress.epoch(epoch, updater.steps(), sum / end, rate, end / seconds);
      return null;
    }

    private void step(int from, int to) {
      objective.select(indices, from, to);
      rate = schedule.rate(updater.steps());
      if (updater.looksAhead()) {
        updater.lookAhead(theta);
      }
      if (fusedObjective != null) {
        updater.begin(rate, theta, gradient);
        loss = fusedObjective.valueAndUpdate(theta, gradient, updater);
      } else {
        loss = objective.valueAndGradient(theta, gradient);
        updater.step(rate, theta, gradient, parallelism);
      }
    }

    private int badParameter() {
      return objective.precision().indexOfNonFinite(theta, 0, objective.dimension());
    }

    private TrainingResult result(TrainingResult.Stop stop) {
      double seconds = (System.nanoTime() - start) * 1e-9;
      String message =
          switch (stop) {
            case FINISHED -> "all " + epochs + " epochs are done";
            case CANCELLED -> "cancelled in epoch " + epoch + " after step " + updater.steps();
            case DIVERGED ->
                "diverged in epoch "
                    + epoch
                    + ", step "
                    + updater.steps()
                    + ", at learning rate "
                    + rate
                    + ": "
                    + symptom();
          };
      return new TrainingResult(stop, epoch, updater.steps(), rate, loss, seconds, message);
    }

    private String symptom() {
      if (!Double.isFinite(loss)) {
        return "the loss is " + loss;
      }
      int bad = badParameter();
      return "parameter " + bad + " is " + objective.precision().get(theta, bad);
    }
  }

  /** Describes a trainer. */
  public static final class Builder {
    private final UpdateRule rule;
    private final Schedule schedule;
    private int epochs = 1;
    private int batch = 32;
    private LastBatch lastBatch = LastBatch.SHORT;
    private SamplingOrder order = SamplingOrder.shuffled(1);
    private TrainingProgress progress = new TrainingProgress() {};
    private BooleanSupplier cancelled = () -> false;
    private Parallelism parallelism = Parallelism.none();
    private boolean fused = true;

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
      this.batch = batch;
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
