package io.github.curvelane.optim.batch;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;

/**
 * The last pairs (s, y), y = Hs of some H or nearly, as the L-BFGS approximation of H⁻¹: a ring in
 * two flat arrays, slot after slot, which are part of the state of a run.
 */
final class PairRing<A> {
  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final Reductions<A> reductions;
  private final int size;
  private final int slots;
  private final A steps;
  private final A changes;
  private final Scalar count;
  private final Scalar newest;

  /** sᵀy of each slot and, of the newest, sᵀy/yᵀy: they follow from the pairs. */
  private final double[] curvatures;

  private double scale;
  private final double[] factors;

  /** A ring whose arrays have these names in the state of the run. */
  PairRing(MinimizerRun<A> run, int slots, String steps, String changes) {
    this.precision = run.precision;
    this.algebra = run.algebra;
    this.reductions = run.reductions;
    this.size = run.size;
    this.slots = slots;
    this.steps = run.memory(steps, slots * size);
    this.changes = run.memory(changes, slots * size);
    count = run.number("pairs");
    newest = run.number("newest pair");
    curvatures = new double[slots];
    factors = new double[slots];
  }

  boolean isEmpty() {
    return count.value == 0;
  }

  void clear() {
    count.value = 0;
  }

  /** Computes again what follows from the pairs, when these have been read. */
  void restored() {
    for (int slot = 0; slot < count.value; slot++) {
      int at = slot * size;
      curvatures[slot] = reductions.dot(size, steps, at, changes, at);
    }
    rescale();
  }

  /** Puts a pair, with its sᵀy, in place of the oldest; {@link #rescale} is to follow. */
  void add(A s, int sAt, A y, int yAt, double curvature) {
    int slot = isEmpty() ? 0 : ((int) newest.value + 1) % slots;
    precision.copy(s, sAt, steps, slot * size, size);
    precision.copy(y, yAt, changes, slot * size, size);
    curvatures[slot] = curvature;
    newest.value = slot;
    count.value = Math.min(count.value + 1, slots);
  }

  /** Makes the first matrix that of the newest pair. */
  void rescale() {
    if (!isEmpty()) {
      int slot = (int) newest.value;
      scale = curvatures[slot] / reductions.sumOfSquares(size, changes, slot * size);
    }
  }

  /** z ← Mz by the two-loop recursion (Nocedal 1980), M = I while there is no pair. */
  void multiply(A z) {
    int pairs = (int) count.value;
    if (pairs == 0) {
      return;
    }
    int slot = (int) newest.value;
    for (int i = 0; i < pairs; i++) {
      int at = slot * size;
      factors[slot] = reductions.dot(size, steps, at, z, 0) / curvatures[slot];
      algebra.axpy(size, -factors[slot], changes, at, z, 0);
      slot = slot == 0 ? slots - 1 : slot - 1;
    }
    algebra.scale(size, scale, z, 0, z, 0);
    for (int i = 0; i < pairs; i++) {
      slot = slot == slots - 1 ? 0 : slot + 1;
      int at = slot * size;
      double factor = reductions.dot(size, changes, at, z, 0) / curvatures[slot];
      algebra.axpy(size, factors[slot] - factor, steps, at, z, 0);
    }
  }
}
