package io.github.curvelane.examples.papers;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import java.util.Arrays;

/** E(w) = ½ (w − m)ᵀ H (w − m), its eigenvalues and eigenvectors. */
final class Quadratic {
  private final double[] h;
  private final double[] minimum;
  private final double[] eigenvalues;
  private final double[] eigenvectors;

  /**
   * Creates it from a symmetric matrix.
   *
   * @param h H by rows
   * @param minimum m
   */
  Quadratic(double[] h, double[] minimum) {
    int n = minimum.length;
    this.h = h.clone();
    this.minimum = minimum.clone();
    eigenvalues = new double[n];
    eigenvectors = new double[n * n];
    Kernels.of(Precision.DOUBLE)
        .newSymmetricEigen(Parallelism.none())
        .decompose(n, h.clone(), 0, n, eigenvalues, 0, eigenvectors, 0, n);
  }

  /** With given eigenvalues along the axes, and its minimum at 0. */
  static Quadratic diagonal(double... eigenvalues) {
    int n = eigenvalues.length;
    double[] h = new double[n * n];
    for (int i = 0; i < n; i++) {
      h[i * n + i] = eigenvalues[i];
    }
    return new Quadratic(h, new double[n]);
  }

  /** With given eigenvalues along axes that are drawn: those of a product of reflections. */
  static Quadratic rotated(Draws draws, double... eigenvalues) {
    int n = eigenvalues.length;
    double[] h = diagonal(eigenvalues).h;
    for (int k = 0; k < n; k++) {
      reflect(h, n, draws.gaussians(n));
    }
    return new Quadratic(h, new double[n]);
  }

  /** H ← P H P with P = I − 2vvᵀ/vᵀv. */
  private static void reflect(double[] h, int n, double[] v) {
    double norm = dot(v, v);
    for (int side = 0; side < 2; side++) {
      for (int i = 0; i < n; i++) {
        double along = 0;
        for (int j = 0; j < n; j++) {
          along += h[side == 0 ? i * n + j : j * n + i] * v[j];
        }
        for (int j = 0; j < n; j++) {
          h[side == 0 ? i * n + j : j * n + i] -= 2 * along / norm * v[j];
        }
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        h[i * n + j] = h[j * n + i];
      }
    }
  }

  double[] minimum() {
    return minimum.clone();
  }

  int dimension() {
    return minimum.length;
  }

  double[] matrix() {
    return h.clone();
  }

  /** Ascending. */
  double eigenvalue(int index) {
    return eigenvalues[index];
  }

  double largest() {
    return eigenvalues[eigenvalues.length - 1];
  }

  double condition() {
    return largest() / eigenvalues[0];
  }

  /** The eigenvector of an eigenvalue, of length 1. */
  double[] eigenvector(int index) {
    int n = dimension();
    return Arrays.copyOfRange(eigenvectors, index * n, (index + 1) * n);
  }

  double value(double... w) {
    double[] image = new double[w.length];
    gradient(w, image);
    double sum = 0;
    for (int i = 0; i < w.length; i++) {
      sum += image[i] * (w[i] - minimum[i]);
    }
    return sum / 2;
  }

  private void gradient(double[] w, double[] gradient) {
    int n = dimension();
    for (int i = 0; i < n; i++) {
      gradient[i] = 0;
      for (int j = 0; j < n; j++) {
        gradient[i] += h[i * n + j] * (w[j] - minimum[j]);
      }
    }
  }

  void product(double[] v, double[] product) {
    int n = dimension();
    for (int i = 0; i < n; i++) {
      product[i] = 0;
      for (int j = 0; j < n; j++) {
        product[i] += h[i * n + j] * v[j];
      }
    }
  }

  HessianProducts<double[]> objective() {
    return Objective.of(
        Precision.DOUBLE,
        dimension(),
        this::value,
        this::gradient,
        (_, v, product) -> product(v, product));
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }
}
