package io.github.curvelane.optim.batch;

import io.github.curvelane.CurvatureDiagonals;
import io.github.curvelane.Diagonal;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.VectorAlgebra;
import org.jspecify.annotations.Nullable;

/**
 * Preconditioned conjugate gradients on q(s) = gᵀs + ½sᵀ(G + λI)s, which stop when they make little
 * progress; some of the iterates are kept.
 *
 * <p>All is computed on σg in place of g, as in {@link TruncatedPath}.
 */
final class DampedPath<A> {
  private static final int MOST_STEPS = 250;
  private static final int LEAST_WINDOW = 10;
  private static final double PROGRESS = 5e-3;
  private static final double SPACING = 1.3;

  /** 1.3^j below 250 that differ when rounded up, and the last. */
  private static final int MOST_KEPT = 24;

  private final Evaluations<A> evaluations;
  private final Precision<A> precision;
  private final VectorAlgebra<A> algebra;
  private final Reductions<A> reductions;
  private final @Nullable CurvatureDiagonals<A> diagonals;
  private final Diagonal kind;
  private final int size;
  private final A scaling;
  private final A point;
  private final A residual;
  private final A preconditioned;
  private final A direction;
  private final A product;
  private final A kept;
  private final double[] keptModels = new double[MOST_KEPT];
  private final double[] models = new double[MOST_STEPS + 1];
  private int count;
  private double sigma;
  private double lambda;

  /** pᵀ(G + λI)p/pᵀp where it was not positive; else the largest that was met. */
  double curvature;

  @SuppressWarnings("unchecked") // an objective gives diagonals of its own precision
  DampedPath(MinimizerRun<A> run, Objective<A> objective) {
    this.evaluations = run.evaluations;
    this.precision = run.precision;
    this.algebra = run.algebra;
    this.reductions = run.reductions;
    this.size = run.size;
    CurvatureDiagonals<A> given =
        objective instanceof CurvatureDiagonals<?> c ? (CurvatureDiagonals<A>) c : null;
    boolean fisher = given != null && given.diagonals().contains(Diagonal.EMPIRICAL_FISHER);
    boolean exact = given != null && given.diagonals().contains(Diagonal.GAUSS_NEWTON);
    diagonals = fisher || exact ? given : null;
    kind = fisher ? Diagonal.EMPIRICAL_FISHER : Diagonal.GAUSS_NEWTON;
    scaling = precision.newArray(size);
    point = precision.newArray(size);
    residual = precision.newArray(size);
    preconditioned = precision.newArray(size);
    direction = precision.newArray(size);
    product = precision.newArray(size);
    kept = precision.newArray(MOST_KEPT * size);
  }

  /**
   * Goes the path.
   *
   * @param g the gradient
   * @param from where it begins
   * @param damping λ
   * @return whether it ended; if not, {@link #curvature} is not positive, or NaN
   */
  boolean go(A g, A from, double damping) {
    lambda = damping;
    curvature = 0;
    count = 0;
    sigma = Scaling.sigma(precision, reductions.maxAbs(size, g, 0));
    if (diagonals != null) {
      diagonals.diagonal(kind, scaling);
      Scaling.inverseThreeQuarters(scaling, lambda);
    }
    models[0] = begin(g, from);
    precondition();
    algebra.scale(size, -1, preconditioned, 0, direction, 0);
    double product = reductions.dot(size, residual, 0, preconditioned, 0);
    double spaced = 1;
    for (int i = 1; product > 0; i++) {
      double length = product / step();
      if (!(length > 0 && length < Double.POSITIVE_INFINITY)) {
        return count > 0;
      }
      algebra.axpy(size, length, direction, 0, point, 0);
      algebra.axpy(size, length, this.product, 0, residual, 0);
      models[i] = models[i - 1] - length * product / 2;
      boolean last = i == MOST_STEPS || isSlow(i);
      if (last || i >= spaced) {
        keep(models[i]);
        while (spaced <= i) {
          spaced *= SPACING;
        }
      }
      if (last) {
        return true;
      }
      precondition();
      double before = product;
      product = reductions.dot(size, residual, 0, preconditioned, 0);
      if (!(product > 0) && !isKept(i, models[i])) {
        keep(models[i]);
      }
      algebra.combine(size, -1, preconditioned, 0, product / before, direction, 0);
    }
    return count > 0;
  }

  private boolean isKept(int i, double model) {
    return count > 0 && keptModels[count - 1] == model;
  }

  /** Sets point and residual and returns q there. */
  private double begin(A g, A from) {
    algebra.scale(size, sigma, g, 0, preconditioned, 0);
    if (reductions.maxAbs(size, from, 0) > 0) {
      algebra.scale(size, sigma, from, 0, point, 0);
      apply(point, residual);
      algebra.add(size, residual, 0, preconditioned, 0, residual, 0);
      algebra.add(size, residual, 0, preconditioned, 0, preconditioned, 0);
      double model = reductions.dot(size, point, 0, preconditioned, 0) / 2;
      if (model <= 0) {
        return model;
      }
      algebra.scale(size, sigma, g, 0, preconditioned, 0);
    }
    precision.fill(point, 0, size, 0);
    precision.copy(preconditioned, 0, residual, 0, size);
    return 0;
  }

  private void apply(A v, A result) {
    evaluations.gaussNewtonVector(v, result);
    algebra.axpy(size, lambda, v, 0, result, 0);
  }

  /** Returns pᵀ(G + λI)p. */
  private double step() {
    apply(direction, product);
    double bend = reductions.dot(size, direction, 0, product, 0);
    double square = reductions.sumOfSquares(size, direction, 0);
    curvature = bend > 0 ? Math.max(curvature, bend / square) : bend / square;
    return bend;
  }

  private boolean isSlow(int i) {
    int window = Math.max(LEAST_WINDOW, i / 10);
    return i > window && models[i] - models[i - window] > window * PROGRESS * models[i];
  }

  private void keep(double model) {
    precision.copy(point, 0, kept, count * size, size);
    keptModels[count++] = model;
  }

  private void precondition() {
    if (diagonals == null) {
      precision.copy(residual, 0, preconditioned, 0, size);
    } else {
      algebra.multiply(size, residual, 0, scaling, 0, preconditioned, 0);
    }
  }

  /** How many iterates are kept, the last of them the end. */
  int count() {
    return count;
  }

  /** −q at an iterate. */
  double decrease(int k) {
    return -keptModels[k] / sigma / sigma;
  }

  /** Writes an iterate. */
  void iterate(int k, A step) {
    algebra.scale(size, 1 / sigma, kept, k * size, step, 0);
  }
}
