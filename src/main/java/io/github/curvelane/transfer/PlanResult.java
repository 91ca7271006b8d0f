package io.github.curvelane.transfer;

import io.github.curvelane.internal.Arguments;
import io.github.curvelane.optim.DivergenceException;
import io.github.curvelane.optim.TrainingResult;
import java.util.List;
import java.util.Objects;

/**
 * How a {@link TrainingPlan} ended.
 *
 * @param parameters what the last stage that was begun has returned
 * @param stages how each stage ended that was begun, in order
 * @param isFinished whether all stages were trained to their end; if not, the last of the results
 *     tells why
 * @param <A> {@code float[]} or {@code double[]}
 */
public record PlanResult<A>(A parameters, List<TrainingResult> stages, boolean isFinished) {
  /** Creates a result; the list is copied. */
  public PlanResult {
    Objects.requireNonNull(parameters, "parameters");
    stages = Arguments.list("stages", stages);
  }

  /**
   * Refuses a plan of which a stage diverged.
   *
   * @return this result
   * @throws DivergenceException if one did, with the epoch, step and learning rate
   */
  public PlanResult<A> orThrow() {
    stages.forEach(TrainingResult::orThrow);
    return this;
  }

  @Override
  public String toString() {
    return "%s after %d stages, the last: %s"
        .formatted(
            isFinished ? "finished" : "not finished",
            stages.size(),
            stages.isEmpty() ? "none" : stages.getLast().message());
  }
}
