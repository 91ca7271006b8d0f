package io.github.curvelane.transfer;

import io.github.curvelane.StochasticObjective;
import io.github.curvelane.internal.Shown;
import io.github.curvelane.optim.StochasticTrainer;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One training of a {@link TrainingPlan}.
 *
 * @param name what it is called in reports and messages
 * @param objective makes what is trained, when the stage begins; it and its memory are let go when
 *     the stage ends
 * @param trainer how it is trained
 * @param start makes the parameters that the stage starts from of those that the stage before has
 *     returned, which it does not change; it is a function of these alone
 * @param <A> {@code float[]} or {@code double[]}
 */
public record PlanStage<A>(
    String name,
    Supplier<? extends StochasticObjective<A>> objective,
    StochasticTrainer trainer,
    UnaryOperator<A> start) {
  /**
   * Creates a stage.
   *
   * @throws IllegalArgumentException if the name is empty, longer than 80 characters, or has
   *     control characters or halves of surrogate pairs
   */
  public PlanStage {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(trainer, "trainer");
    Objects.requireNonNull(start, "start");
    if (name.isBlank() || !Shown.text(name).equals(name)) {
      throw new IllegalArgumentException(
          "name is '" + Shown.text(name) + "', must be a line of 1 to 80 characters");
    }
  }

  /**
   * Creates a stage that goes on with the parameters as they are, such as the fine-tuning after a
   * pretraining.
   *
   * @param name what it is called
   * @param objective makes what is trained, when the stage begins
   * @param trainer how it is trained
   * @param <A> {@code float[]} or {@code double[]}
   * @return the stage
   * @throws IllegalArgumentException as the constructor
   */
  public static <A> PlanStage<A> of(
      String name,
      Supplier<? extends StochasticObjective<A>> objective,
      StochasticTrainer trainer) {
    return new PlanStage<>(name, objective, trainer, theta -> theta);
  }

  @Override
  public String toString() {
    return name + ": " + trainer;
  }
}
