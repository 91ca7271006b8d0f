package io.github.curvelane.kernel;

import io.github.curvelane.Precision;

/** The steps of {@link PivotedQr} as they are stated, one element after another. */
final class PlainQr {
  final double[][] a;
  final int[] columns;
  private final Rounded r;
  private final int m;
  private final int n;
  private final double[][] vectors;
  private final double[] factors;

  PlainQr(Precision<?> precision, double[][] matrix, int m, int n, boolean pivoting) {
    this.r = new Rounded(precision);
    this.m = m;
    this.n = n;
    a = DenseCases.map(precision, matrix, (i, j, x) -> x);
    columns = new int[n];
    vectors = new double[Math.min(m, n)][];
    factors = new double[Math.min(m, n)];
    double[] norms = new double[n];
    double[] summed = new double[n];
    for (int j = 0; j < n; j++) {
      columns[j] = j;
      summed[j] = norms[j] = norm(0, j);
    }
    for (int k = 0; k < Math.min(m, n); k++) {
      int p = pivoting ? longest(k, norms) : k;
      exchange(k, p);
      exchange(norms, k, p);
      exchange(summed, k, p);
      reflect(k);
      for (int j = k + 1; j < n && pivoting; j++) {
        downdate(k, j, norms, summed);
      }
    }
    for (int i = 0; i < Math.min(m, n); i++) {
      for (int j = 0; j < Math.min(i, n); j++) {
        a[i][j] = 0;
      }
    }
  }

  private double norm(int from, int j) {
    return r.norm(m - from, i -> a[from + i][j]);
  }

  private int longest(int k, double[] norms) {
    for (int j = k; j < n; j++) {
      if (Double.isNaN(norms[j])) {
        return j;
      }
    }
    int p = k;
    for (int j = k; j < n; j++) {
      p = norms[j] > norms[p] ? j : p;
    }
    return p;
  }

  private static void exchange(double[] x, int k, int p) {
    double swapped = x[k];
    x[k] = x[p];
    x[p] = swapped;
  }

  private void exchange(int k, int p) {
    for (double[] row : a) {
      exchange(row, k, p);
    }
    int column = columns[k];
    columns[k] = columns[p];
    columns[p] = column;
  }

  private void reflect(int k) {
    int rows = m - k;
    double norm = norm(k, k);
    double alpha = a[k][k];
    double[] v = new double[rows];
    vectors[k] = v;
    if (norm == 0) {
      return;
    }
    double s = Math.scalb(1.0, -r.exponent(norm));
    for (int i = 0; i < rows; i++) {
      v[i] = r.multiply(a[k + i][k], s);
    }
    double length = r.multiply(norm, s);
    v[0] = r.add(v[0], Math.copySign(length, v[0]));
    factors[k] = r.divide(1, r.multiply(length, Math.abs(v[0])));
    for (int j = k + 1; j < n; j++) {
      int column = j;
      double f = r.multiply(-factors[k], r.chains(rows, i -> v[i], i -> a[k + i][column]));
      for (int i = 0; i < rows; i++) {
        a[k + i][j] = r.fma(v[i], f, a[k + i][j]);
      }
    }
    a[k][k] = -Math.copySign(norm, alpha);
  }

  private void downdate(int k, int j, double[] norms, double[] summed) {
    if (norms[j] == 0) {
      return;
    }
    double z = r.divide(Math.abs(a[k][j]), norms[j]);
    double remaining = Math.max(0, r.fma(-z, z, 1));
    double ratio = r.divide(norms[j], summed[j]);
    double trusted = r.sqrt(r.precision().unitRoundoff());
    if (r.multiply(remaining, r.multiply(ratio, ratio)) <= trusted) {
      summed[j] = norms[j] = norm(k + 1, j);
    } else {
      norms[j] = r.multiply(norms[j], r.sqrt(remaining));
    }
  }

  double[] applyTransposed(double[] b) {
    double[] result = b.clone();
    for (int k = 0; k < vectors.length; k++) {
      apply(k, result);
    }
    return result;
  }

  double[] apply(double[] b) {
    double[] result = b.clone();
    for (int k = vectors.length - 1; k >= 0; k--) {
      apply(k, result);
    }
    return result;
  }

  private void apply(int k, double[] b) {
    double[] v = vectors[k];
    double f = r.multiply(-factors[k], r.chains(v.length, i -> v[i], i -> b[k + i]));
    for (int i = 0; i < v.length; i++) {
      b[k + i] = r.fma(v[i], f, b[k + i]);
    }
  }

  double[] solve(int size, double[] y) {
    double[] x = y.clone();
    for (int i = size - 1; i >= 0; i--) {
      for (int j = i + 1; j < size; j++) {
        x[i] = r.fma(-a[i][j], x[j], x[i]);
      }
      x[i] = r.divide(x[i], a[i][i]);
    }
    return x;
  }

  double[] solveTransposed(int size, double[] y) {
    double[] x = y.clone();
    for (int j = 0; j < size; j++) {
      for (int i = 0; i < j; i++) {
        x[j] = r.fma(-a[i][j], x[i], x[j]);
      }
      x[j] = r.divide(x[j], a[j][j]);
    }
    return x;
  }
}
