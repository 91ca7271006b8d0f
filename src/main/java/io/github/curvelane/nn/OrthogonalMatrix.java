package io.github.curvelane.nn;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Random matrices with orthonormal columns, or rows where those are fewer, of the uniform (Haar)
 * distribution: Q of the QR decomposition of a Gaussian matrix, of which R has a positive diagonal
 * (Mezzadri, <i>How to generate random matrices from the classical compact groups</i>, 2007).
 *
 * <p>Householder's reflections, column after column. Sums are chains over ascending rows in double
 * precision, {@code s = fma(v_i, a_ij, s)}, and {@code a_ij = fma(−β·v_i, s_j, a_ij)}.
 */
final class OrthogonalMatrix {
  private OrthogonalMatrix() {}

  /** Draws rows × columns Gaussians in row-major order, and makes them orthonormal. */
  static double[] draw(RandomGenerator random, int rows, int columns) {
    double[] drawn = new double[Math.multiplyExact(rows, columns)];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = StandardNormal.next(random);
    }
    return rows >= columns
        ? orthonormal(drawn, rows, columns)
        : transposed(orthonormal(transposed(drawn, rows, columns), columns, rows), columns, rows);
  }

  private static double[] transposed(double[] a, int rows, int columns) {
    double[] transposed = new double[a.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        transposed[j * rows + i] = a[i * columns + j];
      }
    }
    return transposed;
  }

  /** Q of A = QR with m ≥ n rows; A becomes the vectors of the reflections, below its diagonal. */
  private static double[] orthonormal(double[] a, int m, int n) {
    double[] sums = new double[n];
    double[] betas = new double[n];
    boolean[] flips = new boolean[n];
    for (int k = 0; k < n; k++) {
      double squares = 0;
      for (int i = k; i < m; i++) {
        squares = Math.fma(a[i * n + k], a[i * n + k], squares);
      }
      double norm = Math.sqrt(squares);
      double head = a[k * n + k];
      flips[k] = head >= 0; // the reflection makes the diagonal of R negative
      a[k * n + k] = flips[k] ? head + norm : head - norm;
      betas[k] = 1 / (norm * (norm + Math.abs(head)));
      reflect(a, k, betas[k], m, n, a, k + 1, sums);
    }
    double[] q = new double[a.length];
    for (int j = 0; j < n; j++) {
      q[j * n + j] = 1;
    }
    for (int k = n - 1; k >= 0; k--) {
      reflect(a, k, betas[k], m, n, q, k, sums);
    }
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        q[i * n + j] = flips[j] ? -q[i * n + j] : q[i * n + j];
      }
    }
    return q;
  }

  /** Columns of a matrix from one on, reflected by the vector in column k of A: X − β v (vᵀX). */
  private static void reflect(
      double[] a, int k, double beta, int m, int n, double[] x, int from, double[] sums) {
    Arrays.fill(sums, 0);
    for (int i = k; i < m; i++) {
      double v = a[i * n + k];
      int row = i * n;
      for (int j = from; j < n; j++) {
        sums[j] = Math.fma(v, x[row + j], sums[j]);
      }
    }
    for (int i = k; i < m; i++) {
      double v = -beta * a[i * n + k];
      int row = i * n;
      for (int j = from; j < n; j++) {
        x[row + j] = Math.fma(v, sums[j], x[row + j]);
      }
    }
  }
}
