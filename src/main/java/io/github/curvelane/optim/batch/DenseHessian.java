package io.github.curvelane.optim.batch;

import io.github.curvelane.Precision;

/** The matrix H at the point that is kept, from N products with unit vectors. */
final class DenseHessian<A> {
  /** The largest N: its matrix of doubles takes 128 MiB. */
  static final int MAX_DIMENSION = 4096;

  private final MinimizerRun<A> run;
  private final Precision<A> precision;
  private final int size;
  private final A unit;
  private final A product;

  /** Row-major [N × N]. */
  final A matrix;

  DenseHessian(MinimizerRun<A> run) {
    this.run = run;
    precision = run.precision;
    size = run.size;
    unit = precision.newArray(size);
    product = precision.newArray(size);
    matrix = precision.newArray(size * size);
  }

  /** Computes H, symmetric bit for bit; returns whether all of it is finite. */
  boolean form() {
    for (int j = 0; j < size; j++) {
      precision.set(unit, j, 1);
      try {
        run.evaluations.hessianVector(unit, product);
      } finally {
        precision.set(unit, j, 0);
      }
      if (precision.indexOfNonFinite(product, 0, size) >= 0) {
        return false;
      }
      precision.copy(product, 0, matrix, j * size, size);
    }
    Symmetry.average(precision, size, matrix);
    return true;
  }
}
