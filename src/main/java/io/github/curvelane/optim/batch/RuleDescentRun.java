package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.UpdateState;
import io.github.curvelane.optim.Updater;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The run of {@link RuleDescent}. The rule's memory changes before the point that it leads to is
 * evaluated, so what it was is kept until then. A rule that needs the loss is told E where its
 * gradient was taken.
 */
final class RuleDescentRun<A> extends MinimizerRun<A> {
  private final Updater<A> updater;
  private final UpdateState<A> first;
  private final Schedule rates;

  /** θ of the rule: x, unless the rule looks ahead from here to x. */
  private final A position;

  private final List<A> memory = new ArrayList<>();
  private final List<A> memoryBefore = new ArrayList<>();

  /** The rule's numbers after the last iteration. */
  private final Map<String, Scalar> numbers = new LinkedHashMap<>();

  private final List<Scalar> cells;
  private final double[] values;
  private final A next;
  private final A ahead;
  private final A nextGradient;

  RuleDescentRun(RuleDescent method, Objective<A> objective, A theta, RunWatch watch) {
    super(
        "steps of " + method.rule(),
        objective,
        theta,
        method.stopping(),
        Stopping.of(objective.precision()),
        watch);
    rates = method.rates();
    updater = method.rule().init(kernels, size);
    if (updater.curvature().isPresent()) {
      throw new IllegalArgumentException(
          "%s wants second derivatives, which only StochasticTrainer measures"
              .formatted(method.rule()));
    }
    first = updater.save();
    position = memory("position", size);
    next = precision.newArray(size);
    ahead = precision.newArray(size);
    nextGradient = precision.newArray(size);
    updater
        .arrays()
        .forEach(
            (name, array) -> {
              adopt("rule's " + name, array);
              memory.add(array);
              memoryBefore.add(precision.newArray(size));
            });
    updater.numbers().keySet().forEach(name -> numbers.put(name, number("rule's " + name)));
    cells = List.copyOf(numbers.values());
    values = new double[cells.size()];
  }

  @Override
  double evaluateStart() {
    updater.restore(first);
    keepNumbers();
    precision.copy(x, 0, position, 0, size);
    updater.lookAhead(x);
    return evaluations.valueAndGradient(x, gradient);
  }

  /** Makes the rule what it was after the last iteration, its memory being that. */
  @Override
  void restored() {
    Map<String, Double> kept = new LinkedHashMap<>();
    numbers.forEach((name, number) -> kept.put(name, number.value));
    updater.restore(new UpdateState<>(iterations(), updater.arrays(), kept));
    precision.copy(position, 0, ahead, 0, size);
    updater.lookAhead(ahead);
  }

  @Override
  void iterate() {
    copy(memory, memoryBefore);
    boolean finished = false;
    try {
      finished = attempt();
    } finally {
      if (!finished) {
        copy(memoryBefore, memory);
        restored();
      }
    }
  }

  private void keepNumbers() {
    updater.copyNumbers(values);
    for (int i = 0; i < values.length; i++) {
      cells.get(i).value = values[i];
    }
  }

  private void copy(List<A> from, List<A> to) {
    for (int i = 0; i < from.size(); i++) {
      precision.copy(from.get(i), 0, to.get(i), 0, size);
    }
  }

  /** Takes the step unless it leads to where E is not finite. */
  private boolean attempt() {
    double rate = rates.rate(iterations());
    precision.copy(x, 0, next, 0, size);
    precision.copy(gradient, 0, nextGradient, 0, size);
    updater.step(rate, value(), next, nextGradient);
    precision.copy(next, 0, ahead, 0, size);
    updater.lookAhead(ahead);
    double value = evaluations.valueAndGradient(ahead, nextGradient);
    if (!Double.isFinite(value)) {
      end(
          Reason.NOT_FINITE,
          "E or its gradient is not finite after the step at a rate of %s".formatted(rate));
      return false;
    }
    keepNumbers();
    precision.copy(next, 0, position, 0, size);
    algebra.subtract(size, ahead, 0, x, 0, next, 0);
    double step = reductions.norm2(size, next, 0);
    precision.copy(ahead, 0, x, 0, size);
    precision.copy(nextGradient, 0, gradient, 0, size);
    accepted(value, step, reductions.norm2(size, x, 0), Double.NaN);
    return true;
  }
}
