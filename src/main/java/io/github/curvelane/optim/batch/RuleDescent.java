package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.UpdateRule;
import java.util.Objects;

/**
 * Any {@link UpdateRule} as a method for the whole objective: in every iteration one step of the
 * rule along the gradient of all examples, at the rate of the schedule, and one evaluation. Nothing
 * bounds E from above in between, as a line search does; θ is the best point all the same. For
 * rules that look ahead the points that are evaluated, and so θ, are those ahead. A rule that needs
 * the loss is told E.
 *
 * <p>A step to where E or its gradient is not finite is not taken and ends the run with {@link
 * Reason#NOT_FINITE}.
 *
 * <p>Memory: the rule's three times, and 8N numbers.
 *
 * @param rule how a gradient becomes a step
 * @param rates the learning rate by the number of iterations made
 * @param stopping when to stop
 */
public record RuleDescent(UpdateRule rule, Schedule rates, Stopping stopping) implements Minimizer {
  /**
   * Creates the method with the default stopping.
   *
   * @param rule how a gradient becomes a step
   * @param rates the learning rate by the number of iterations made
   */
  public RuleDescent(UpdateRule rule, Schedule rates) {
    this(rule, rates, Stopping.DEFAULT);
  }

  /** Creates the method. */
  public RuleDescent {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(rates, "rates");
    Objects.requireNonNull(stopping, "stopping");
  }

  @Override
  public RuleDescent stopping(Stopping other) {
    return new RuleDescent(rule, rates, other);
  }

  @Override
  public <A> MinimizerRun<A> newRun(Objective<A> objective, A theta, RunWatch watch) {
    Objects.requireNonNull(objective, "objective");
    return new RuleDescentRun<>(this, objective, theta, watch);
  }
}
