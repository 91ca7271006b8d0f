package io.github.curvelane.transfer;

import io.github.curvelane.Precision;
import io.github.curvelane.StochasticObjective;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.optim.TrainingResult;
import io.github.curvelane.optim.TrainingResult.Stop;
import io.github.curvelane.optim.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trainings one after the other, of which each starts from what the one before has returned:
 * pretraining and fine-tuning, hints and the whole student, frozen layers that are set free.
 * Immutable; may be trained any number of times.
 *
 * <p>A stage has ended when its trainer's epochs are done, its patience or its time is used up, or
 * a callback has stopped it; the next one begins then. The plan ends early if a run diverges, or
 * somebody cancels the plan or a stage.
 *
 * <p>Kept in a folder, a plan can be resumed whatever has ended the process, and ends in the bits
 * of one that was not interrupted, with any number of threads, vector width and machine, if its
 * stages do: if the plan is cancelled it can be resumed alike.
 *
 * <pre>{@code
 * StochasticTrainer trainer =
 *     StochasticTrainer.of(new Momentum(0.9), Schedule.constant(0.05)).epochs(2).build();
 * StochasticTrainer gently =
 *     StochasticTrainer.of(new Momentum(0.9), Schedule.constant(0.01)).epochs(1).build();
 * TrainingPlan<float[]> plan =
 *     TrainingPlan.of(
 *         network.precision(),
 *         theta,
 *         PlanStage.of("fast", () -> objective, trainer),
 *         PlanStage.of("gentle", () -> objective, gently));
 * float[] trained = plan.train().orThrow().parameters();
 * }</pre>
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class TrainingPlan<A> {
  private static final String CANCELLED = "the plan was cancelled";

  private final Precision<A> precision;
  private final A start;
  private final List<PlanStage<A>> stages;
  private final PlanProgress progress;
  private final BooleanSupplier cancelled;

  private TrainingPlan(
      Precision<A> precision,
      A start,
      List<PlanStage<A>> stages,
      PlanProgress progress,
      BooleanSupplier cancelled) {
    this.precision = precision;
    this.start = start;
    this.stages = stages;
    this.progress = progress;
    this.cancelled = cancelled;
  }

  /**
   * Creates a plan.
   *
   * @param precision the precision of the parameters of all stages
   * @param theta the parameters that are given to the first stage; a copy is taken
   * @param stages the stages in their order, at least one
   * @param <A> {@code float[]} or {@code double[]}
   * @return the plan
   * @throws IllegalArgumentException if there is no stage
   */
  @SafeVarargs
  public static <A> TrainingPlan<A> of(Precision<A> precision, A theta, PlanStage<A>... stages) {
    Objects.requireNonNull(stages, "stages");
    List<PlanStage<A>> all = new ArrayList<>();
    for (PlanStage<A> stage : stages) {
      all.add(Objects.requireNonNull(stage, "an element of stages"));
    }
    return of(precision, theta, all);
  }

  /**
   * Creates a plan.
   *
   * @param precision the precision of the parameters of all stages
   * @param theta the parameters that are given to the first stage; a copy is taken
   * @param stages the stages in their order, at least one
   * @param <A> {@code float[]} or {@code double[]}
   * @return the plan
   * @throws IllegalArgumentException if there is no stage
   */
  public static <A> TrainingPlan<A> of(Precision<A> precision, A theta, List<PlanStage<A>> stages) {
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(theta, "theta");
    List<PlanStage<A>> all = Arguments.list("stages", stages);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("stages is empty, must be at least one");
    }
    return new TrainingPlan<>(
        precision, copy(precision, theta), all, new PlanProgress() {}, () -> false);
  }

  private static <A> A copy(Precision<A> precision, A array) {
    int length = precision.length(array);
    A copy = precision.newArray(length);
    precision.copy(array, 0, copy, 0, length);
    return copy;
  }

  /**
   * Returns the plan with one more stage.
   *
   * @param stage what follows the other stages
   * @return the longer plan
   */
  public TrainingPlan<A> then(PlanStage<A> stage) {
    Objects.requireNonNull(stage, "stage");
    List<PlanStage<A>> more = new ArrayList<>(stages);
    more.add(stage);
    return new TrainingPlan<>(precision, start, List.copyOf(more), progress, cancelled);
  }

  /**
   * Returns the plan with a listener.
   *
   * @param progress who is told of stages
   * @return the plan
   */
  public TrainingPlan<A> progress(PlanProgress progress) {
    Objects.requireNonNull(progress, "progress");
    return new TrainingPlan<>(precision, start, stages, progress, cancelled);
  }

  /**
   * Returns the plan with a way to end it early: asked before every step.
   *
   * @param cancelled tells whether to stop
   * @return the plan
   */
  public TrainingPlan<A> cancelWhen(BooleanSupplier cancelled) {
    Objects.requireNonNull(cancelled, "cancelled");
    return new TrainingPlan<>(precision, start, stages, progress, cancelled);
  }

  /**
   * Returns the stages.
   *
   * @return all stages, in their order
   */
  public List<PlanStage<A>> stages() {
    return stages;
  }

  /**
   * Trains all stages.
   *
   * @return how the plan ended
   * @throws IllegalArgumentException if a stage's start or objective does not fit, as {@link
   *     io.github.curvelane.optim.StochasticTrainer#start}; the stages before it were trained
   * @throws IllegalStateException if a stage's start or objective is null
   */
  public PlanResult<A> train() {
    try {
      return train(StageFolder.none());
    } catch (IOException e) {
      throw new AssertionError("nothing is read or written", e);
    }
  }

  /**
   * Trains all stages, or what is left of them, and keeps their states: in folders {@code stage-1},
   * {@code stage-2} and so on the last two {@linkplain io.github.curvelane.io.Checkpoints
   * checkpoints} of each stage, of which the last one of a stage that has ended says so. A plan
   * that has finished is not trained again: what it returned is read.
   *
   * <p>What is there is taken for this plan's if it has the names of its stages, their trainers
   * with rules, schedules, epochs, batches and seeds, the digests of their data and of the
   * parameters that they start from.
   *
   * @param folder where states are kept; it is made if it is not there
   * @param every how long a state is not kept after the one before, positive
   * @return how the plan ended
   * @throws IllegalArgumentException if the time is not positive, a state is of another data or
   *     another trainer's, and as {@link #train()}
   * @throws io.github.curvelane.io.ForeignCheckpointException if a state is that of another plan
   * @throws io.github.curvelane.data.MalformedDataException if a stage has checkpoints and all of
   *     them are damaged
   * @throws IOException if the folder cannot be made or read
   */
  public PlanResult<A> train(Path folder, Duration every) throws IOException {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(every, "every");
    if (!every.isPositive()) {
      throw new IllegalArgumentException("every is " + every + ", must be positive");
    }
    return train(StageFolder.everyTime(folder, every));
  }

  /**
   * Trains all stages, or what is left of them, as {@link #train(Path, Duration)}, and keeps a
   * state every so many steps.
   *
   * @param folder where states are kept; it is made if it is not there
   * @param steps the number of steps, at least 1
   * @return how the plan ended
   * @throws IllegalArgumentException if {@code steps} is less than 1, and as {@link #train(Path,
   *     Duration)}
   * @throws IOException as {@link #train(Path, Duration)}
   */
  public PlanResult<A> train(Path folder, long steps) throws IOException {
    Objects.requireNonNull(folder, "folder");
    if (steps < 1) {
      throw new IllegalArgumentException("steps is " + steps + ", must be at least 1");
    }
    return train(StageFolder.everySteps(folder, steps));
  }

  private PlanResult<A> train(StageFolder folder) throws IOException {
    A theta = start;
    List<TrainingResult> results = new ArrayList<>();
    for (int k = 1; k <= stages.size(); k++) {
      PlanStage<A> stage = stages.get(k - 1);
      theta = copy(precision, started(stage, theta));
      StageStore<A> store = folder.open(k, stage, precision, theta);
      boolean isOver = train(k, stage, theta, store, results);
      progress.end(k, stages.size(), stage.name(), results.getLast());
      if (!isOver) {
        return new PlanResult<>(theta, results, false);
      }
    }
    return new PlanResult<>(theta, results, true);
  }

  private A started(PlanStage<A> stage, A before) {
    return requireMade("start", stage, stage.start().apply(before));
  }

  private static <T> T requireMade(String what, PlanStage<?> stage, @Nullable T made) {
    if (made == null) {
      throw new IllegalStateException(
          "%s of stage '%s' gave null, must not".formatted(what, stage.name()));
    }
    return made;
  }

  /** Trains a stage, and tells whether it has come to its end. */
  private boolean train(
      int number, PlanStage<A> stage, A theta, StageStore<A> store, List<TrainingResult> results)
      throws IOException {
    StochasticObjective<A> objective = requireMade("objective", stage, stage.objective().get());
    var kept = store.latest();
    TrainingRun<A> run =
        kept.isPresent()
            ? stage.trainer().resume(objective, theta, kept.get())
            : stage.trainer().start(objective, theta);
    boolean hadEnded = kept.isPresent() && StageStore.isOfAnEndedStage(kept.get());
    progress.begin(number, stages.size(), stage.name(), run.steps());
    boolean stopped = hadEnded;
    if (hadEnded) {
      run.stop("it had been stopped before");
    }
    while (!run.isEnded()) {
      if (!stopped && cancelled.getAsBoolean()) {
        stopped = true;
        run.stop(CANCELLED);
      }
      if (run.step() && !run.isEnded() && store.isDue(run.steps())) {
        keep(number, run, store, false);
      }
    }
    TrainingResult result = run.result();
    results.add(result);
    Stop stop = result.stop();
    boolean isOver =
        hadEnded
            || stop == Stop.FINISHED
            || stop == Stop.PATIENCE
            || stop == Stop.TIME
            || stop == Stop.STOPPED && !stopped;
    if (!hadEnded && stop != Stop.DIVERGED) {
      keep(number, run, store, isOver);
    }
    return isOver;
  }

  private void keep(int number, TrainingRun<A> run, StageStore<A> store, boolean isOver) {
    try {
      store.keep(run.save(), isOver);
    } catch (IOException e) {
      progress.notKept(number, run.steps(), e);
    }
  }

  @Override
  public String toString() {
    return "plan of " + String.join("; ", stages.stream().map(PlanStage::toString).toList());
  }
}
