package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Matrices that factorisations are tried on, as rows of numbers of the precision. */
final class DenseCases {
  private static final double[] SPECIAL = {
    0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-40, -1e-310, 3e38
  };

  private DenseCases() {}

  static double[][] random(Precision<?> precision, Random random, int m, int n) {
    double[][] a = new double[m][n];
    for (double[] row : a) {
      for (int j = 0; j < n; j++) {
        row[j] = precision.round(random.nextDouble(-1, 1));
      }
    }
    return a;
  }

  /** Puts some special numbers into a matrix. */
  static void spoil(Precision<?> precision, Random random, double[][] a) {
    for (int count = 1 + random.nextInt(3); count > 0 && a.length > 0 && a[0].length > 0; count--) {
      double value = precision.round(SPECIAL[random.nextInt(SPECIAL.length)]);
      a[random.nextInt(a.length)][random.nextInt(a[0].length)] = value;
    }
  }

  /** Finite matrices of all that makes factorisations hard, by name. */
  static Map<String, double[][]> hard(Precision<?> precision, int m, int n) {
    Random random = new Random(m * 100L + n);
    Map<String, double[][]> cases = new LinkedHashMap<>();
    cases.put("random", random(precision, random, m, n));
    double big = precision == Precision.FLOAT ? 1e36 : 1e305;
    double tiny = precision == Precision.FLOAT ? 1e-34 : 1e-303;
    cases.put("huge", map(precision, random(precision, random, m, n), (i, j, x) -> x * big));
    cases.put("tiny", map(precision, random(precision, random, m, n), (i, j, x) -> x * tiny));
    cases.put(
        "graded columns",
        map(
            precision,
            random(precision, random, m, n),
            (i, j, x) -> x * Math.scalb(1.0, -5 * (j % 20))));
    cases.put(
        "graded rows",
        map(
            precision,
            random(precision, random, m, n),
            (i, j, x) -> x * Math.scalb(1.0, 3 * (i % 25))));
    cases.put("Hilbert", map(precision, new double[m][n], (i, j, x) -> 1.0 / (i + j + 1)));
    double[][] base = random(precision, random, m, n);
    cases.put("singular", map(precision, base, (i, j, x) -> j % 3 == 2 ? base[i][j - 1] : x));
    cases.put("zero", new double[m][n]);
    cases.put(
        "integers", map(precision, random(precision, random, m, n), (i, j, x) -> Math.rint(3 * x)));
    return cases;
  }

  interface Change {
    double apply(int i, int j, double x);
  }

  static double[][] map(Precision<?> precision, double[][] a, Change change) {
    double[][] b = new double[a.length][];
    for (int i = 0; i < a.length; i++) {
      b[i] = new double[a[i].length];
      for (int j = 0; j < b[i].length; j++) {
        b[i][j] = precision.round(change.apply(i, j, a[i][j]));
      }
    }
    return b;
  }

  /** Puts rows into an array of the precision, with something else around them. */
  static <A> A stored(Precision<A> precision, double[][] a, int offset, int ld, double guard) {
    A array = precision.newArray(offset + a.length * ld + 3);
    precision.fill(array, 0, precision.length(array), guard);
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[i].length; j++) {
        precision.set(array, offset + i * ld + j, a[i][j]);
      }
    }
    return array;
  }

  /** The largest magnitude. */
  static double max(double[][] a) {
    double max = 0;
    for (double[] row : a) {
      for (double x : row) {
        max = Math.max(max, Math.abs(x));
      }
    }
    return max;
  }

  static List<Precision<?>> precisions() {
    return List.of(Precision.FLOAT, Precision.DOUBLE);
  }

  /** The kernels of the process and the plain ones. */
  static <A> List<Kernels<A>> providers(Precision<A> precision) {
    return new ArrayList<>(List.of(Kernels.of(precision), Kernels.scalar(precision)));
  }
}
