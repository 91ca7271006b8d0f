package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;

/** The run of {@link Lbfgs}: a ring of pairs in two flat arrays, slot after slot. */
final class LbfgsRun<A> extends LineSearchRun<A> {
  private final int slots;
  private final A steps;
  private final A changes;
  private final Scalar count = number("pairs");
  private final Scalar newest = number("newest pair");

  /** sᵀy of each slot; follows from the pairs. */
  private final double[] curvatures;

  private final double[] alphas;

  /** The newest pair's sᵀy/yᵀy. */
  private double scale;

  LbfgsRun(Lbfgs method, Objective<A> objective, A theta, RunWatch watch) {
    super("L-BFGS", objective, theta, method.search(), method.stopping(), watch);
    slots = method.pairs();
    int length = Methods.length("L-BFGS with %d pairs".formatted(slots), (long) slots * size);
    steps = memory("steps", length);
    changes = memory("gradient changes", length);
    curvatures = new double[slots];
    alphas = new double[slots];
  }

  @Override
  void restored() {
    for (int slot = 0; slot < count.value; slot++) {
      int at = slot * size;
      curvatures[slot] = reductions.dot(size, steps, at, changes, at);
    }
    if (count.value > 0) {
      int at = (int) newest.value * size;
      scale = scale(steps, at, changes, at);
    }
  }

  @Override
  boolean direct() {
    int pairs = (int) count.value;
    if (pairs == 0) {
      return false;
    }
    A q = direction;
    algebra.scale(size, -1, gradient, 0, q, 0);
    int slot = (int) newest.value;
    for (int i = 0; i < pairs; i++) {
      int at = slot * size;
      alphas[slot] = reductions.dot(size, steps, at, q, 0) / curvatures[slot];
      algebra.axpy(size, -alphas[slot], changes, at, q, 0);
      slot = slot == 0 ? slots - 1 : slot - 1;
    }
    algebra.scale(size, scale, q, 0, q, 0);
    for (int i = 0; i < pairs; i++) {
      slot = slot == slots - 1 ? 0 : slot + 1;
      int at = slot * size;
      double beta = reductions.dot(size, changes, at, q, 0) / curvatures[slot];
      algebra.axpy(size, alphas[slot] - beta, steps, at, q, 0);
    }
    return true;
  }

  @Override
  double firstTrial(double slope) {
    return 1;
  }

  @Override
  void learn(A next, A step, A change, boolean steepest) {
    if (steepest) {
      count.value = 0;
    }
    double product = reductions.dot(size, step, 0, change, 0);
    if (!isCurved(product, change)) {
      return;
    }
    int slot = count.value == 0 ? 0 : ((int) newest.value + 1) % slots;
    precision.copy(step, 0, steps, slot * size, size);
    precision.copy(change, 0, changes, slot * size, size);
    curvatures[slot] = product;
    scale = scale(step, 0, change, 0);
    newest.value = slot;
    count.value = Math.min(count.value + 1, slots);
  }

  /** The first matrix of a pair. */
  private double scale(A s, int sAt, A y, int yAt) {
    return reductions.dot(size, s, sAt, y, yAt) / reductions.sumOfSquares(size, y, yAt);
  }
}
