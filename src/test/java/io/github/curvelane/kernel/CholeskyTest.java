package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cholesky's factor against the loop of its definition, bit for bit, and against its matrix. */
final class CholeskyTest {
  private static final int[] SIZES = {
    0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33, 47, 48, 49, 50, 64, 80, 95, 96, 97, 98, 150, 193
  };

  private static final long WARM_UP_NANOS = 30_000_000_000L;
  private static final double GUARD = -77.25;

  static List<Precision<?>> precisions() {
    return DenseCases.precisions();
  }

  /** Positive definite: a product of a matrix with its transpose, with more on the diagonal. */
  private static double[][] definite(Precision<?> precision, Random random, int n, double more) {
    double[][] b = DenseCases.random(precision, random, n, n + 2);
    return DenseCases.map(
        precision,
        new double[n][n],
        (i, j, x) -> {
          double sum = i == j ? more : 0;
          for (int k = 0; k < n + 2; k++) {
            sum += b[i][k] * b[j][k];
          }
          return j > i ? GUARD : sum;
        });
  }

  /** The loop as it is stated; returns the failing pivot's index and leaves its value there. */
  private static int factor(Precision<?> precision, double[][] a) {
    Rounded r = new Rounded(precision);
    for (int j = 0; j < a.length; j++) {
      for (int i = j; i < a.length; i++) {
        double c = a[i][j];
        for (int k = 0; k < j; k++) {
          c = r.fma(-a[i][k], a[j][k], c);
        }
        a[i][j] = c;
        if (i == j) {
          if (!(c > 0 && c <= r.largest())) {
            return j;
          }
          a[i][j] = r.sqrt(c);
        } else {
          a[i][j] = r.divide(c, a[j][j]);
        }
      }
    }
    return -1;
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void factorIsThatOfTheLoop(Precision<A> precision) {
    try (Parallelism team = Parallelism.threads(3)) {
      List<Cholesky<A>> all =
          List.of(
              Kernels.of(precision).newCholesky(Parallelism.none()),
              Kernels.of(precision).newCholesky(team),
              Kernels.scalar(precision).newCholesky(Parallelism.none()));
      for (int n : SIZES) {
        Random random = new Random(n);
        double[][] a = definite(precision, random, n, 0.1);
        if (n % 2 == 1) {
          DenseCases.spoil(precision, random, a);
        }
        if (n % 5 == 3) {
          a[n / 2][n / 2] = -1;
        }
        double[][] expected = DenseCases.map(precision, a, (i, j, x) -> x);
        int failed = factor(precision, expected);
        int lda = n + n % 3;
        for (Cholesky<A> cholesky : all) {
          A stored = DenseCases.stored(precision, a, n % 4, lda, GUARD);
          assertThat(cholesky.tryFactor(n, stored, n % 4, lda)).as("n = %d", n).isEqualTo(failed);
          if (failed >= 0) {
            assertThat(cholesky.pivot())
                .as("n = %d", n)
                .isEqualTo(Double.valueOf(expected[failed][failed]));
          } else {
            A whole = DenseCases.stored(precision, expected, n % 4, lda, GUARD);
            assertThat(precision.sameBits(stored, whole)).as("n = %d, %s", n, cholesky).isTrue();
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void productOfTheFactorIsTheMatrix(Precision<A> precision) {
    Cholesky<A> cholesky = Kernels.of(precision).newCholesky(Parallelism.none());
    for (int n : new int[] {1, 6, 20, 100}) {
      double[][] random = definite(precision, new Random(n), n, 0);
      double[][] graded =
          DenseCases.map(precision, random, (i, j, x) -> Math.scalb(x, -(i % 30) - j % 30));
      double[][] hilbert =
          DenseCases.map(
              precision,
              random,
              (i, j, x) -> 1.0 / (i + j + 1) + (i == j ? 4 * n * precision.unitRoundoff() : 0));
      double[][] huge = DenseCases.map(precision, random, (i, j, x) -> Math.scalb(x, 100));
      for (double[][] a : List.of(random, graded, hilbert, huge)) {
        A l = DenseCases.stored(precision, a, 0, n, 0);
        cholesky.factor(n, l, 0, n);
        for (int i = 0; i < n; i++) {
          for (int j = 0; j <= i; j++) {
            double sum = -a[i][j];
            for (int k = 0; k <= j; k++) {
              sum += precision.get(l, i * n + k) * precision.get(l, j * n + k);
            }
            double bound = (n + 2) * precision.unitRoundoff() * Math.sqrt(a[i][i] * a[j][j]);
            assertThat(Math.abs(sum)).as("n = %d, %d, %d", n, i, j).isLessThanOrEqualTo(bound);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void solvesAreThoseOfTheLoops(Precision<A> precision) {
    Rounded r = new Rounded(precision);
    for (int n : new int[] {0, 1, 2, 7, 16, 17, 33}) {
      for (int columns : new int[] {0, 1, 2, 8, 15, 33, 67, 130}) {
        Random random = new Random(100 * n + columns);
        double[][] l =
            DenseCases.map(
                precision,
                DenseCases.random(precision, random, n, n),
                (i, j, x) -> i == j ? x + 3 : j > i ? GUARD : x);
        double[][] b = DenseCases.random(precision, random, n, columns);
        if (columns % 2 == 1) {
          DenseCases.spoil(precision, random, b);
        }
        double[][] forward = DenseCases.map(precision, b, (i, j, x) -> x);
        double[][] backward = DenseCases.map(precision, b, (i, j, x) -> x);
        for (int i = 0; i < columns; i++) {
          for (int j = 0; j < n; j++) {
            for (int k = 0; k < j; k++) {
              forward[j][i] = r.fma(-l[j][k], forward[k][i], forward[j][i]);
            }
            forward[j][i] = r.divide(forward[j][i], l[j][j]);
          }
          for (int j = n - 1; j >= 0; j--) {
            for (int k = n - 1; k > j; k--) {
              backward[j][i] = r.fma(-l[k][j], backward[k][i], backward[j][i]);
            }
            backward[j][i] = r.divide(backward[j][i], l[j][j]);
          }
        }
        A stored = DenseCases.stored(precision, l, 2, n + 1, GUARD);
        int ldb = columns + n % 2;
        A up = DenseCases.stored(precision, forward, 1, ldb, GUARD);
        A down = DenseCases.stored(precision, backward, 1, ldb, GUARD);
        for (Kernels<A> kernels : DenseCases.providers(precision)) {
          A x = DenseCases.stored(precision, b, 1, ldb, GUARD);
          kernels.triangular().solve(n, stored, 2, n + 1, columns, x, 1, ldb);
          assertThat(precision.sameBits(x, up)).as("%d, %d", n, columns).isTrue();
          x = DenseCases.stored(precision, b, 1, ldb, GUARD);
          kernels.triangular().solveTransposed(n, stored, 2, n + 1, columns, x, 1, ldb);
          assertThat(precision.sameBits(x, down)).as("%d, %d", n, columns).isTrue();
          if (columns == 1) {
            checkVectors(precision, kernels, n, stored, b);
          }
        }
      }
    }
  }

  /** A vector is a matrix of one column, and a solve both substitutions. */
  private static <A> void checkVectors(
      Precision<A> precision, Kernels<A> kernels, int n, A l, double[][] b) {
    A x = DenseCases.stored(precision, b, 0, 1, 0);
    A y = DenseCases.stored(precision, b, 0, 1, 0);
    kernels.triangular().solve(n, l, 2, n + 1, 1, x, 0, 1);
    kernels.triangular().solve(n, l, 2, n + 1, y, 0);
    assertThat(precision.sameBits(x, y)).isTrue();
    kernels.triangular().solveTransposed(n, l, 2, n + 1, 1, x, 0, 1);
    kernels.triangular().solveTransposed(n, l, 2, n + 1, y, 0);
    assertThat(precision.sameBits(x, y)).isTrue();
    y = DenseCases.stored(precision, b, 0, 1, 0);
    kernels.newCholesky(Parallelism.none()).solve(n, l, 2, n + 1, y, 0);
    assertThat(precision.sameBits(x, y)).isTrue();
  }

  /** [[4, 2], [2, 5]] = LLᵀ with L = [[2, 0], [1, 2]]; (4, 2, 2, 5)·(1, 2) = (8, 12). */
  @ParameterizedTest
  @MethodSource("precisions")
  <A> void aHandCheckedSystem(Precision<A> precision) {
    Cholesky<A> cholesky = Kernels.of(precision).newCholesky(Parallelism.none());
    A a = precision.of(4, Double.NaN, 2, 5);
    cholesky.factor(2, a, 0, 2);
    assertThat(precision.toDoubles(a)).containsExactly(2, Double.NaN, 1, 2);
    A b = precision.of(8, 12);
    cholesky.solve(2, a, 0, 2, b, 0);
    assertThat(precision.toDoubles(b)).containsExactly(1, 2);
  }

  @Test
  void aPivotThatIsNotPositiveIsNamed() {
    Cholesky<double[]> cholesky = Kernels.of(Precision.DOUBLE).newCholesky(Parallelism.none());
    double[][] wrong = {{1, 2, 1}, {0}, {Double.NaN}, {1, 1, 1}, {Double.POSITIVE_INFINITY}};
    for (double[] lower : wrong) {
      int n = lower.length == 1 ? 1 : 2;
      double[] a = n == 1 ? lower.clone() : new double[] {lower[0], 0, lower[1], lower[2]};
      double pivot = n == 1 ? lower[0] : lower[2] - lower[1] * lower[1];
      assertThatExceptionOfType(ArithmeticException.class)
          .isThrownBy(() -> cholesky.factor(n, a, 0, n))
          .withMessage(
              "pivot %d of %d is %s, must be positive and finite: the matrix is not positive"
                  + " definite",
              n - 1, n, pivot);
    }
    for (int n : new int[] {20, 100}) {
      for (double value : new double[] {-0.5, 0, Double.NaN, Double.POSITIVE_INFINITY}) {
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++) {
          a[i * n + i] = i == n - 3 ? value : 1;
        }
        assertThat(cholesky.tryFactor(n, a, 0, n)).isEqualTo(n - 3);
        assertThat(cholesky.pivot()).isEqualTo(Double.valueOf(value));
      }
    }
  }

  @Test
  void wrongArgumentsAreNamed() {
    Kernels<float[]> kernels = Kernels.of(Precision.FLOAT);
    Cholesky<float[]> cholesky = kernels.newCholesky(Parallelism.none());
    Triangular<float[]> triangular = kernels.triangular();
    float[] a = new float[12];
    refused(() -> cholesky.factor(-1, a, 0, 3), "n is -1, must be at least 0");
    refused(
        () -> cholesky.tryFactor(3, a, 0, 2),
        "the leading dimension of a is 2, must be at least 3");
    refused(
        () -> cholesky.factor(3, a, 4, 3), "a ends at index 13 (offset 4), but its length is 12");
    refused(() -> cholesky.solve(-2, a, 0, 3, a, 9), "n is -2, must be at least 0");
    refused(
        () -> cholesky.solve(3, a, 0, 3, a, 10),
        "b ends at index 13 (offset 10), but its length is 12");
    refused(() -> cholesky.solve(3, a, 0, 3, a, 8), "b (offset 8) overlaps l (offset 0)");
    refused(() -> triangular.solve(3, a, -1, 3, a, 8), "the offset of l is -1, must be at least 0");
    refused(() -> triangular.solve(3, a, 0, 3, -4, a, 9, 1), "columns is -4, must be at least 0");
    refused(
        () -> triangular.solveTransposed(3, a, 0, 3, 2, a, 9, 1),
        "the leading dimension of b is 1, must be at least 2");
    refused(
        () -> triangular.solveTransposed(3, a, 0, 3, a, 8), "b (offset 8) overlaps l (offset 0)");
    assertThat(cholesky).hasToString("Cholesky factorisation for float");
    assertThat(triangular).hasToString("triangular solves for float");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void nothingIsAllocated(Precision<A> precision) {
    Cholesky<A> cholesky = Kernels.of(precision).newCholesky(Parallelism.none());
    int n = 70;
    A a = DenseCases.stored(precision, definite(precision, new Random(3), n, 0.1), 0, n, 0);
    A l = precision.newArray(n * n);
    A b = precision.newArray(n);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    long deadline = System.nanoTime() + WARM_UP_NANOS;
    while (least > 0 && System.nanoTime() < deadline) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int size = 70; size > 0; size /= 4) {
        precision.copy(a, 0, l, 0, n * n);
        cholesky.tryFactor(size, l, 0, n);
        cholesky.solve(size, l, 0, n, b, 0);
      }
      precision.set(l, 0, -1);
      cholesky.tryFactor(n, l, 0, n);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }
}
