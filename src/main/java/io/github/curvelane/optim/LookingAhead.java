package io.github.curvelane.optim;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.plain.DoubleLookAhead;
import io.github.curvelane.kernel.plain.FloatLookAhead;
import io.github.curvelane.kernel.plain.UpdateLoop;
import java.util.Objects;

/**
 * What rules share that take the gradient elsewhere than at θ and step from θ. Their loops take α
 * as the first scalar, and θ as it was before it was moved, then v, as the first memory.
 */
abstract class LookingAhead<A> extends LoopUpdater<A> {
  private final UpdateLoop<A> move;

  /** The number of the step for which θ was moved last; 0 if it was put back. */
  private long movedFor;

  /** The gradient at θ + αv, v being the first name of the memory. */
  LookingAhead(
      Kernels<A> kernels,
      int dimension,
      double alpha,
      UpdateLoop<float[]> single,
      UpdateLoop<double[]> twice,
      int scalars,
      String... memory) {
    this(
        kernels,
        dimension,
        alpha,
        UpdateLoop.of(kernels.precision(), FloatLookAhead::run, DoubleLookAhead::run),
        single,
        twice,
        scalars,
        memory);
  }

  /** The gradient where {@code move} leads, which takes what the loop does but no gradient. */
  LookingAhead(
      Kernels<A> kernels,
      int dimension,
      double alpha,
      UpdateLoop<A> move,
      UpdateLoop<float[]> single,
      UpdateLoop<double[]> twice,
      int scalars,
      String... memory) {
    super(kernels, dimension, single, twice, scalars, 1, memory);
    this.move = move;
    scalar(0, alpha);
  }

  @Override
  public final boolean looksAhead() {
    return true;
  }

  @Override
  public final void lookAhead(A theta) {
    Objects.requireNonNull(theta, "theta");
    if (isAhead()) {
      throw new IllegalStateException("lookAhead was called twice before a step");
    }
    checkLength("theta", theta);
    beforeExcursion(theta);
    int[] scope = scope();
    for (int k = 0; k < scope.length; k += 2) {
      move.run(theta, null, memory, scalars, scope[k], scope[k + 1]);
    }
    movedFor = steps() + 1;
  }

  @Override
  public final boolean lookBack(A theta) {
    Objects.requireNonNull(theta, "theta");
    checkLength("theta", theta);
    if (isAhead()) {
      int[] scope = scope();
      for (int k = 0; k < scope.length; k += 2) {
        precision().copy(memory[0], scope[k], theta, scope[k], scope[k + 1] - scope[k]);
      }
      forgetUnfinishedStep();
    }
    return true;
  }

  private boolean isAhead() {
    return movedFor == steps() + 1;
  }

  /** Called before θ is moved. */
  void beforeExcursion(A theta) {}

  @Override
  protected final void forgetUnfinishedStep() {
    movedFor = 0;
  }

  /** Ends the excursion that {@link #lookAhead} began; the update writes θ anew. */
  final void leaveStart() {
    if (movedFor != steps()) {
      throw new IllegalStateException("lookAhead must be called before the gradient of every step");
    }
  }
}
