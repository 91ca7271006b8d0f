package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Updates;

/** What rules share that take the gradient at θ + αv and step from θ. */
abstract class LookingAhead<A> extends Updater<A> {
  /** v. */
  final A velocity = memory("velocity");

  /** θ while the parameters are ahead of it. No state: it is filled and used within one step. */
  final A start;

  private final Updates<A> updates;
  private final double alpha;
  private boolean ahead;

  LookingAhead(Kernels<A> kernels, int dimension, double alpha) {
    super(kernels.precision(), dimension);
    this.updates = kernels.updates();
    this.alpha = alpha;
    this.start = kernels.precision().newArray(dimension);
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
    updates.lookAhead(theta, velocity, start, 0, dimension(), alpha);
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
