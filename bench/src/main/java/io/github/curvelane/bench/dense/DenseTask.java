package io.github.curvelane.bench.dense;

import java.util.SplittableRandom;

/**
 * One matrix to factor, in double precision.
 *
 * @param kind into what
 * @param m its rows
 * @param n its columns, m unless for QR
 * @param a its elements, row-major
 */
public record DenseTask(Factorization kind, int m, int n, double[] a) {
  private static final long SEED = 20261129;

  /** Makes a random matrix, symmetric and positive definite where it must be. */
  static DenseTask random(Factorization kind, int m, int n) {
    double[] a = new SplittableRandom(SEED).doubles((long) m * n, -1, 1).toArray();
    boolean symmetric = kind == Factorization.CHOLESKY || kind == Factorization.EIGEN;
    for (int i = 0; symmetric && i < n; i++) {
      for (int j = 0; j < i; j++) {
        a[j * n + i] = a[i * n + j];
      }
      a[i * n + i] += kind == Factorization.CHOLESKY ? n : 0;
    }
    return new DenseTask(kind, m, n, a);
  }

  @Override
  public String toString() {
    return kind + " " + (m == n ? "" + n : m + "x" + n);
  }
}
