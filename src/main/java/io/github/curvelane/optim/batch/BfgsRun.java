package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;

/** The run of {@link Bfgs}. */
final class BfgsRun<A> extends LineSearchRun<A> {
  /** M, the lower triangle row after row. */
  private final A inverse;

  private final Scalar updates = number("updates");

  /** Mφ/δᵀφ. */
  private final A w;

  BfgsRun(Bfgs method, Objective<A> objective, A theta, RunWatch watch) {
    super("BFGS", objective, theta, method.search(), method.stopping(), watch);
    int length = Methods.length("BFGS with " + size + " parameters", rowStart(size));
    inverse = memory("inverse Hessian", length);
    w = precision.newArray(size);
  }

  @Override
  boolean direct() {
    if (updates.value == 0) {
      return false;
    }
    multiply(gradient, direction);
    algebra.scale(size, -1, direction, 0, direction, 0);
    return true;
  }

  @Override
  double firstTrial(double slope) {
    return 1;
  }

  @Override
  void learn(A next, A step, A change, boolean steepest) {
    if (steepest) {
      updates.value = 0;
    }
    double curvature = reductions.dot(size, step, 0, change, 0);
    if (!isCurved(curvature, change)) {
      return;
    }
    if (updates.value == 0) {
      setDiagonal(curvature / reductions.sumOfSquares(size, change, 0));
    }
    multiply(change, w);
    algebra.scale(size, 1 / curvature, w, 0, w, 0);
    double c = (1 + reductions.dot(size, change, 0, w, 0)) / curvature;
    for (int i = 0; i < size; i++) {
      double delta = precision.get(step, i);
      int row = (int) rowStart(i);
      algebra.axpy(i + 1, c * delta - precision.get(w, i), step, 0, inverse, row);
      algebra.axpy(i + 1, -delta, w, 0, inverse, row);
    }
    updates.value++;
  }

  private void setDiagonal(double value) {
    precision.fill(inverse, 0, precision.length(inverse), 0);
    for (int i = 0; i < size; i++) {
      precision.set(inverse, (int) rowStart(i) + i, value);
    }
  }

  /** Mv into another array. */
  private void multiply(A v, A result) {
    for (int i = 0; i < size; i++) {
      int row = (int) rowStart(i);
      precision.set(result, i, reductions.dot(i + 1, inverse, row, v, 0));
      algebra.axpy(i, precision.get(v, i), inverse, row, result, 0);
    }
  }

  private static long rowStart(int row) {
    return row * (row + 1L) / 2;
  }
}
