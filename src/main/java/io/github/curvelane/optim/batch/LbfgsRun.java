package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;

/** The run of {@link Lbfgs}. */
final class LbfgsRun<A> extends LineSearchRun<A> {
  private final PairRing<A> pairs;

  LbfgsRun(Lbfgs method, Objective<A> objective, A theta, RunWatch watch) {
    super("L-BFGS", objective, theta, method.search(), method.stopping(), watch);
    int slots = method.pairs();
    Methods.length("L-BFGS with %d pairs".formatted(slots), (long) slots * size);
    pairs = new PairRing<>(this, slots, "steps", "gradient changes");
  }

  @Override
  void restored() {
    pairs.restored();
  }

  @Override
  boolean direct() {
    if (pairs.isEmpty()) {
      return false;
    }
    algebra.scale(size, -1, gradient, 0, direction, 0);
    pairs.multiply(direction);
    return true;
  }

  @Override
  double firstTrial(double slope) {
    return 1;
  }

  @Override
  void learn(A next, A step, A change, boolean steepest) {
    if (steepest) {
      pairs.clear();
    }
    double product = reductions.dot(size, step, 0, change, 0);
    if (!isCurved(product, change)) {
      return;
    }
    pairs.add(step, 0, change, 0, product);
    pairs.rescale();
  }
}
