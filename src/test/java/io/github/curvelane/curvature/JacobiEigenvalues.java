package io.github.curvelane.curvature;

import java.util.Arrays;

/**
 * Jacobi's method by cyclic rotations (Golub and Van Loan 2013, section 8.5): an oracle that shares
 * no code and no idea with the library's eigensolver.
 */
final class JacobiEigenvalues {
  private static final int SWEEPS = 30;

  private JacobiEigenvalues() {}

  /** The eigenvalues of a symmetric n×n matrix, ascending, to a few u·‖A‖. */
  static double[] of(int n, double[] matrix) {
    double[] a = matrix.clone();
    for (int sweep = 0; sweep < SWEEPS && offDiagonal(n, a) > 0; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotate(n, a, p, q);
        }
      }
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = a[i * n + i];
    }
    Arrays.sort(values);
    return values;
  }

  /** The largest magnitude that matters beside the diagonal elements of its row and column. */
  private static double offDiagonal(int n, double[] a) {
    double norm = 0;
    for (double element : a) {
      norm = Math.max(norm, Math.abs(element));
    }
    double largest = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        largest = Math.max(largest, Math.abs(a[i * n + j]));
      }
    }
    return largest > 0x1p-60 * norm ? largest : 0;
  }

  private static void rotate(int n, double[] a, int p, int q) {
    double apq = a[p * n + q];
    if (apq == 0) {
      return;
    }
    double tau = (a[q * n + q] - a[p * n + p]) / (2 * apq);
    double t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
    double c = 1 / Math.sqrt(1 + t * t);
    double s = t * c;
    for (int k = 0; k < n; k++) {
      double kp = a[k * n + p];
      double kq = a[k * n + q];
      a[k * n + p] = c * kp - s * kq;
      a[k * n + q] = s * kp + c * kq;
    }
    for (int k = 0; k < n; k++) {
      double pk = a[p * n + k];
      double qk = a[q * n + k];
      a[p * n + k] = c * pk - s * qk;
      a[q * n + k] = s * pk + c * qk;
    }
    a[p * n + q] = 0;
    a[q * n + p] = 0;
  }
}
