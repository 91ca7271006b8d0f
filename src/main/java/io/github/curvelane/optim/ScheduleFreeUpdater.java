package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleInterpolate;
import io.github.curvelane.kernel.plain.FloatInterpolate;
import io.github.curvelane.kernel.plain.UpdateLoop;

/**
 * What schedule-free rules share: θ at rest is the average x, the gradient is taken at y = (1 − β)z
 * + βx, z steps along it, and x moves to z by the weight of the step. Their loops take β, the rate
 * and c as the first scalars, and x as it was before θ was moved to y, then z, as the first memory.
 */
abstract class ScheduleFreeUpdater<A> extends LookingAhead<A> {
  private final StateNumber largestRate = number("largestRate", 0);
  private final StateNumber weights = number("weights", 0);

  ScheduleFreeUpdater(
      Kernels<A> kernels,
      int dimension,
      double beta,
      UpdateLoop<float[]> single,
      UpdateLoop<double[]> twice,
      int scalars,
      String... memory) {
    super(
        kernels,
        dimension,
        beta,
        UpdateLoop.of(kernels.precision(), FloatInterpolate::run, DoubleInterpolate::run),
        single,
        twice,
        scalars,
        memory);
  }

  /** z begins where x does. */
  @Override
  final void beforeExcursion(A theta) {
    if (steps() == 0) {
      int[] scope = scope();
      for (int k = 0; k < scope.length; k += 2) {
        precision().copy(theta, scope[k], memory[1], scope[k], scope[k + 1] - scope[k]);
      }
    }
  }

  /** Ends the excursion, and sets the scalars: the rate, and the weight c of z in x. */
  final void weigh(double rate) {
    leaveStart();
    largestRate.set(Math.max(rate, largestRate.get()));
    double weight = largestRate.get() * largestRate.get();
    weights.set(weights.get() + weight);
    scalar(1, rate);
    scalar(2, weight > 0 ? weight / weights.get() : 0);
  }
}
