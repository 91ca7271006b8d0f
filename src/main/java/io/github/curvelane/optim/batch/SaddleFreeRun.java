package io.github.curvelane.optim.batch;

import io.github.curvelane.Objective;
import io.github.curvelane.Parallelism;
import io.github.curvelane.kernel.SymmetricEigen;
import org.jspecify.annotations.Nullable;

/** The run of {@link SaddleFreeNewton}, which works with the eigenvectors of H. */
final class SaddleFreeRun<A> extends TrustRegionRun<A> {
  private static final int SECULAR_STEPS = 60;
  private static final double SECULAR_TOLERANCE = 0.01;

  private final boolean isDense;

  /** The dimension at most, and of this model. */
  private final int most;

  private int dimension;
  private final SymmetricEigen<A> eigen;
  private final @Nullable DenseHessian<A> hessian;
  private final A matrix;
  private final A vectors;
  private final A values;

  /** Of Krylov spaces, row after row. */
  private final A basis;

  private final A vector;
  private final A product;

  // Of the model: eigenvalues, and of g and s: their parts along the eigenvectors, times sigma.
  private final double[] eigenvalues;
  private final double[] slopes;
  private final double[] steps;
  private double sigma;
  private double largest;
  private boolean isFinite;

  SaddleFreeRun(SaddleFreeNewton method, Objective<A> objective, A theta, RunWatch watch) {
    super("saddle-free Newton", objective, theta, method.stopping(), watch);
    isDense = size <= Math.max(method.dense(), 1);
    most = isDense ? size : Math.min(size, method.vectors());
    eigen = kernels.newSymmetricEigen(Parallelism.none());
    hessian = isDense ? new DenseHessian<>(this) : null;
    matrix = hessian != null ? hessian.matrix : precision.newArray(most * most);
    vectors = precision.newArray(most * most);
    values = precision.newArray(most);
    basis = precision.newArray(isDense ? 0 : most * size);
    vector = precision.newArray(size);
    product = precision.newArray(size);
    eigenvalues = new double[most];
    slopes = new double[most];
    steps = new double[most];
  }

  @Override
  void beginModel() {
    sigma = Scaling.sigma(precision, gradientNorm());
    isFinite = true;
    if (hessian != null) {
      dimension = size;
      isFinite = hessian.form();
    } else {
      dimension = formTridiagonal();
    }
    if (!isFinite) {
      return;
    }
    eigen.decompose(dimension, matrix, 0, dimension, values, 0, vectors, 0, dimension);
    largest = 0;
    algebra.scale(size, sigma, gradient, 0, vector, 0);
    double norm = reductions.norm2(size, vector, 0);
    for (int i = 0; i < dimension; i++) {
      eigenvalues[i] = precision.get(values, i);
      largest = Math.max(largest, Math.abs(eigenvalues[i]));
      slopes[i] =
          isDense
              ? reductions.dot(size, vectors, i * size, vector, 0)
              : norm * precision.get(vectors, i * dimension);
    }
  }

  /** Lanczos's process from g; returns the number of its steps. */
  private int formTridiagonal() {
    precision.fill(matrix, 0, most * most, 0);
    algebra.scale(size, sigma, gradient, 0, vector, 0);
    double beta = reductions.norm2(size, vector, 0);
    double scale = 0;
    for (int k = 0; k < most; k++) {
      int at = k * size;
      algebra.scale(size, 1 / beta, vector, 0, basis, at);
      precision.copy(basis, at, vector, 0, size);
      evaluations.hessianVector(vector, product);
      precision.copy(product, 0, vector, 0, size);
      scale = Math.max(scale, reductions.norm2(size, vector, 0));
      double alpha = reductions.dot(size, basis, at, vector, 0);
      isFinite = Double.isFinite(alpha) && precision.indexOfNonFinite(product, 0, size) < 0;
      if (!isFinite) {
        return k;
      }
      precision.set(matrix, k * most + k, alpha);
      for (int round = 0; round < 2; round++) {
        for (int j = 0; j <= k; j++) {
          double part = reductions.dot(size, basis, j * size, vector, 0);
          algebra.axpy(size, -part, basis, j * size, vector, 0);
        }
      }
      beta = reductions.norm2(size, vector, 0);
      if (k + 1 == most || !(beta > 8 * precision.unitRoundoff() * scale)) {
        compact(k + 1);
        return k + 1;
      }
      precision.set(matrix, k * most + k + 1, beta);
      precision.set(matrix, (k + 1) * most + k, beta);
    }
    throw new AssertionError();
  }

