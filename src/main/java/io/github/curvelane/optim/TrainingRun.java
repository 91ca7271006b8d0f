package io.github.curvelane.optim;

import io.github.curvelane.ExampleErrors;
import io.github.curvelane.FusedObjective;
import io.github.curvelane.Linearizable;
import io.github.curvelane.PartialGradient;
import io.github.curvelane.Precision;
import io.github.curvelane.StochasticObjective;
import io.github.curvelane.Validation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Reductions;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A run of a {@link StochasticTrainer}, step by step. Between two steps it can be {@linkplain #save
 * saved}; a run {@linkplain StochasticTrainer#resume resumed} from there takes the steps that this
 * one would have taken, to the bit, on any machine.
 *
 * <p>θ is the caller's array and is trained in place. When the run ends, whatever ends it, an
 * exception included, θ becomes what the run returns: with a validation the best parameters that it
 * has seen, else the average if there is one, else the last parameters. {@link #save} has the
 * parameters that training goes on from all the same.
 *
 * <p>Where a rule leaves parameters frozen, the objective is told at the first step to compute the
 * gradient of the others only, if it is a {@link PartialGradient}, and to compute all of it when
 * the run ends.
 *
 * <p>Used by one thread. A step allocates nothing after the first.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class TrainingRun<A> {
  private static final String ORDER = "order";
  private static final String PLATEAU = "plateau";
  private static final String BEST = "best";
  private static final String VALIDATION = "validation";

  private final StochasticTrainer trainer;
  private final StochasticObjective<A> objective;
  private final FusedObjective<A> fusedObjective;
  private final Precision<A> precision;
  private final int size;
  private final A theta;
  private final A gradient;
  private final A last;
  private final Updater<A> updater;
  private final A average;
  private final PartialGradient<A> partial;
  private final CurvatureRequest request;
  private final DiagonalMeter<A> meter;
  private final A diagonal;
  private final BestParameters<A> best;
  private final ExampleErrors<A> exampleErrors;
  private final PlateauSchedule plateau;
  private final Schedule schedule;
  private final int[] order;
  private final double[] errors;
  private final RunClock clock;
  private final Reductions<A> reductions;

  private String configuration;
  private int epoch;
  private int position;

  /** The number of examples that the epoch visits; {@link #position} is there when it is over. */
  private int end;

  private int batch;

  /** Where this run has begun with the epoch: not at 0 if it was resumed within it. */
  private int epochFrom;

  private double sum;
  private double rate = Double.NaN;
  private double loss = Double.NaN;
  private long keptSteps;
  private boolean begun;
  private boolean underWay;
  private boolean returned;
  private TrainingResult.Stop stop;
  private String stopRequest;
  private Exception unkept;

  @SuppressWarnings("unchecked") // the precisions were compared
  TrainingRun(
      StochasticTrainer trainer,
      StochasticObjective<A> objective,
      A theta,
      Updater<A> rule,
      int firstEpoch) {
    this.trainer = trainer;
    this.objective = objective;
    this.precision = objective.precision();
    this.size = objective.dimension();
    this.theta = theta;
    this.gradient = precision.newArray(size);
    if (trainer.averaging == null) {
      this.updater = rule;
      this.average = null;
    } else {
      AveragedUpdater<A> averaged = new AveragedUpdater<>(rule, trainer.averaging, theta);
      this.updater = averaged;
      this.average = averaged.average();
    }
    this.partial =
        updater.trainedRanges().isPresent() && objective instanceof PartialGradient<?>
            ? (PartialGradient<A>) objective
            : null;
    this.request = updater.curvature().orElse(null);
    this.meter =
        request == null ? null : DiagonalMeter.of(objective, request, trainer.rule.toString());
    this.diagonal = request == null ? null : precision.newArray(size);
    Validation<A> validation = (Validation<A>) trainer.validation;
    this.best =
        validation == null ? null : new BestParameters<>(validation, trainer.leastGain, size);
    this.last = best == null && average == null ? null : precision.newArray(size);
    this.exampleErrors = (ExampleErrors<A>) trainer.exampleErrors;
    this.errors = exampleErrors == null ? new double[0] : new double[objective.examples()];
    this.plateau = trainer.schedule instanceof PlateauSchedule it ? it.copy() : null;
    this.schedule = plateau == null ? trainer.schedule : plateau;
    this.order = new int[objective.examples()];
    this.fusedObjective =
        trainer.fused
                && updater.isFusable()
                && !updater.needsLoss()
                && objective instanceof FusedObjective<?>
            ? (FusedObjective<A>) objective
            : null;
    this.clock = new RunClock();
    this.reductions = Kernels.of(precision).newReductions();
    this.epoch = firstEpoch - 1;
  }

  // ---------------------------------------------------------------- steps

  /**
   * Takes a step, unless the run has ended or ends now.
   *
   * @return whether a step was taken
   */
  public boolean step() {
    if (stop != null) {
      return false;
    }
    clock.go();
    underWay = true;
    boolean taken = false;
    boolean orderly = false;
    try {
      if (!begun) {
        begin();
      }
      stop = reasonToStop();
      if (stop == null) {
        taken = true;
        advance();
      }
      underWay = false;
      keep();
      orderly = true;
    } finally {
      clock.pause();
      if (!orderly) {
        stop = TrainingResult.Stop.STOPPED;
        stopRequest = "an exception came between";
      }
      if (stop != null) {
        putBack();
        if (partial != null) {
          partial.trainAll();
        }
      }
    }
    return taken;
  }

  /**
   * Takes steps until the run ends.
   *
   * @return how it ended
   */
  public TrainingResult finish() {
    while (stop == null) {
      step();
    }
    return result();
  }

  /**
   * Asks the run to end before its next step, from any callback of the run's own thread.
   *
   * @param reason why, for the result's message
   */
  public void stop(String reason) {
    stopRequest = Objects.requireNonNull(reason, "reason");
  }

  private void begin() {
    begun = true;
    if (partial != null) {
      partial.train(updater.trainedRanges().orElseThrow());
    }
    trainer.progress.begin(this);
    if (best != null && best.points().isEmpty()) {
      validate();
    }
  }

  private TrainingResult.Stop reasonToStop() {
    if (trainer.patience > 0 && best.stale() >= trainer.patience) {
      return TrainingResult.Stop.PATIENCE;
    }
    if (position == end && epoch >= trainer.epochs) {
      return TrainingResult.Stop.FINISHED;
    }
    if (trainer.cancelled.getAsBoolean()) {
      return TrainingResult.Stop.CANCELLED;
    }
    if (stopRequest != null) {
      return TrainingResult.Stop.STOPPED;
    }
    return clock.nanos() >= trainer.budgetNanos ? TrainingResult.Stop.TIME : null;
  }

  private void advance() {
    boolean beginsEpoch = position == end;
    if (beginsEpoch) {
      beginEpoch();
    }
    int to = Math.min(end - position, batch) + position;
    takeStep(position, to, beginsEpoch);
    if (stop != null) {
      return;
    }
    trainer.progress.step(epoch, updater.steps(), loss, rate);
    if (!Double.isFinite(loss)) {
      stop = TrainingResult.Stop.DIVERGED;
      return;
    }
    sum = Math.fma(to - position, loss, sum);
    position = to;
    if (position == end) {
      endEpoch();
    }
    if (stop == null && isValidationDue()) {
      validate();
    }
  }

  private void beginEpoch() {
    epoch++;
    sum = 0;
    position = 0;
    batch = trainer.batches.in(epoch);
    trainer.checkBatch(objective, batch);
    if (exampleErrors != null && trainer.order instanceof FeedbackOrder feedback) {
      exampleErrors.errors(theta, errors);
      for (int i = 0; i < errors.length; i++) {
        feedback.report(i, errors[i]);
      }
    }
    trainer.order.arrange(epoch, order);
    end = trainer.visited(order.length, batch);
    epochFrom = 0;
    clock.beginEpoch();
  }

  private void takeStep(int from, int to, boolean beginsEpoch) {
    boolean due = meter != null && request.isDue(updater.steps(), beginsEpoch);
    if (due && !meter.ownBatch() && badParameter() >= 0) {
      stop = TrainingResult.Stop.DIVERGED;
      return;
    }
    if (due && !meter.ownBatch()) {
      meter.measure(theta, updater.steps(), diagonal);
      updater.receive(diagonal);
    }
    objective.select(order, from, to);
    rate = schedule.rate(updater.steps());
    if (updater.looksAhead()) {
      updater.lookAhead(theta);
    }
    if (due && meter.ownBatch()) {
      try {
        loss = linearizable().linearize(theta, gradient);
      } catch (IllegalArgumentException refused) {
        // It looks for such parameters itself; to look before it would be 4 % of an AdaHessian
        // step.
        if (badParameter() < 0) {
          throw refused;
        }
        stop = TrainingResult.Stop.DIVERGED;
        return;
      }
      meter.measureKept(updater.steps(), diagonal);
      updater.receive(diagonal);
      updater.step(rate, loss, theta, gradient, trainer.parallelism);
    } else if (fusedObjective != null) {
      updater.begin(rate, theta, gradient);
      loss = fusedObjective.valueAndUpdate(theta, gradient, updater);
    } else {
      loss = objective.valueAndGradient(theta, gradient);
      updater.step(rate, loss, theta, gradient, trainer.parallelism);
    }
  }

  @SuppressWarnings("unchecked") // the meter looked
  private Linearizable<A> linearizable() {
    return (Linearizable<A>) objective;
  }

  private void endEpoch() {
    if (badParameter() >= 0) {
      stop = TrainingResult.Stop.DIVERGED;
      return;
    }
    double mean = sum / end;
    trainer.progress.epoch(
        epoch, updater.steps(), mean, rate, (end - epochFrom) / clock.epochSeconds());
    if (plateau != null && best == null) {
      plateau.observe(mean);
    }
  }

  private boolean isValidationDue() {
    if (best == null) {
      return false;
    }
    return trainer.validateEverySteps > 0
        ? updater.steps() % trainer.validateEverySteps == 0
        : position == end && epoch % trainer.validateEveryEpochs == 0;
  }

  private void validate() {
    clock.pauseEpoch();
    ValidationPoint point = best.measure(epoch, updater.steps(), evaluated());
    if (plateau != null && point.step() > 0) {
      plateau.observe(best.falling(point));
    }
    trainer.progress.validated(point);
    trainer.validated.accept(this, point);
    clock.resumeEpoch();
  }

  private boolean isKeepingDue() {
    if (trainer.store == null
        || stop == TrainingResult.Stop.DIVERGED
        || updater.steps() == keptSteps) {
      return false;
    }
    return stop != null
        || (trainer.keepEverySteps > 0
            ? updater.steps() % trainer.keepEverySteps == 0
            : clock.nanosSinceKept() >= trainer.keepEveryNanos);
  }

  private void keep() {
    if (!isKeepingDue()) {
      return;
    }
    clock.pauseEpoch();
    try {
      trainer.store.keep(precision, save());
      unkept = null;
    } catch (IOException e) {
      unkept = e;
      trainer.progress.notKept(updater.steps(), e);
    }
    keptSteps = updater.steps();
    clock.kept();
    clock.resumeEpoch();
  }

  /** Makes θ what the run returns; keeps what training would go on from. */
  private void putBack() {
    if (last == null || returned) {
      return;
    }
    returned = true;
    precision.copy(theta, 0, last, 0, size);
    if (best != null && best.isThere()) {
      precision.copy(best.parameters(), 0, theta, 0, size);
    } else if (average != null) {
      precision.copy(average, 0, theta, 0, size);
    }
  }

  // ---------------------------------------------------------------- what there is

  /**
   * Returns the epoch.
   *
   * @return the epoch of the last step, from 1; 0 before the first
   */
  public int epoch() {
    return epoch;
  }

  /**
   * Returns the number of steps taken.
   *
   * @return the count, over all epochs
   */
  public long steps() {
    return updater.steps();
  }

  /**
   * Returns the number of examples of the epoch's steps.
   *
   * @return the size of all batches of the epoch but the last; 0 before the first
   */
  public int batch() {
    return batch;
  }

  /**
   * Returns the loss of the last step.
   *
   * @return the loss of its batch, before the step; NaN before the first
   */
  public double loss() {
    return loss;
  }

  /**
   * Returns the learning rate of the last step.
   *
   * @return the rate; NaN before the first
   */
  public double rate() {
    return rate;
  }

  /**
   * Returns the parameters that are validated now: the average if there is one, else those that are
   * trained.
   *
   * @return the array itself, to be read only, until the next step
   */
  public A evaluated() {
    return average == null ? current() : average;
  }

  /** The parameters that training goes on from. */
  private A current() {
    return returned ? last : theta;
  }

  /**
   * Returns the validations so far.
   *
   * @return what was measured, in order
   */
  public List<ValidationPoint> validations() {
    return best == null ? List.of() : List.copyOf(best.points());
  }

  /**
   * Tells whether the run has ended.
   *
   * @return whether {@link #step} takes no more steps
   */
  public boolean isEnded() {
    return stop != null;
  }

  /**
   * Returns how the run ended.
   *
   * @return the result
   * @throws IllegalStateException if it has not ended
   */
  public TrainingResult result() {
    if (stop == null) {
      throw new IllegalStateException("the run has not ended, " + this);
    }
    return new TrainingResult(
        stop,
        epoch,
        updater.steps(),
        rate,
        loss,
        clock.seconds(),
        message(),
        validations(),
        Optional.ofNullable(unkept));
  }

  private String message() {
    String what =
        switch (stop) {
          case FINISHED -> "all " + trainer.epochs + " epochs are done";
          case CANCELLED -> "cancelled in epoch " + epoch + " after step " + updater.steps();
          case STOPPED ->
              "stopped in epoch %d after step %d: %s"
                  .formatted(epoch, updater.steps(), stopRequest);
          case TIME -> "the time is used up in epoch " + epoch + " after step " + updater.steps();
          case PATIENCE ->
              "%s has not become better in %d validations, in epoch %d after step %d"
                  .formatted(best.watched().name(), best.stale(), epoch, updater.steps());
          case DIVERGED ->
              "diverged in epoch %d, step %d, at learning rate %s: %s"
                  .formatted(epoch, updater.steps(), rate, symptom());
        };
    if (best == null || !best.isThere() || best.points().getLast().isBest()) {
      return what;
    }
    ValidationPoint point = best.point();
    return what
        + "; the best parameters are those of epoch %d, step %d"
            .formatted(point.epoch(), point.step());
  }

  private int badParameter() {
    A parameters = current();
    // The search takes several times as long.
    return Double.isFinite(reductions.maxAbs(size, parameters, 0))
        ? -1
        : precision.indexOfNonFinite(parameters, 0, size);
  }

  private String symptom() {
    if (!Double.isFinite(loss)) {
      return "the loss is " + loss;
    }
    int bad = badParameter();
    return "parameter " + bad + " is " + precision.get(current(), bad);
  }

  // ---------------------------------------------------------------- state

  /**
   * Copies all that the run remembers, between two steps or when it has ended.
   *
   * @return the state, to be given to {@link StochasticTrainer#resume}
   * @throws IllegalStateException if a step is under way, as in all callbacks of {@link
   *     TrainingProgress}, or an exception has ended the run within one
   */
  public TrainingState<A> save() {
    if (underWay) {
      throw new IllegalStateException("a step is under way, must be saved between steps");
    }
    TrainingStateWriter<A> writer = new TrainingStateWriter<>(precision);
    writer.array(TrainingStateWriter.THETA, current());
    updater.arrays().forEach((name, array) -> writer.array(TrainingStateWriter.RULE + name, array));
    updater
        .numbers()
        .forEach((name, number) -> writer.numbers(TrainingStateWriter.RULE + name, number));
    writer.integers(ORDER, order);
    RunCounters counters =
        new RunCounters(
            epoch, position, end, batch, updater.steps(), sum, loss, rate, clock.seconds());
    writer.numbers(RunCounters.NAME, counters.numbers());
    if (plateau != null) {
      PlateauSchedule.State state = plateau.save();
      writer.numbers(PLATEAU, state.rate(), state.best(), state.stale());
    }
    if (best != null) {
      writer.array(BEST, best.parameters());
      writer.numbers(VALIDATION, best.save());
    }
    return writer.state(configuration());
  }

  /** What the run does; a digest of its data is in it, which takes a while. */
  private String configuration() {
    if (configuration == null) {
      configuration = trainer.configuration(objective);
    }
    return configuration;
  }

  void restore(TrainingState<A> state) {
    TrainingStateReader<A> reader = new TrainingStateReader<>(precision, size, state);
    reader.requireConfiguration(configuration());
    int[] saved = reader.integers(ORDER, order.length);
    RunCounters counters =
        RunCounters.of(reader.numbers(RunCounters.NAME, RunCounters.COUNT), saved, order.length);
    UpdateState<A> rule = reader.rule(counters.steps());
    A parameters = reader.array(TrainingStateWriter.THETA);
    A bestParameters = best == null ? null : reader.array(BEST);
    double[] validation = best == null ? null : reader.numbers(VALIDATION);
    if (best != null && !best.fits(validation)) {
      throw new IllegalArgumentException(
          "the state's numbers '%s' are %d, not those of its metrics"
              .formatted(VALIDATION, validation.length));
    }
    PlateauSchedule.State stagnation = null;
    if (plateau != null) {
      double[] numbers = reader.numbers(PLATEAU, 3);
      stagnation = new PlateauSchedule.State(numbers[0], numbers[1], (int) numbers[2]);
    }
    reader.requireAllRead();
    updater.restore(rule);
    precision.copy(parameters, 0, theta, 0, size);
    System.arraycopy(saved, 0, order, 0, order.length);
    epoch = counters.epoch();
    position = counters.position();
    end = counters.end();
    batch = counters.batch();
    sum = counters.sum();
    loss = counters.loss();
    rate = counters.rate();
    epochFrom = position;
    keptSteps = counters.steps();
    clock.restore(counters.seconds());
    clock.beginEpoch();
    if (best != null) {
      best.restore(validation, bestParameters);
    }
    if (plateau != null) {
      plateau.restore(stagnation);
    }
  }

  @Override
  public String toString() {
    return "epoch %d of %d, step %d, loss %s, %s"
        .formatted(
            epoch, trainer.epochs, updater.steps(), loss, stop == null ? "not ended" : message());
  }
}
