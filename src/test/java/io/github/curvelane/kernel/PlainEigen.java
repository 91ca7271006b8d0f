package io.github.curvelane.kernel;

import io.github.curvelane.Precision;

/** The steps of {@link SymmetricEigen} as they are stated, one element after another. */
final class PlainEigen {
  private static final int BLOCK = 32;

  final double[] values;
  final double[][] vectors;
  private final Rounded r;
  private final int n;
  private final double[][] a;
  private final double[][] v;
  private final double[][] w;
  private final double[] t;
  private final double[] d;
  private final double[] e;
  private final double[][] rows;

  PlainEigen(Precision<?> precision, double[][] lower) {
    r = new Rounded(precision);
    n = lower.length;
    double max = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        max = Math.max(max, Math.abs(lower[i][j]));
      }
    }
    int exponent = r.exponent(max);
    a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        a[i][j] = a[j][i] = r.of(Math.scalb(lower[i][j], -exponent));
      }
    }
    v = new double[n][n];
    w = new double[n][n];
    t = new double[n];
    d = new double[n];
    e = new double[n];
    reduce();
    rows = new double[n][n];
    for (int i = 0; i < n; i++) {
      rows[i][i] = 1;
    }
    for (int first = (n - 3) / BLOCK * BLOCK; first >= 0 && n > 2; first -= BLOCK) {
      applyBlock(first, Math.min(first + BLOCK, n - 2));
    }
    iterate();
    values = new double[n];
    vectors = new double[n][];
    sort(exponent);
  }

  /** Of a tridiagonal matrix, whose eigenvectors' rows are those of VZ. */
  PlainEigen(Precision<?> precision, double[] diagonal, double[] beside, double[][] z) {
    r = new Rounded(precision);
    n = diagonal.length;
    double max = 0;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, Math.max(Math.abs(diagonal[i]), i < n - 1 ? Math.abs(beside[i]) : 0));
    }
    int exponent = r.exponent(max);
    a = v = w = new double[0][];
    t = new double[0];
    d = new double[n];
    e = new double[n];
    rows = new double[n][];
    for (int i = 0; i < n; i++) {
      d[i] = Math.scalb(diagonal[i], -exponent);
      e[i] = i < n - 1 ? Math.scalb(beside[i], -exponent) : 0;
      rows[i] = z[i].clone();
    }
    iterate();
    values = new double[n];
    vectors = new double[n][];
    sort(exponent);
  }

  private void sort(int exponent) {
    boolean[] taken = new boolean[n];
    for (int i = 0; i < n; i++) {
      int least = -1;
      for (int j = 0; j < n; j++) {
        if (!taken[j] && (least < 0 || d[j] < d[least])) {
          least = j;
        }
      }
      taken[least] = true;
      values[i] = r.of(Math.scalb(d[least], exponent));
      vectors[i] = rows[least];
    }
  }

  /** A chain over ascending indices. */
  private double chain(double start, int from, int to, Rounded.Term x, Rounded.Term y) {
    double c = start;
    for (int k = from; k < to; k++) {
      c = r.fma(x.at(k), y.at(k), c);
    }
    return c;
  }

  private void reduce() {
    for (int first = 0; first < n - 2; first += BLOCK) {
      int end = Math.min(first + BLOCK, n - 2);
      for (int j = first; j < end; j++) {
        reduceColumn(first, j);
      }
      for (int i = end; i < n; i++) {
        for (int k = end; k <= i; k++) {
          int x = i;
          int y = k;
          double c = chain(a[i][k], first, end, q -> -v[q][x], q -> w[q][y]);
          a[i][k] = a[k][i] = chain(c, first, end, q -> -w[q][x], q -> v[q][y]);
        }
      }
    }
    for (int j = Math.max(0, n - 2); j < n; j++) {
      d[j] = a[j][j];
      e[j] = j < n - 1 ? a[j + 1][j] : 0;
    }
  }

  private void reduceColumn(int first, int j) {
    double[] x = a[j].clone();
    for (int k = j; k < n; k++) {
      int i = k;
      double c = chain(x[i], first, j, q -> -w[q][j], q -> v[q][i]);
      x[i] = chain(c, first, j, q -> -v[q][j], q -> w[q][i]);
    }
    d[j] = x[j];
    int rest = n - j - 1;
    double norm = r.norm(rest, i -> x[j + 1 + i]);
    if (norm == 0) {
      return;
    }
    e[j] = -Math.copySign(norm, x[j + 1]);
    double scale = Math.scalb(1.0, -r.exponent(norm));
    for (int i = j + 1; i < n; i++) {
      v[j][i] = r.multiply(x[i], scale);
    }
    double length = r.multiply(norm, scale);
    v[j][j + 1] = r.add(v[j][j + 1], Math.copySign(length, v[j][j + 1]));
    t[j] = r.divide(1, r.multiply(length, Math.abs(v[j][j + 1])));
    for (int k = j + 1; k < n; k++) {
      int i = k;
      w[j][i] = chain(0, j + 1, n, q -> v[j][q], q -> a[q][i]);
    }
    takeOff(first, j, w, v);
    takeOff(first, j, v, w);
    for (int i = j + 1; i < n; i++) {
      w[j][i] = r.multiply(w[j][i], t[j]);
    }
    double dot = r.chains(rest, i -> v[j][j + 1 + i], i -> w[j][j + 1 + i]);
    double half = r.multiply(r.multiply(0.5, t[j]), dot);
    for (int i = j + 1; i < n; i++) {
      w[j][i] = r.fma(-half, v[j][i], w[j][i]);
    }
  }

  private void takeOff(int first, int j, double[][] of, double[][] along) {
    double[] sums = new double[n];
    for (int q = first; q < j; q++) {
      double[] row = of[q];
      sums[q] = chain(0, j + 1, n, k -> v[j][k], k -> row[k]);
    }
    for (int k = j + 1; k < n; k++) {
      int i = k;
      w[j][i] = chain(w[j][i], first, j, q -> -sums[q], q -> along[q][i]);
    }
  }

  private void applyBlock(int first, int end) {
    double[][] triangle = new double[end - first][end - first];
    for (int j = 0; j < end - first; j++) {
      for (int i = 0; i < j; i++) {
        double sum = 0;
        for (int q = i; q < j; q++) {
          double[] x = v[first + j];
          double[] y = v[first + q];
          sum = r.fma(triangle[i][q], chain(0, first + 1, n, k -> x[k], k -> y[k]), sum);
        }
        triangle[i][j] = r.multiply(-t[first + j], sum);
      }
      triangle[j][j] = t[first + j];
    }
    for (int k = first + 1; k < n; k++) {
      double[] row = rows[k];
      double[] left = new double[end - first];
      double[] right = new double[end - first];
      for (int q = 0; q < left.length; q++) {
        double[] x = v[first + q];
        left[q] = chain(0, first + 1, n, i -> row[i], i -> x[i]);
      }
      for (int q = 0; q < left.length; q++) {
        double[] x = triangle[q];
        right[q] = chain(0, 0, left.length, i -> left[i], i -> x[i]);
      }
      for (int c = first + 1; c < n; c++) {
        int i = c;
        row[i] = chain(row[i], 0, left.length, q -> -right[q], q -> v[first + q][i]);
      }
    }
  }

  private void iterate() {
    double unit = 2 * r.precision().unitRoundoff();
    for (int l = 0; l < n; l++) {
      for (int sweeps = 0; true; sweeps++) {
        double negligible = sweeps < 30 ? Double.MIN_NORMAL / Math.ulp(1.0) : unit;
        int m = l;
        while (m < n - 1
            && !(Math.abs(e[m]) <= unit * (Math.abs(d[m]) + Math.abs(d[m + 1])) + negligible)) {
          m++;
        }
        if (m == l) {
          break;
        }
        sweep(l, m);
      }
    }
  }

  private void sweep(int l, int m) {
    double g = (d[l + 1] - d[l]) / (2 * e[l]);
    g = d[m] - d[l] + e[l] / (g + Math.copySign(hypotenuse(g, 1), g));
    double s = 1;
    double c = 1;
    double p = 0;
    for (int i = m - 1; i >= l; i--) {
      double f = s * e[i];
      double b = c * e[i];
      double radius = hypotenuse(f, g);
      e[i + 1] = radius;
      s = radius == 0 ? 0 : f / radius;
      c = radius == 0 ? 1 : g / radius;
      g = d[i + 1] - p;
      double x = Math.fma(d[i] - g, s, 2 * c * b);
      p = s * x;
      d[i + 1] = g + p;
      g = Math.fma(c, x, -b);
      for (int j = 0; j < rows[i].length; j++) {
        double z = rows[i + 1][j];
        double y = rows[i][j];
        double cosine = r.of(c);
        double sine = r.of(s);
        rows[i + 1][j] = r.fma(sine, y, r.multiply(cosine, z));
        rows[i][j] = r.fma(cosine, y, -r.multiply(sine, z));
      }
    }
    d[l] -= p;
    e[l] = g;
    e[m] = 0;
  }

  private static double hypotenuse(double x, double y) {
    double large = Math.max(Math.abs(x), Math.abs(y));
    double small = Math.min(Math.abs(x), Math.abs(y));
    return small == 0 ? large : large * Math.sqrt(Math.fma(small / large, small / large, 1));
  }
}
