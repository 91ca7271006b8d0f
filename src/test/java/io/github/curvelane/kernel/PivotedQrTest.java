package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Precision;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** QR against the steps that its Javadoc states, bit for bit, and against what a QR must be. */
final class PivotedQrTest {
  /** Around the chains of four, and around strips of 8 and 16 columns. */
  private static final int[] SIZES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 18, 25, 33};

  private static final long WARM_UP_NANOS = 30_000_000_000L;
  private static final double GUARD = -77.25;

  static List<Precision<?>> precisions() {
    return DenseCases.precisions();
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void factorsAreThoseOfTheStatedSteps(Precision<A> precision) {
    List<Kernels<A>> providers = DenseCases.providers(precision);
    List<PivotedQr<A>> factorizations = providers.stream().map(Kernels::newPivotedQr).toList();
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      int m = SIZES[random.nextInt(SIZES.length)];
      int n = SIZES[random.nextInt(SIZES.length)];
      double[][] a = DenseCases.random(precision, random, m, n);
      if (seed % 3 == 0) {
        DenseCases.spoil(precision, random, a);
      }
      boolean pivoting = seed % 4 != 1;
      double[][] b = DenseCases.random(precision, random, 1, m);
      for (PivotedQr<A> qr : factorizations) {
        compare(precision, qr, a, b[0], pivoting, seed);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void hardMatricesTakeTheStatedSteps(Precision<A> precision) {
    PivotedQr<A> qr = Kernels.of(precision).newPivotedQr();
    for (int[] size : new int[][] {{12, 9}, {20, 20}, {7, 18}}) {
      DenseCases.hard(precision, size[0], size[1])
          .forEach((name, a) -> compare(precision, qr, a, new double[size[0]], true, size[0]));
    }
  }

  private static <A> void compare(
      Precision<A> precision, PivotedQr<A> qr, double[][] a, double[] b, boolean pivots, int seed) {
    int m = a.length;
    int n = m == 0 ? 5 : a[0].length;
    PlainQr expected = new PlainQr(precision, a, m, n, pivots);
    int lda = n + seed % 3;
    int offset = seed % 5;
    A stored = DenseCases.stored(precision, a, offset, lda, GUARD);
    A before = DenseCases.stored(precision, a, offset, lda, GUARD);
    A carried = DenseCases.stored(precision, new double[][] {b}, 2, m, GUARD);
    A later = DenseCases.stored(precision, new double[][] {b}, 1, m, GUARD);
    if (pivots) {
      qr.factor(m, n, stored, offset, lda, carried, 2);
    } else {
      qr.factorInOrder(m, n, stored, offset, lda, carried, 2);
    }
    String what = "%d x %d, seed %d".formatted(m, n, seed);
    assertThat(precision.sameBits(stored, before)).as(what).isTrue();
    qr.applyTransposed(later, 1);
    double[] product = expected.applyTransposed(b);
    assertSame(precision, product, carried, 2, what + ", carried");
    assertSame(precision, product, later, 1, what + ", applied");
    qr.apply(later, 1);
    assertSame(precision, expected.apply(product), later, 1, what + ", applied again");
    A r = precision.newArray(1 + Math.min(m, n) * (n + 2) + n);
    qr.copyR(r, 1, n + 2);
    for (int i = 0; i < Math.min(m, n); i++) {
      assertSame(precision, expected.a[i], r, 1 + i * (n + 2), what + ", row " + i);
      for (int j = 0; j < n; j++) {
        assertThat(qr.r(i, j)).as(what).isEqualTo(Double.valueOf(expected.a[i][j]));
      }
    }
    for (int j = 0; j < n; j++) {
      assertThat(qr.column(j)).as(what).isEqualTo(expected.columns[j]);
    }
    int size = Math.min(m, n) - seed % 2 * Math.min(1, Math.min(m, n));
    A y = DenseCases.stored(precision, new double[][] {b}, 3, m, GUARD);
    qr.solve(size, y, 3);
    double[] x = expected.solve(size, b);
    assertSame(precision, x, y, 3, what + ", solved");
    qr.solveTransposed(size, y, 3);
    assertSame(precision, expected.solveTransposed(size, x), y, 3, what + ", solved again");
  }

  private static <A> void assertSame(
      Precision<A> precision, double[] expected, A actual, int offset, String what) {
    A cut = precision.newArray(expected.length);
    precision.copy(actual, offset, cut, 0, expected.length);
    assertThat(precision.sameBits(cut, precision.of(expected)))
        .as(
            "%s: %s, not %s",
            what, Arrays.toString(precision.toDoubles(cut)), Arrays.toString(expected))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void productIsTheMatrixAndReflectionsAreOrthogonal(Precision<A> precision) {
    PivotedQr<A> qr = Kernels.of(precision).newPivotedQr();
    double u = precision.unitRoundoff();
    for (int[] size : new int[][] {{1, 1}, {6, 3}, {40, 9}, {25, 25}, {9, 17}, {130, 20}}) {
      int m = size[0];
      int n = size[1];
      DenseCases.hard(precision, m, n)
          .forEach(
              (name, a) -> {
                A stored = DenseCases.stored(precision, a, 0, n, 0);
                qr.factor(m, n, stored, 0, n);
                for (int j = 0; j < n; j++) {
                  A column = precision.newArray(m);
                  for (int i = 0; i <= Math.min(j, m - 1); i++) {
                    precision.set(column, i, qr.r(i, j));
                  }
                  qr.apply(column, 0);
                  double length = 0;
                  for (int i = 0; i < m; i++) {
                    length = Math.max(length, Math.abs(a[i][qr.column(j)]));
                  }
                  for (int i = 0; i < m; i++) {
                    double error = precision.get(column, i) - a[i][qr.column(j)];
                    assertThat(Math.abs(error) / (length == 0 ? 1 : length))
                        .as("%s, %d x %d, column %d", name, m, n, j)
                        .isLessThanOrEqualTo(12 * u * Math.sqrt(m) * Math.sqrt(n));
                  }
                }
                checkOrthogonal(precision, qr, m, n, name);
              });
    }
  }

  private static <A> void checkOrthogonal(
      Precision<A> precision, PivotedQr<A> qr, int m, int n, String name) {
    double[][] q = new double[m][];
    for (int j = 0; j < m; j++) {
      A unit = precision.newArray(m);
      precision.set(unit, j, 1);
      qr.apply(unit, 0);
      q[j] = precision.toDoubles(unit);
    }
    for (int i = 0; i < m; i++) {
      for (int j = 0; j <= i; j++) {
        double dot = i == j ? -1 : 0;
        for (int k = 0; k < m; k++) {
          dot += q[i][k] * q[j][k];
        }
        assertThat(Math.abs(dot))
            .as("%s, %d x %d, rows %d and %d of Q", name, m, n, i, j)
            .isLessThanOrEqualTo(12 * precision.unitRoundoff() * Math.sqrt(m * (n + 1.0)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void theDiagonalDescendsAndShowsTheRank(Precision<A> precision) {
    PivotedQr<A> qr = Kernels.of(precision).newPivotedQr();
    double tolerance = 30 * 2 * precision.unitRoundoff();
    double[][] a = DenseCases.hard(precision, 30, 18).get("singular");
    qr.factor(30, 18, DenseCases.stored(precision, a, 0, 18, 0), 0, 18);
    assertThat(qr.rank(tolerance)).isEqualTo(12);
    assertThat(qr.rank(1)).isZero();
    for (int k = 1; k < 18; k++) {
      double bound = Math.abs(qr.r(k - 1, k - 1)) * (1 + 1e-3);
      assertThat(Math.abs(qr.r(k, k))).isLessThanOrEqualTo(bound);
    }
    qr.factor(4, 3, precision.newArray(12), 0, 3);
    assertThat(qr.rank(0)).isZero();
    A nan = precision.of(1, 2, 3, 4, Double.NaN, 6, 7, 8, 9);
    qr.factor(3, 3, nan, 0, 3);
    assertThat(qr.r(0, 0)).isNaN();
    assertThat(qr.column(0)).isEqualTo(1);
    assertThat(qr.rank(0)).isZero();
  }

  /** Lawson and Hanson's line through (1, 1), (2, 3), (3, 2): 1 + x/2, residual √1.5. */
  @ParameterizedTest
  @MethodSource("precisions")
  <A> void leastSquaresOfAHandCheckedLine(Precision<A> precision) {
    PivotedQr<A> qr = Kernels.of(precision).newPivotedQr();
    A b = precision.of(1, 3, 2);
    qr.factor(3, 2, precision.of(1, 1, 1, 2, 1, 3), 0, 2, b, 0);
    double residual = Math.abs(precision.get(b, 2));
    qr.solve(2, b, 0);
    double[] x = new double[2];
    x[qr.column(0)] = precision.get(b, 0);
    x[qr.column(1)] = precision.get(b, 1);
    double bound = 60 * precision.unitRoundoff();
    assertThat(x[0]).isEqualTo(1, within(bound));
    assertThat(x[1]).isEqualTo(0.5, within(bound));
    assertThat(residual).isEqualTo(Math.sqrt(1.5), within(bound));
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void powersOfTwoChangeNoDigit(Precision<A> precision) {
    PivotedQr<A> qr = Kernels.of(precision).newPivotedQr();
    PivotedQr<A> other = Kernels.of(precision).newPivotedQr();
    double[][] a = DenseCases.random(precision, new Random(5), 23, 6);
    int[] powers = {0, 40, -37, 3, 60, -60};
    double[][] columns = DenseCases.map(precision, a, (i, j, x) -> Math.scalb(x, powers[j]));
    qr.factorInOrder(23, 6, DenseCases.stored(precision, a, 0, 6, 0), 0, 6);
    other.factorInOrder(23, 6, DenseCases.stored(precision, columns, 0, 6, 0), 0, 6);
    for (int i = 0; i < 6; i++) {
      for (int j = i; j < 6; j++) {
        assertThat(other.r(i, j)).isEqualTo(Math.scalb(qr.r(i, j), powers[j]));
      }
    }
    double[][] all = DenseCases.map(precision, a, (i, j, x) -> Math.scalb(x, -90));
    qr.factor(23, 6, DenseCases.stored(precision, a, 0, 6, 0), 0, 6);
    other.factor(23, 6, DenseCases.stored(precision, all, 0, 6, 0), 0, 6);
    for (int i = 0; i < 6; i++) {
      assertThat(other.column(i)).isEqualTo(qr.column(i));
      for (int j = i; j < 6; j++) {
        assertThat(other.r(i, j)).isEqualTo(Math.scalb(qr.r(i, j), -90));
      }
    }
  }

  @Test
  void normsAreSummedAgainWhereDowndatingHasCancelled() {
    PivotedQr<double[]> qr = Kernels.of(Precision.DOUBLE).newPivotedQr();
    double e = 1e-9;
    // After the first column the others are e, 2e and 3e long: nothing of their norms is left.
    double[] a = {2, 1, 1, 1, 0, e, 0, 0, 0, 0, 2 * e, 0, 0, 0, 0, 3 * e};
    qr.factor(4, 4, a, 0, 4);
    assertThat(List.of(qr.column(0), qr.column(1), qr.column(2), qr.column(3)))
        .containsExactly(0, 3, 2, 1);
    assertThat(Math.abs(qr.r(1, 1))).isEqualTo(3e-9, within(1e-23));
  }

  @Test
  void wrongArgumentsAreNamed() {
    PivotedQr<float[]> qr = Kernels.of(Precision.FLOAT).newPivotedQr();
    float[] a = new float[12];
    refused(() -> qr.factor(-1, 3, a, 0, 3), "m is -1, must be at least 0");
    refused(() -> qr.factor(4, -3, a, 0, 3), "n is -3, must be at least 0");
    refused(() -> qr.factor(4, 3, a, -2, 3), "the offset of a is -2, must be at least 0");
    refused(() -> qr.factor(4, 3, a, 0, 2), "the leading dimension of a is 2, must be at least 3");
    refused(
        () -> qr.factorInOrder(4, 3, a, 1, 3),
        "a ends at index 13 (offset 1), but its length is 12");
    refused(
        () -> qr.factor(4, 3, a, 0, 3, new float[3], 0),
        "b ends at index 4 (offset 0), but its length is 3");
    refused(() -> qr.factorInOrder(3, 3, a, 0, 3, a, 8), "b (offset 8) overlaps a (offset 0)");
    qr.factor(4, 3, a, 0, 3);
    refused(() -> qr.rank(-1), "tolerance is -1.0, must be at least 0");
    refused(() -> qr.rank(Double.NaN), "tolerance is NaN, must be at least 0");
    refused(() -> qr.solve(4, a, 0), "size is 4, must be at most 3");
    refused(() -> qr.solve(-1, a, 0), "size is -1, must be at least 0");
    refused(
        () -> qr.solveTransposed(3, a, 10), "y ends at index 13 (offset 10), but its length is 12");
    refused(() -> qr.apply(a, 9), "b ends at index 13 (offset 9), but its length is 12");
    refused(() -> qr.applyTransposed(a, -1), "the offset of b is -1, must be at least 0");
    refused(() -> qr.copyR(a, 0, 2), "the leading dimension of target is 2, must be at least 3");
    assertThatThrownBy(() -> qr.r(3, 0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("i is 3, must be from 0 to 2");
    assertThatThrownBy(() -> qr.column(-1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("j is -1, must be from 0 to 2");
    assertThat(qr.r(2, 0)).isZero();
    assertThat(qr).hasToString("QR factorisation for float, 4 x 3");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void nothingIsAllocated(Precision<A> precision) {
    PivotedQr<A> qr = Kernels.of(precision).newPivotedQr();
    double[][] a = DenseCases.random(precision, new Random(1), 50, 19);
    A stored = DenseCases.stored(precision, a, 0, 19, 0);
    A b = precision.newArray(50);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    long deadline = System.nanoTime() + WARM_UP_NANOS;
    while (least > 0 && System.nanoTime() < deadline) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int n = 1; n < 20; n += 3) {
        qr.factor(50, n, stored, 0, 19, b, 0);
        qr.applyTransposed(b, 0);
        qr.solve(qr.rank(1e-5), b, 0);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }
}