  /** Moves the rows of a smaller matrix together. */
  private void compact(int k) {
    for (int i = 1; i < k; i++) {
      precision.copy(matrix, i * most, matrix, i * k, k);
    }
  }

  @Override
  double firstRadius() {
    return isFinite ? 2 * lengthAt(0) / sigma : 1;
  }

  /** ‖s‖ for an α. */
  private double lengthAt(double alpha) {
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      double bend = Math.abs(eigenvalues[i]) + alpha;
      steps[i] = slopes[i] == 0 ? 0 : -slopes[i] / bend;
      sum = Math.fma(steps[i], steps[i], sum);
    }
    return Math.sqrt(sum);
  }

  @Override
  double minimize(double delta, A step) {
    if (!isFinite) {
      return Double.NaN;
    }
    double bound = delta * sigma;
    double length = lengthAt(0);
    isCut = !(length <= bound);
    if (isCut) {
      length = shorten(bound);
    }
    stepNorm = length / sigma;
    double decrease = 0;
    for (int i = 0; i < dimension; i++) {
      decrease -= steps[i] * (slopes[i] + eigenvalues[i] * steps[i] / 2);
    }
    toParameters(step);
    return decrease / sigma / sigma;
  }

  /** Finds α with ‖s‖ = bound by Newton's method on 1/‖s‖, kept within a bracket. */
  private double shorten(double bound) {
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double squares = 0;
    for (int i = 0; i < dimension; i++) {
      squares = Math.fma(slopes[i], slopes[i], squares);
    }
    // ‖s‖ ≤ ‖g‖/α.
    double alpha = Math.sqrt(squares) / bound;
    double length = lengthAt(alpha);
    for (int k = 0; k < SECULAR_STEPS; k++) {
      if (Math.abs(length - bound) <= SECULAR_TOLERANCE * bound) {
        break;
      }
      if (length > bound) {
        low = alpha;
      } else {
        high = alpha;
      }
      double bend = 0;
      for (int i = 0; i < dimension; i++) {
        double part = steps[i] / length;
        bend += part * part / (Math.abs(eigenvalues[i]) + alpha);
      }
      double next = alpha + (length / bound - 1) / bend;
      if (!(next > low && next < high)) {
        next = high < Double.POSITIVE_INFINITY ? (low + high) / 2 : 4 * alpha;
      }
      alpha = next;
      length = lengthAt(alpha);
    }
    return length;
  }

  /** Writes s, of its parts. */
  private void toParameters(A step) {
    precision.fill(vector, 0, size, 0);
    if (isDense) {
      for (int i = 0; i < dimension; i++) {
        algebra.axpy(size, steps[i], vectors, i * size, vector, 0);
      }
    } else {
      for (int j = 0; j < dimension; j++) {
        double part = 0;
        for (int i = 0; i < dimension; i++) {
          part = Math.fma(steps[i], precision.get(vectors, i * dimension + j), part);
        }
        algebra.axpy(size, part, basis, j * size, vector, 0);
      }
    }
    algebra.scale(size, 1 / sigma, vector, 0, step, 0);
  }

  @Override
  boolean refine() {
    return false;
  }

  @Override
  double potential() {
    double rounding = dimension * precision.unitRoundoff() * Math.max(largest, scaleOfHessian);
    double decrease = 0;
    for (int i = 0; i < dimension; i++) {
      double bend = Math.abs(eigenvalues[i]);
      if (bend > rounding) {
        decrease += slopes[i] * slopes[i] / bend / 2;
      }
    }
    return decrease / sigma / sigma;
  }

  @Override
  void commit() {}
}
