package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.contract.EigenKernel;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Eigenvalues and vectors against the stated steps, bit for bit, and against what they must be. */
final class SymmetricEigenTest {
  private static final long WARM_UP_NANOS = 30_000_000_000L;
  private static final int[] SIZES = {
    0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 34, 35, 40, 65, 66, 67, 90
  };

  private static final double GUARD = -77.25;

  static List<Precision<?>> precisions() {
    return DenseCases.precisions();
  }

  /** Symmetric matrices of all that makes eigenproblems hard. */
  private static Map<String, double[][]> hard(Precision<?> precision, int n) {
    Map<String, double[][]> cases = DenseCases.hard(precision, n, n);
    cases.put(
        "clustered",
        DenseCases.map(
            precision,
            cases.get("random"),
            (i, j, x) -> i == j ? 1 : x * precision.unitRoundoff()));
    cases.put(
        "Wilkinson",
        DenseCases.map(
            precision,
            cases.get("zero"),
            (i, j, x) -> i == j ? Math.abs(i - n / 2) : Math.abs(i - j) == 1 ? 1 : 0));
    cases.put(
        "diagonal", DenseCases.map(precision, cases.get("random"), (i, j, x) -> i == j ? x : 0));
    cases.put(
        "of rank one",
        DenseCases.map(precision, cases.get("zero"), (i, j, x) -> (i + 1) * (j + 1)));
    return cases;
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void resultsAreThoseOfTheStatedSteps(Precision<A> precision) {
    try (Parallelism team = Parallelism.threads(3)) {
      List<SymmetricEigen<A>> all =
          List.of(
              Kernels.of(precision).newSymmetricEigen(Parallelism.none()),
              Kernels.of(precision).newSymmetricEigen(team),
              Kernels.scalar(precision).newSymmetricEigen(Parallelism.none()));
      for (int n : SIZES) {
        compare(precision, all, DenseCases.random(precision, new Random(n), n, n), "random");
      }
      for (int n : new int[] {6, 37}) {
        hard(precision, n).forEach((name, a) -> compare(precision, all.subList(0, 1), a, name));
      }
    }
  }

  private static <A> void compare(
      Precision<A> precision, List<SymmetricEigen<A>> all, double[][] a, String name) {
    int n = a.length;
    double[][] lower = DenseCases.map(precision, a, (i, j, x) -> j > i ? Double.NaN : x);
    PlainEigen expected = new PlainEigen(precision, lower);
    int ld = n + n % 3;
    A values = DenseCases.stored(precision, new double[][] {expected.values}, 2, n, GUARD);
    A vectors = DenseCases.stored(precision, expected.vectors, n % 4, ld, GUARD);
    for (SymmetricEigen<A> eigen : all) {
      A stored = DenseCases.stored(precision, lower, 1, ld, GUARD);
      A before = DenseCases.stored(precision, lower, 1, ld, GUARD);
      A found = DenseCases.stored(precision, new double[1][n], 2, n, GUARD);
      A rows = DenseCases.stored(precision, new double[n][n], n % 4, ld, GUARD);
      eigen.decompose(n, stored, 1, ld, found, 2, rows, n % 4, ld);
      assertThat(precision.sameBits(found, values)).as("%s, n = %d", name, n).isTrue();
      assertThat(precision.sameBits(rows, vectors)).as("%s, n = %d", name, n).isTrue();
      assertThat(precision.sameBits(stored, before)).as("%s, n = %d", name, n).isTrue();
      precision.fill(found, 2, 2 + n, 0);
      eigen.decompose(n, stored, 1, ld, found, 2);
      assertThat(precision.sameBits(found, values)).as("%s, n = %d, alone", name, n).isTrue();
      A place = DenseCases.stored(precision, lower, n % 4, ld, GUARD);
      eigen.decompose(n, place, n % 4, ld, found, 2, place, n % 4, ld);
      assertThat(precision.sameBits(place, vectors)).as("%s, n = %d, in place", name, n).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void vectorsAreOrthonormalAndGiveTheMatrix(Precision<A> precision) {
    SymmetricEigen<A> eigen = Kernels.of(precision).newSymmetricEigen(Parallelism.none());
    for (int n : new int[] {1, 2, 3, 10, 40, 101}) {
      hard(precision, n)
          .forEach(
              (name, a) -> {
                A stored = DenseCases.stored(precision, a, 0, n, 0);
                A values = precision.newArray(n);
                A vectors = precision.newArray(n * n);
                eigen.decompose(n, stored, 0, n, values, 0, vectors, 0, n);
                check(
                    precision, a, precision.toDoubles(values), precision.toDoubles(vectors), name);
              });
    }
  }

  private static void check(
      Precision<?> precision, double[][] a, double[] values, double[] vectors, String name) {
    int n = a.length;
    double u = precision.unitRoundoff();
    double largest = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        largest = Math.max(largest, Math.abs(a[i][j]));
      }
      assertThat(i == 0 || values[i - 1] <= values[i]).as(name).isTrue();
    }
    double bound = 12 * u * n;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double dot = i == j ? -1 : 0;
        double error = 0;
        for (int k = 0; k < n; k++) {
          dot += vectors[i * n + k] * vectors[j * n + k];
          error +=
              a[Math.max(j, k)][Math.min(j, k)] / (largest == 0 ? 1 : largest) * vectors[i * n + k];
        }
        error -= values[i] / (largest == 0 ? 1 : largest) * vectors[i * n + j];
        assertThat(Math.abs(dot)).as("%s, n = %d", name, n).isLessThanOrEqualTo(bound);
        assertThat(Math.abs(error)).as("%s, n = %d", name, n).isLessThanOrEqualTo(bound);
      }
    }
  }

  /** The second differences: λ_k = 2 − 2cos(kπ/(n + 1)). */
  @ParameterizedTest
  @MethodSource("precisions")
  <A> void theStringHasItsFrequencies(Precision<A> precision) {
    int n = 30;
    double[][] a =
        DenseCases.map(
            precision, new double[n][n], (i, j, x) -> i == j ? 2 : Math.abs(i - j) == 1 ? -1 : 0);
    A values = precision.newArray(n);
    Kernels.of(precision)
        .newSymmetricEigen(Parallelism.none())
        .decompose(n, DenseCases.stored(precision, a, 0, n, 0), 0, n, values, 0);
    for (int k = 1; k <= n; k++) {
      double exact = 2 - 2 * StrictMath.cos(k * Math.PI / (n + 1));
      assertThat(precision.get(values, k - 1))
          .isEqualTo(exact, within(40 * precision.unitRoundoff()));
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void powersOfTwoChangeNoDigit(Precision<A> precision) {
    SymmetricEigen<A> eigen = Kernels.of(precision).newSymmetricEigen(Parallelism.none());
    int n = 12;
    double[][] a = DenseCases.random(precision, new Random(4), n, n);
    A values = precision.newArray(2 * n);
    A vectors = precision.newArray(2 * n * n);
    eigen.decompose(n, DenseCases.stored(precision, a, 0, n, 0), 0, n, values, 0, vectors, 0, n);
    int power = precision == Precision.FLOAT ? 120 : 1000;
    double[][] b = DenseCases.map(precision, a, (i, j, x) -> Math.scalb(x, power));
    A scaled = DenseCases.stored(precision, b, 0, n, 0);
    eigen.decompose(n, scaled, 0, n, values, n, vectors, n * n, n);
    for (int i = 0; i < n; i++) {
      assertThat(precision.get(values, n + i))
          .isEqualTo(Math.scalb(precision.get(values, i), power));
    }
    for (int i = 0; i < n * n; i++) {
      assertThat(precision.get(vectors, n * n + i)).isEqualTo(precision.get(vectors, i));
    }
  }

  @Test
  void wrongArgumentsAreNamed() {
    SymmetricEigen<float[]> eigen =
        Kernels.of(Precision.FLOAT).newSymmetricEigen(Parallelism.none());
    float[] a = new float[12];
    float[] values = new float[3];
    refused(() -> eigen.decompose(-1, a, 0, 3, values, 0), "n is -1, must be at least 0");
    refused(
        () -> eigen.decompose(3, a, 0, 2, values, 0),
        "the leading dimension of a is 2, must be at least 3");
    refused(
        () -> eigen.decompose(3, a, 0, 3, values, 1),
        "values ends at index 4 (offset 1), but its length is 3");
    refused(
        () -> eigen.decompose(3, a, 0, 3, values, 0, a, 4, 3),
        "vectors ends at index 13 (offset 4), but its length is 12");
    refused(
        () -> eigen.decompose(3, a, 0, 3, a, 8, a, 0, 3),
        "values (offset 8) overlap vectors (offset 0)");
    a[5] = Float.NaN; // above the diagonal
    eigen.decompose(3, a, 0, 3, values, 0);
    a[7] = Float.NEGATIVE_INFINITY;
    refused(
        () -> eigen.decompose(3, a, 0, 3, values, 0),
        "a is -Infinity in row 2, column 1, must be finite");
    assertThat(eigen).hasToString("symmetric eigenproblem for float");
  }

  @Test
  void anEigenvalueThatDoesNotConvergeIsNamed() {
    EigenKernel<double[]> kernel =
        new EigenKernel<>() {
          @Override
          public int decompose(
              int n, double[] a, int o, int lda, double[] w, int at, double[] v, int p, int ldv) {
            return 2;
          }

          @Override
          public int decomposeTridiagonal(
              int n,
              double[] d,
              int dOffset,
              double[] e,
              int eOffset,
              double[] values,
              int valuesOffset,
              double[] z,
              int zOffset,
              int ldz,
              int columns) {
            return 1;
          }

          @Override
          public double residue() {
            return 0.125;
          }
        };
    SymmetricEigen<double[]> eigen = new SymmetricEigen<>(Precision.DOUBLE, kernel);
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> eigen.decompose(3, new double[9], 0, 3, new double[3], 0))
        .withMessage(
            "eigenvalue 2 of 3 has not converged: beside the diagonal there is still 0.125");
    double[] d = new double[3];
    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> eigen.decomposeTridiagonal(3, d, 0, d, 0, d, 0))
        .withMessage(
            "eigenvalue 1 of 3 has not converged: beside the diagonal there is still 0.125");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void nothingIsAllocated(Precision<A> precision) {
    SymmetricEigen<A> eigen = Kernels.of(precision).newSymmetricEigen(Parallelism.none());
    int n = 41;
    double[][] random = DenseCases.random(precision, new Random(3), n, n);
    A a = DenseCases.stored(precision, random, 0, n, 0);
    A values = precision.newArray(n);
    A vectors = precision.newArray(n * n);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    long deadline = System.nanoTime() + WARM_UP_NANOS;
    while (least > 0 && System.nanoTime() < deadline) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int size = n; size > 0; size /= 4) {
        eigen.decompose(size, a, 0, n, values, 0, vectors, 0, n);
        eigen.decompose(size, a, 0, n, values, 0);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }
}
