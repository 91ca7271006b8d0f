package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleLookAhead;
import io.github.curvelane.kernel.plain.FloatLookAhead;
import io.github.curvelane.kernel.plain.UpdateLoop;

/**
 * What rules share that take the gradient at θ + αv and step from θ. Their loops take α as the
 * first scalar, and θ as it was before it was moved ahead, then v, as the first memory.
 */
abstract class LookingAhead<A> extends LoopUpdater<A> {
  private final UpdateLoop<A> move;
  private boolean ahead;

  /** With {@code velocity}, v, as the first name of the memory. */
  LookingAhead(
      Kernels<A> kernels,
      int dimension,
      double alpha,
      UpdateLoop<float[]> single,
      UpdateLoop<double[]> twice,
      int scalars,
      String... memory) {
    super(kernels, dimension, single, twice, scalars, 1, memory);
    this.move = UpdateLoop.of(kernels.precision(), FloatLookAhead::run, DoubleLookAhead::run);
    scalar(0, alpha);
  }

  @Override
  public final boolean looksAhead() {
    return true;
  }

  @Override
  public final void lookAhead(A theta) {
    if (ahead) {
      throw new IllegalStateException("lookAhead was called twice before a step");
    }
    checkLength("theta", theta);
    move.run(theta, null, memory, scalars, 0, dimension());
    ahead = true;
  }

  @Override
  final void forgetUnfinishedStep() {
    ahead = false;
  }

  /** Ends the excursion that {@link #lookAhead} began; the update writes θ anew. */
  final void leaveStart() {
    if (!ahead) {
      throw new IllegalStateException("lookAhead must be called before the gradient of every step");
    }
    ahead = false;
  }
}
