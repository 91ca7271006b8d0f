package io.github.curvelane.optim;

import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.ExampleErrors;
import io.github.curvelane.FusedObjective;
import io.github.curvelane.Linearizable;
import io.github.curvelane.PartialGradient;
import io.github.curvelane.Precision;
import io.github.curvelane.StochasticObjective;
import io.github.curvelane.Validation;
import io.github.curvelane.internal.SoleUse;
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
 * <p>θ is the caller's array and is trained in place. When the run ends, θ becomes what the run
 * returns: with a validation the best parameters that it has seen, else the average if there is
 * one, else the last parameters. {@link #save} has the parameters that training goes on from all
 * the same.
 *
 * <p>An exception, from the objective, the schedule, a callback or anything else that the run asks,
 * passes through {@link #step}, and θ becomes what the run would return if it ended here: without
 * validation and average, the parameters of the last whole step. A step that was not whole has not
 * happened: neither it nor its epoch, nor the time that it took, is counted. The run has not ended.
 * It can be saved, stopped, or stepped on: what was not done is done again, but callbacks that were
 * called are not called again, and if nothing throws now, the run ends in the bits of one in which
 * nothing threw. The one exception is a step that was being written, by a rule of one's own, by a
 * parallelism that was closed or in an objective that steps while it computes the gradient: nothing
 * can tell which parameters have moved, and there is no copy. The run has ended then, and refuses
 * to be saved; its last state that was kept, and with a validation θ, are whole.
 *
 * <p>Where a rule leaves parameters frozen, the objective is told at the first step to compute the
 * gradient of the others only, if it is a {@link PartialGradient}, and to compute all of it when
 * the run ends.
 *
 * <p>Used by one thread at a time: a second one is refused. A step allocates nothing after the
 * first.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class TrainingRun<A> {
  private static final String ORDER = "order";
  private static final String PLATEAU = "plateau";
  private static final String BEST = "best";
  private static final String VALIDATION = "validation";
  private static final String LEFT = "left to do";

  private final StochasticTrainer trainer;
  private final StochasticObjective<A> objective;
  private final FusedObjective<A> fusedObjective;

  /** The updater, for an objective that applies it. */
  private final CoordinateUpdate<A> applied;

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

  /** The order of the epoch that the last whole step was in. */
  private int[] order;

  /** Takes the order of the next epoch, and is exchanged for the other with its first step. */
  private int[] nextOrder;

  private final double[] errors;
  private final RunClock clock;
  private final SoleUse use = new SoleUse("this run");
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
  private Stage stage = Stage.BEGIN;

  /** What follows {@link Stage#BEGIN}, in a run that was saved before its last step was told of. */
  private Stage afterBegin = Stage.FIRST_VALIDATION;

  private boolean underWay;
  private boolean returned;

  /** Whether the objective computes the gradient of what is trained only. */
  private boolean parted;

  /** Whether the rule has received second derivatives for a step that is not whole yet. */
  private boolean received;

  /** Whether an exception came while a step was written. */
  private boolean torn;

  private TrainingResult.Stop stop;
  private String stopRequest;
  private Exception unkept;

  /** What is to be done before the next step, of which each is done once. */
  private enum Stage {
    BEGIN,
    FIRST_VALIDATION,
    TELL_STEP,
    END_STEP,
    TELL_EPOCH,
    VALIDATION,
    OBSERVE,
    TELL_VALIDATED,
    CALL_VALIDATED,
    KEEP,
    DONE;

    /** Whether it follows from a step or validation before, and must not be forgotten. */
    boolean isOfALastStep() {
      return compareTo(TELL_STEP) >= 0 && compareTo(CALL_VALIDATED) <= 0;
    }
  }

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
    this.nextOrder = new int[order.length];
    this.fusedObjective =
        trainer.fused
                && updater.isFusable()
                && !updater.needsLoss()
                && objective instanceof FusedObjective<?>
            ? (FusedObjective<A>) objective
            : null;
    this.applied = updater.saysWhenItWrites() ? updater : updater::write;
    this.clock = new RunClock();
    this.reductions = Kernels.of(precision).newReductions();
    this.epoch = firstEpoch - 1;
  }

  // ---------------------------------------------------------------- steps

  /**
   * Takes a step, unless the run has ended or ends now.
   *
   * @return whether a step was taken
   * @throws IllegalStateException if a step is under way, as in all callbacks, or another thread
   *     uses this run
   */
  public boolean step() {
    boolean isOuter = use.enter();
    try {
      return stepAlone();
    } finally {
      if (isOuter) {
        use.end();
      }
    }
  }

  private boolean stepAlone() {
    if (underWay) {
      throw new IllegalStateException("a step is under way, another must come after it");
    }
    if (isEnded()) {
      return false;
    }
    clock.go();
    underWay = true;
    boolean taken = false;
    boolean orderly = false;
    try {
      goOn();
      settle();
      if (stop == null) {
        stop = reasonToStop();
        taken = stop == null && advance();
        if (stop != null) {
          stage = Stage.KEEP;
        }
        settle();
      }
      orderly = true;
    } finally {
      underWay = false;
      if (orderly || taken) {
        clock.pause();
      } else {
        clock.forget();
      }
      if (!orderly) {
        clock.pauseEpoch();
      }
      if (torn) {
        stop = TrainingResult.Stop.STOPPED;
        stopRequest = "an exception came while step " + (steps() + 1) + " was written";
        stage = Stage.DONE;
      }
      if (!orderly || isEnded()) {
        putBack();
        if (parted) {
          parted = false;
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
    while (!isEnded()) {
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

  /** Makes θ and the objective those of training, at the beginning and after an exception. */
  private void goOn() {
    if (returned) {
      precision.copy(last, 0, theta, 0, size);
      returned = false;
    }
    if (partial != null && !parted) {
      partial.train(updater.trainedRanges().orElseThrow());
      parted = true;
    }
  }

  /** Does what is left before the next step can be taken. */
  private void settle() {
    while (stage != Stage.DONE) {
      switch (stage) {
        case BEGIN -> {
          stage = afterBegin;
          trainer.progress.begin(this);
        }
        case FIRST_VALIDATION -> {
          if (best == null || !best.points().isEmpty()) {
            stage = Stage.DONE;
          } else {
            validate();
          }
        }
        case TELL_STEP -> {
          stage = Stage.END_STEP;
          trainer.progress.step(epoch, updater.steps(), loss, rate);
        }
        case END_STEP -> endStep();
        case TELL_EPOCH -> {
          stage = Stage.VALIDATION;
          double speed = (end - epochFrom) / clock.epochSeconds();
          trainer.progress.epoch(epoch, updater.steps(), sum / end, rate, speed);
        }
        case VALIDATION -> {
          if (isValidationDue()) {
            validate();
          } else {
            stage = Stage.KEEP;
          }
        }
        case OBSERVE -> {
          if (plateau != null && lastPoint().step() > 0) {
            plateau.observe(best.falling(lastPoint()));
          }
          stage = Stage.TELL_VALIDATED;
        }
        case TELL_VALIDATED -> {
          stage = Stage.CALL_VALIDATED;
          trainer.progress.validated(lastPoint());
        }
        case CALL_VALIDATED -> {
          stage = Stage.KEEP;
          trainer.validated.accept(this, lastPoint());
          clock.resumeEpoch();
        }
        case KEEP -> {
          keep();
          stage = Stage.DONE;
        }
        case DONE -> throw new AssertionError();
      }
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

  /**
   * Takes the next step, the first of an epoch or not. Counts it, and its epoch, once it is whole.
   *
   * @return whether it was taken; not if a parameter was infinite or NaN before
   */
  private boolean advance() {
    boolean beginsEpoch = position == end;
    int most = beginsEpoch ? arrangeEpoch() : batch;
    int[] visits = beginsEpoch ? nextOrder : order;
    int until = beginsEpoch ? trainer.visited(visits.length, most) : end;
    int from = beginsEpoch ? 0 : position;
    int to = Math.min(until - from, most) + from;
    boolean taken = takeStep(visits, from, to, beginsEpoch);
    if (beginsEpoch) {
      epoch++;
      sum = 0;
      batch = most;
      end = until;
      epochFrom = 0;
      nextOrder = order;
      order = visits;
    }
    if (taken) {
      position = to;
      stage = Stage.TELL_STEP;
      if (Double.isFinite(loss)) {
        sum = Math.fma(to - from, loss, sum);
      }
    } else {
      position = from;
      stop = TrainingResult.Stop.DIVERGED;
    }
    return taken;
  }

  /** Writes the next epoch's order, and returns the size of its batches. */
  private int arrangeEpoch() {
    int most = trainer.batches.in(epoch + 1);
    trainer.checkBatch(objective, most);
    if (exampleErrors != null && trainer.order instanceof FeedbackOrder feedback) {
      exampleErrors.errors(theta, errors);
      for (int i = 0; i < errors.length; i++) {
        feedback.report(i, errors[i]);
      }
    }
    trainer.order.arrange(epoch + 1, nextOrder);
    clock.beginEpoch();
    return most;
  }

  private boolean takeStep(int[] visits, int from, int to, boolean beginsEpoch) {
    long before = updater.steps();
    received = false;
    boolean whole = false;
    try {
      boolean taken = tryStep(visits, from, to, beginsEpoch);
      whole = taken;
      return taken;
    } finally {
      if (!whole) {
        leaveStep(before);
      }
    }
  }

  /** Makes a step that came to no end one that did not happen, if θ was not written. */
  private void leaveStep(long before) {
    boolean begun = updater.steps() != before;
    torn = received || begun && updater.isWritten();
    if (begun) {
      updater.takeBack();
    }
    torn |= !updater.lookBack(theta);
  }

  private boolean tryStep(int[] visits, int from, int to, boolean beginsEpoch) {
    long k = updater.steps();
    boolean due = meter != null && request.isDue(k, beginsEpoch);
    if (due && !meter.ownBatch()) {
      if (badParameter() >= 0) {
        return false;
      }
      meter.measure(theta, k, diagonal);
    }
    objective.select(visits, from, to);
    double stepRate = schedule.rate(k);
    updater.checkRate(stepRate);
    updater.lookAhead(theta);
    double value;
    if (due) {
      // The step is not fused into the gradient: should that fail, the rule has received nothing.
      if (!meter.ownBatch()) {
        value = objective.valueAndGradient(theta, gradient);
      } else {
        try {
          value = linearizable().linearize(theta, gradient);
        } catch (IllegalArgumentException refused) {
          // It looks for such parameters itself; to look before it would be 4 % of an AdaHessian
          // step.
          if (badParameter() < 0) {
            throw refused;
          }
          return false;
        }
        meter.measureKept(k, diagonal);
      }
      received = true;
      updater.receive(diagonal);
      updater.step(stepRate, value, theta, gradient, trainer.parallelism);
    } else if (fusedObjective != null) {
      updater.begin(stepRate, theta, gradient);
      value = fusedObjective.valueAndUpdate(theta, gradient, applied);
    } else {
      value = objective.valueAndGradient(theta, gradient);
      updater.step(stepRate, value, theta, gradient, trainer.parallelism);
    }
    rate = stepRate;
    loss = value;
    return true;
  }

  @SuppressWarnings("unchecked") // the meter looked
  private Linearizable<A> linearizable() {
    return (Linearizable<A>) objective;
  }

  private void endStep() {
    boolean endsEpoch = position == end;
    if (!Double.isFinite(loss) || endsEpoch && badParameter() >= 0) {
      stop = TrainingResult.Stop.DIVERGED;
      stage = Stage.KEEP;
      return;
    }
    if (endsEpoch && plateau != null && best == null) {
      plateau.observe(sum / end);
    }
    stage = endsEpoch ? Stage.TELL_EPOCH : Stage.VALIDATION;
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
    best.measure(epoch, updater.steps(), evaluated());
    stage = Stage.OBSERVE;
  }

  private ValidationPoint lastPoint() {
    return best.points().getLast();
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
      trainer.store.keep(precision, state());
      unkept = null;
    } catch (IOException e) {
      unkept = e;
    }
    keptSteps = updater.steps();
    clock.kept();
    if (unkept != null) {
      trainer.progress.notKept(keptSteps, unkept);
    }
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
   * Tells whether the run has ended. An exception does not end it, unless it came while a step was
   * written.
   *
   * @return whether {@link #step} takes no more steps
   */
  public boolean isEnded() {
    return stop != null && stage == Stage.DONE;
  }

  /**
   * Returns how the run ended.
   *
   * @return the result
   * @throws IllegalStateException if it has not ended
   */
  public TrainingResult result() {
    if (!isEnded()) {
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
   *     TrainingProgress}, an exception came while one was written, or more than 2⁵³ were taken
   */
  public TrainingState<A> save() {
    boolean isOuter = use.enter();
    try {
      if (underWay) {
        throw new IllegalStateException("a step is under way, must be saved between steps");
      }
      if (torn) {
        throw new IllegalStateException(stopRequest + ", some parameters may have moved");
      }
      return state();
    } finally {
      if (isOuter) {
        use.end();
      }
    }
  }

  private TrainingState<A> state() {
    RunCounters.checkSteps(updater.steps());
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
    Stage left = stage == Stage.BEGIN ? afterBegin : stage;
    if (left.isOfALastStep()) {
      writer.numbers(LEFT, left.ordinal());
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
    Stage left = state.numbers().containsKey(LEFT) ? left(reader) : Stage.FIRST_VALIDATION;
    reader.requireAllRead();
    updater.restore(rule);
    precision.copy(parameters, 0, theta, 0, size);
    System.arraycopy(saved, 0, order, 0, order.length);
    afterBegin = left;
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

  /** What was left to do when a state was saved after an exception. */
  private Stage left(TrainingStateReader<A> reader) {
    double number = reader.numbers(LEFT, 1)[0];
    for (Stage each : Stage.values()) {
      if (each.ordinal() == number
          && each.isOfALastStep()
          && (best != null || each.compareTo(Stage.VALIDATION) <= 0)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        "the state's number '%s' is %s, nothing that is left by a step".formatted(LEFT, number));
  }

  @Override
  public String toString() {
    return "epoch %d of %d, step %d, loss %s, %s"
        .formatted(
            epoch, trainer.epochs, updater.steps(), loss, isEnded() ? message() : "not ended");
  }
}
