package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;

/** θ ← θ − rate·g: the least that a method can be, to try what all share. */
record FixedStep(double rate, Stopping stopping) implements Minimizer {
  @Override
  public FixedStep stopping(Stopping other) {
    return new FixedStep(rate, other);
  }

  @Override
  public <A> MinimizerRun<A> newRun(Objective<A> objective, A theta, RunWatch watch) {
    Stopping defaults = Stopping.of(objective.precision());
    return new MinimizerRun<>("fixed step", objective, theta, stopping, defaults, watch) {
      private final A trial = precision.newArray(size);
      private final A trialGradient = precision.newArray(size);

      @Override
      void iterate() {
        algebra.addScaled(size, x, 0, -rate, gradient, 0, trial, 0);
        double value = evaluations.valueAndGradient(trial, trialGradient);
        if (!Double.isFinite(value)) {
          end(Reason.LINE_SEARCH, "the step leads out of the domain");
          return;
        }
        double step = rate * reductions.norm2(size, gradient, 0);
        precision.copy(trial, 0, x, 0, size);
        precision.copy(trialGradient, 0, gradient, 0, size);
        accepted(value, step, reductions.norm2(size, x, 0), Double.NaN);
      }
    };
  }
}
