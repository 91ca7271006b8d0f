package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.UpdateLoop;
import java.util.Objects;
import java.util.Optional;

/**
 * What rules share that take in estimates of second derivatives. They count them, in the number
 * {@code estimates} of their state, and refuse to step before the first.
 */
abstract class CurvatureUpdater<A> extends LoopUpdater<A> {
  private final UpdateRule rule;
  private final Optional<CurvatureRequest> request;
  private final StateNumber estimates;

  CurvatureUpdater(
      UpdateRule rule,
      CurvatureRequest request,
      Kernels<A> kernels,
      int dimension,
      UpdateLoop<float[]> single,
      UpdateLoop<double[]> twice,
      int scalars,
      String... memory) {
    super(kernels, dimension, single, twice, scalars, memory);
    this.rule = rule;
    this.request = Optional.of(request);
    this.estimates = number("estimates", 0);
  }

  @Override
  public final Optional<CurvatureRequest> curvature() {
    return request;
  }

  @Override
  public final void receive(A diagonal) {
    Objects.requireNonNull(diagonal, "diagonal");
    checkLength("diagonal", diagonal);
    estimates.set(estimates.get() + 1);
    takeIn(diagonal, (long) estimates.get());
  }

  /**
   * Takes in an estimate.
   *
   * @param diagonal the estimate; may be overwritten
   * @param number its number, from 1
   */
  abstract void takeIn(A diagonal, long number);

  @Override
  protected final void prepare(double rate, A theta, A gradient) {
    if (estimates.get() == 0) {
      throw new IllegalStateException(
          rule + " has received no second derivatives; receive must be called before a step");
    }
    prepare(rate);
  }

  /** Sets the scalars of a step. */
  abstract void prepare(double rate);
}
