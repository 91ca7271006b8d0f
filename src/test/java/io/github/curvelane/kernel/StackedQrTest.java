package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Triangles of stacked rows against the stated steps, bit for bit, and against the whole matrix.
 */
final class StackedQrTest {
  private static final long WARM_UP_NANOS = 30_000_000_000L;
  private static final int BLOCK = 32;
  private static final double GUARD = -77.25;

  static List<Precision<?>> precisions() {
    return DenseCases.precisions();
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void triangleIsThatOfTheStatedSteps(Precision<A> precision) {
    int[] columns = {0, 1, 2, 3, 7, 8, 9, 16, 17, 31, 32, 33, 40, 65, 70};
    int[] rows = {0, 1, 2, 3, 4, 5, 9, 30, 50};
    try (Parallelism team = Parallelism.threads(3)) {
      List<StackedQr<A>> all =
          List.of(
              Kernels.of(precision).newStackedQr(Parallelism.none()),
              Kernels.of(precision).newStackedQr(team),
              Kernels.scalar(precision).newStackedQr(Parallelism.none()));
      for (int seed = 0; seed < 150; seed++) {
        Random random = new Random(seed);
        int n = columns[seed % columns.length];
        int m = rows[random.nextInt(rows.length)];
        double[][] start =
            DenseCases.map(
                precision,
                DenseCases.random(precision, random, n, n),
                (i, j, x) -> j < i ? GUARD : j % 5 == 3 ? 0 : x);
        double[][] a =
            DenseCases.map(
                precision,
                DenseCases.random(precision, random, m, n),
                (i, j, x) -> j % 5 == 3 ? 0 : x);
        if (seed % 4 == 3) {
          DenseCases.spoil(precision, random, a);
        }
        double[][] expected = DenseCases.map(precision, start, (i, j, x) -> x);
        update(precision, expected, DenseCases.map(precision, a, (i, j, x) -> x));
        int ldr = n + seed % 3;
        A r = DenseCases.stored(precision, expected, seed % 4, ldr, GUARD);
        for (StackedQr<A> stacked : all) {
          A found = DenseCases.stored(precision, start, seed % 4, ldr, GUARD);
          A stored = DenseCases.stored(precision, a, 1, n + 2, GUARD);
          stacked.update(n, found, seed % 4, ldr, m, stored, 1, n + 2);
          assertThat(precision.sameBits(found, r)).as("%d rows, %d columns", m, n).isTrue();
          assertThat(precision.get(stored, 0)).isEqualTo(GUARD);
        }
      }
    }
  }

  /** The steps of the Javadoc. */
  private static void update(Precision<?> precision, double[][] triangle, double[][] a) {
    Rounded r = new Rounded(precision);
    int n = triangle.length;
    int m = a.length;
    for (int first = 0; first < n; first += BLOCK) {
      int columns = Math.min(BLOCK, n - first);
      double[][] v = new double[columns][m + 1];
      double[] t = new double[columns];
      for (int k = 0; k < columns; k++) {
        double[] row = triangle[first + k];
        int column = first + k;
        double[] x = v[k];
        x[0] = row[column];
        for (int i = 0; i < m; i++) {
          x[i + 1] = a[i][column];
        }
        double norm = r.norm(m + 1, i -> x[i]);
        double alpha = x[0];
        if (norm == 0) {
          continue;
        }
        double scale = Math.scalb(1.0, -r.exponent(norm));
        for (int i = 0; i <= m; i++) {
          x[i] = r.multiply(x[i], scale);
        }
        double length = r.multiply(norm, scale);
        x[0] = r.add(x[0], Math.copySign(length, x[0]));
        t[k] = r.divide(1, r.multiply(length, Math.abs(x[0])));
        for (int c = column + 1; c < first + columns; c++) {
          int j = c;
          double sum = r.chains(m + 1, i -> x[i], i -> i == 0 ? row[j] : a[i - 1][j]);
          double f = r.multiply(-t[k], sum);
          row[j] = r.fma(x[0], f, row[j]);
          for (int i = 0; i < m; i++) {
            a[i][j] = r.fma(x[i + 1], f, a[i][j]);
          }
        }
        row[column] = -Math.copySign(norm, alpha);
      }
      applyBlock(r, triangle, a, first, v, t);
    }
  }

  private static void applyBlock(
      Rounded r, double[][] triangle, double[][] a, int first, double[][] v, double[] t) {
    int columns = v.length;
    double[][] block = new double[columns][columns];
    for (int k = 0; k < columns; k++) {
      for (int i = 0; i < k; i++) {
        double sum = 0;
        for (int q = i; q < k; q++) {
          double g = 0;
          for (int row = 1; row < v[k].length; row++) {
            g = r.fma(v[k][row], v[q][row], g);
          }
          sum = r.fma(block[i][q], g, sum);
        }
        block[i][k] = r.multiply(-t[k], sum);
      }
      block[k][k] = t[k];
    }
    for (int j = first + columns; j < triangle.length; j++) {
      double[] w = new double[columns];
      double[] y = new double[columns];
      for (int k = 0; k < columns; k++) {
        for (int i = 0; i < a.length; i++) {
          w[k] = r.fma(v[k][i + 1], a[i][j], w[k]);
        }
        w[k] = r.fma(v[k][0], triangle[first + k][j], w[k]);
      }
      for (int k = 0; k < columns; k++) {
        for (int q = 0; q < columns; q++) {
          y[k] = r.fma(block[q][k], w[q], y[k]);
        }
        triangle[first + k][j] = r.fma(-v[k][0], y[k], triangle[first + k][j]);
      }
      for (int i = 0; i < a.length; i++) {
        for (int k = 0; k < columns; k++) {
          a[i][j] = r.fma(-v[k][i + 1], y[k], a[i][j]);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void productWithItsTransposeIsThatOfTheRows(Precision<A> precision) {
    StackedQr<A> stacked = Kernels.of(precision).newStackedQr(Parallelism.none());
    for (int n : new int[] {1, 5, 33, 70}) {
      int m = 90;
      DenseCases.hard(precision, m, n)
          .forEach(
              (name, a) -> {
                if (name.equals("huge")) {
                  return; // Norms of columns are beyond the range.
                }
                A r = precision.newArray(n * n);
                for (int from = 0; from < m; from += 25) {
                  double[][] rows = Arrays.copyOfRange(a, from, Math.min(from + 25, m));
                  A block = DenseCases.stored(precision, rows, 0, n, 0);
                  stacked.update(n, r, 0, n, rows.length, block, 0, n);
                }
                checkGram(precision, a, r, name);
              });
    }
  }

  private static <A> void checkGram(Precision<A> precision, double[][] a, A r, String name) {
    int n = a[0].length;
    double[] lengths = new double[n];
    for (double[] row : a) {
      for (int j = 0; j < n; j++) {
        lengths[j] = Math.hypot(lengths[j], row[j]);
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        double scale = lengths[i] == 0 || lengths[j] == 0 ? 1 : 1 / lengths[i];
        double other = lengths[i] == 0 || lengths[j] == 0 ? 1 : 1 / lengths[j];
        double sum = 0;
        for (double[] row : a) {
          sum += row[i] * scale * (row[j] * other);
        }
        for (int k = 0; k <= i; k++) {
          sum -= precision.get(r, k * n + i) * scale * (precision.get(r, k * n + j) * other);
        }
        assertThat(Math.abs(sum))
            .as("%s, n = %d, %d, %d", name, n, i, j)
            .isLessThanOrEqualTo(40 * precision.unitRoundoff() * Math.sqrt(n));
      }
    }
  }

  /** The line 1 + x/2 through (1, 1), (2, 3), (3, 2), its right side as a third column. */
  @ParameterizedTest
  @MethodSource("precisions")
  <A> void leastSquaresOfAHandCheckedLine(Precision<A> precision) {
    StackedQr<A> stacked = Kernels.of(precision).newStackedQr(Parallelism.none());
    A r = precision.newArray(9);
    stacked.update(3, r, 0, 3, 2, precision.of(1, 1, 1, 1, 2, 3), 0, 3);
    stacked.update(3, r, 0, 3, 1, precision.of(1, 3, 2), 0, 3);
    double slope = precision.get(r, 5) / precision.get(r, 4);
    double level = (precision.get(r, 2) - precision.get(r, 1) * slope) / precision.get(r, 0);
    double bound = 60 * precision.unitRoundoff();
    assertThat(slope).isBetween(0.5 - bound, 0.5 + bound);
    assertThat(level).isBetween(1 - bound, 1 + bound);
    double residual = Math.sqrt(1.5);
    assertThat(Math.abs(precision.get(r, 8))).isBetween(residual - bound, residual + bound);
  }

  @Test
  void wrongArgumentsAreNamed() {
    StackedQr<float[]> stacked = Kernels.of(Precision.FLOAT).newStackedQr(Parallelism.none());
    float[] r = new float[12];
    float[] a = new float[12];
    refused(() -> stacked.update(-3, r, 0, 3, 4, a, 0, 3), "n is -3, must be at least 0");
    refused(() -> stacked.update(3, r, 0, 3, -4, a, 0, 3), "rows is -4, must be at least 0");
    refused(
        () -> stacked.update(3, r, 0, 2, 4, a, 0, 3),
        "the leading dimension of r is 2, must be at least 3");
    refused(
        () -> stacked.update(3, r, 4, 3, 4, a, 0, 3),
        "r ends at index 13 (offset 4), but its length is 12");
    refused(
        () -> stacked.update(3, r, 0, 3, 4, a, 1, 3),
        "a ends at index 13 (offset 1), but its length is 12");
    refused(() -> stacked.update(3, r, 0, 3, 1, r, 8, 3), "a (offset 8) overlaps r (offset 0)");
    assertThat(stacked).hasToString("stacked QR factorisation for float");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void nothingIsAllocated(Precision<A> precision) {
    StackedQr<A> stacked = Kernels.of(precision).newStackedQr(Parallelism.none());
    int n = 50;
    A a = DenseCases.stored(precision, DenseCases.random(precision, new Random(1), 40, n), 0, n, 0);
    A rows = precision.newArray(40 * n);
    A r = precision.newArray(n * n);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    long deadline = System.nanoTime() + WARM_UP_NANOS;
    while (least > 0 && System.nanoTime() < deadline) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int size = n; size > 0; size /= 3) {
        precision.copy(a, 0, rows, 0, 40 * n);
        stacked.update(size, r, 0, n, 40, rows, 0, n);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }
}
