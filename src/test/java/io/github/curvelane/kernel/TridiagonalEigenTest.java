package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tridiagonal matrices: against the stated steps, bit for bit, and against what they must be. */
final class TridiagonalEigenTest {
  private static final double GUARD = -77.25;

  static List<Precision<?>> precisions() {
    return DenseCases.precisions();
  }

  /** Diagonal and what is beside it, of all that makes eigenproblems hard. */
  private static Map<String, double[][]> cases(Precision<?> precision, int n) {
    Random random = new Random(n);
    double huge = precision == Precision.FLOAT ? 1e37 : 1e307;
    double tiny = precision == Precision.FLOAT ? 1e-37 : 1e-307;
    Map<String, double[][]> cases = new LinkedHashMap<>();
    cases.put("random", DenseCases.random(precision, random, 2, n));
    cases.put("Wilkinson", of(n, i -> Math.abs(i - (n - 1) / 2.0), i -> 1));
    cases.put("graded", of(n, i -> Math.scalb(1.0, -2 * i), i -> Math.scalb(1.0, -2 * i - 1)));
    cases.put(
        "graded the other way",
        of(n, i -> Math.scalb(1.0, -2 * (n - i)), i -> Math.scalb(1.0, -2 * (n - i))));
    cases.put("repeated", of(n, i -> i % 3, i -> 0));
    cases.put("clustered", of(n, i -> 1, i -> precision.unitRoundoff() * random.nextInt(9)));
    cases.put("diagonal", of(n, i -> random.nextGaussian(), i -> 0));
    cases.put("second differences", of(n, i -> 2, i -> -1));
    cases.put("of halves", of(n, i -> i, i -> i % 4 == 3 ? 0 : 0.5));
    cases.put("huge", of(n, i -> huge * random.nextDouble(), i -> huge * random.nextDouble()));
    cases.put("tiny", of(n, i -> tiny * random.nextDouble(), i -> tiny * random.nextDouble()));
    cases.put("huge beside zero", of(n, i -> 0, i -> huge));
    cases.put("zero", new double[2][n]);
    cases.replaceAll((name, a) -> DenseCases.map(precision, a, (i, j, x) -> x));
    return cases;
  }

  private interface Element {
    double at(int i);
  }

  private static double[][] of(int n, Element diagonal, Element beside) {
    double[][] a = new double[2][n];
    for (int i = 0; i < n; i++) {
      a[0][i] = diagonal.at(i);
      a[1][i] = beside.at(i);
    }
    return a;
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void resultsAreThoseOfTheStatedSteps(Precision<A> precision) {
    for (Kernels<A> kernels : DenseCases.providers(precision)) {
      SymmetricEigen<A> eigen = kernels.newSymmetricEigen(Parallelism.none());
      for (int n : new int[] {0, 1, 2, 3, 9, 21, 40}) {
        cases(precision, n)
            .forEach(
                (name, a) -> {
                  for (int columns : new int[] {0, 1, 2, 17, n}) {
                    compare(precision, eigen, a[0], a[1], columns, name);
                  }
                });
      }
    }
  }

  private static <A> void compare(
      Precision<A> precision,
      SymmetricEigen<A> eigen,
      double[] d,
      double[] e,
      int columns,
      String name) {
    int n = d.length;
    String as = "%s, %s, n = %d, %d columns".formatted(name, precision, n, columns);
    double[][] z = DenseCases.random(precision, new Random(columns), n, columns);
    PlainEigen expected = new PlainEigen(precision, d, e, z);
    int ldz = columns + 1;
    A rows = DenseCases.stored(precision, z, 1, ldz, GUARD);
    A values = DenseCases.stored(precision, new double[1][n], 2, n, GUARD);
    A diagonal = DenseCases.stored(precision, new double[][] {d}, 1, n, GUARD);
    A beside = DenseCases.stored(precision, new double[][] {e}, 2, n, GUARD);
    // What stands behind the last element is not read.
    precision.set(beside, 2 + Math.max(0, n - 1), Double.NaN);
    eigen.rotateTridiagonal(n, diagonal, 1, beside, 2, values, 2, rows, 1, ldz, columns);
    A expectedValues = DenseCases.stored(precision, new double[][] {expected.values}, 2, n, GUARD);
    assertThat(precision.sameBits(values, expectedValues)).as(as).isTrue();
    A expectedRows = DenseCases.stored(precision, expected.vectors, 1, ldz, GUARD);
    assertThat(precision.sameBits(rows, expectedRows)).as(as).isTrue();
    // Alone, and in the place of the diagonal.
    eigen.decomposeTridiagonal(n, diagonal, 1, beside, 2, diagonal, 1);
    assertThat(
            precision.sameBits(
                diagonal,
                DenseCases.stored(precision, new double[][] {expected.values}, 1, n, GUARD)))
        .as(as)
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void vectorsAreOrthonormalAndGiveTheMatrix(Precision<A> precision) {
    for (int n : new int[] {1, 2, 3, 10, 21, 40, 101}) {
      checkAll(precision, n);
    }
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @MethodSource("precisions")
  <A> void vectorsOfEverySizeAreOrthonormalAndGiveTheMatrix(Precision<A> precision) {
    for (int n = 1; n <= 600; n += n < 130 ? 1 : 47) {
      checkAll(precision, n);
    }
    checkAll(precision, 600);
  }

  /** Residuals and orthogonality within 10·n·u, as of LAPACK's tests. */
  private static <A> void checkAll(Precision<A> precision, int n) {
    SymmetricEigen<A> eigen = Kernels.of(precision).newSymmetricEigen(Parallelism.none());
    cases(precision, n)
        .forEach(
            (name, a) -> {
              A d = precision.of(a[0]);
              A e = precision.of(a[1]);
              A values = precision.newArray(n);
              A vectors = precision.newArray(n * n);
              eigen.decomposeTridiagonal(n, d, 0, e, 0, values, 0, vectors, 0, n);
              String as = "%s, %s, n = %d".formatted(name, precision, n);
              check(precision, a, precision.toDoubles(values), precision.toDoubles(vectors), as);
            });
  }

  private static void check(
      Precision<?> precision, double[][] a, double[] values, double[] v, String as) {
    int n = values.length;
    double largest = Double.MIN_NORMAL;
    for (int i = 0; i < n; i++) {
      double row = Math.abs(a[0][i]) + (i > 0 ? Math.abs(a[1][i - 1]) : 0);
      largest = Math.max(largest, row + (i < n - 1 ? Math.abs(a[1][i]) : 0));
      assertThat(i == 0 || values[i - 1] <= values[i]).as(as).isTrue();
    }
    double bound = 10 * n * precision.unitRoundoff();
    double worst = 0;
    for (int i = 0; i < n; i++) {
      double residual = 0;
      for (int j = 0; j < n; j++) {
        double sum = (a[0][j] / largest - values[i] / largest) * v[i * n + j];
        sum += j > 0 ? a[1][j - 1] / largest * v[i * n + j - 1] : 0;
        sum += j < n - 1 ? a[1][j] / largest * v[i * n + j + 1] : 0;
        residual += sum * sum;
      }
      assertThat(Math.sqrt(residual)).as("residual of %d, %s", i, as).isLessThanOrEqualTo(bound);
      for (int k = 0; k <= i; k++) {
        double dot = i == k ? -1 : 0;
        for (int j = 0; j < n; j++) {
          dot += v[i * n + j] * v[k * n + j];
        }
        worst = Math.max(worst, Math.abs(dot));
      }
    }
    assertThat(worst).as("orthogonality, %s", as).isLessThanOrEqualTo(bound);
  }

  /** Wilkinson's W₂₁⁺: pairs of eigenvalues that agree to 14 digits. */
  @Test
  void wilkinsonsPairs() {
    double[][] a = of(21, i -> Math.abs(i - 10), i -> 1);
    double[] values = new double[21];
    Kernels.of(Precision.DOUBLE)
        .newSymmetricEigen(Parallelism.none())
        .decomposeTridiagonal(21, a[0], 0, a[1], 0, values, 0);
    assertThat(values[20]).isEqualTo(10.746194182903393, within(2e-14));
    assertThat(values[19]).isEqualTo(10.746194182903322, within(2e-14));
    assertThat(values[0]).isEqualTo(-1.125441522119985, within(2e-14));
  }

  /** λ_k = 2 − 2cos(kπ/(n + 1)), first elements √(2/(n + 1))·sin(kπ/(n + 1)). */
  @ParameterizedTest
  @MethodSource("precisions")
  <A> void firstElementsOfTheStringsModes(Precision<A> precision) {
    int n = 50;
    double[][] a = of(n, i -> 2, i -> -1);
    A values = precision.newArray(n);
    A z = precision.newArray(n);
    precision.set(z, 0, 1);
    Kernels.of(precision)
        .newSymmetricEigen(Parallelism.none())
        .rotateTridiagonal(n, precision.of(a[0]), 0, precision.of(a[1]), 0, values, 0, z, 0, 1, 1);
    for (int k = 1; k <= n; k++) {
      double angle = k * Math.PI / (n + 1);
      assertThat(precision.get(values, k - 1))
          .isEqualTo(2 - 2 * StrictMath.cos(angle), within(40 * n * precision.unitRoundoff()));
      // An eigenvector turns by about the error over the distance to the next eigenvalue.
      double gap = StrictMath.pow(Math.PI / (n + 1), 2);
      assertThat(Math.abs(precision.get(z, k - 1)))
          .isEqualTo(
              Math.sqrt(2.0 / (n + 1)) * StrictMath.sin(angle),
              within(40 * n * precision.unitRoundoff() / gap));
    }
  }

  /** However far apart they are said to be. */
  @Test
  void rowsOfNoElementsAreNotTouched() {
    float[] values = new float[3];
    Kernels.of(Precision.FLOAT)
        .newSymmetricEigen(Parallelism.none())
        .rotateTridiagonal(
            3, new float[] {3, 1, 2}, 0, new float[2], 0, values, 0, new float[1], 1, 16, 0);
    assertThat(values).containsExactly(1, 2, 3);
  }

  @Test
  void wrongArgumentsAreNamed() {
    SymmetricEigen<float[]> eigen =
        Kernels.of(Precision.FLOAT).newSymmetricEigen(Parallelism.none());
    float[] d = new float[3];
    float[] e = new float[2];
    float[] values = new float[3];
    float[] z = new float[9];
    refused("n is -1, must be at least 0", () -> eigen.decomposeTridiagonal(-1, d, 0, e, 0, z, 0));
    refused(
        "d ends at index 4 (offset 1), but its length is 3",
        () -> eigen.decomposeTridiagonal(3, d, 1, e, 0, values, 0));
    refused(
        "e ends at index 3 (offset 1), but its length is 2",
        () -> eigen.decomposeTridiagonal(3, d, 0, e, 1, values, 0));
    refused(
        "values ends at index 4 (offset 1), but its length is 3",
        () -> eigen.decomposeTridiagonal(3, d, 0, e, 0, values, 1));
    refused(
        "vectors ends at index 10 (offset 1), but its length is 9",
        () -> eigen.decomposeTridiagonal(3, d, 0, e, 0, values, 0, z, 1, 3));
    refused(
        "values (offset 0) overlaps vectors (offset 0)",
        () -> eigen.decomposeTridiagonal(1, d, 0, e, 0, z, 0, z, 0, 1));
    refused(
        "columns is -1, must be at least 0",
        () -> eigen.rotateTridiagonal(3, d, 0, e, 0, values, 0, z, 0, 1, -1));
    refused(
        "the leading dimension of z is 1, must be at least 2",
        () -> eigen.rotateTridiagonal(3, d, 0, e, 0, values, 0, z, 0, 1, 2));
    refused(
        "d (offset 0) overlaps z (offset 2)",
        () -> eigen.rotateTridiagonal(3, z, 0, e, 0, values, 0, z, 2, 2, 1));
    e[1] = Float.NaN;
    refused(
        "element 1 of e is NaN, must be finite",
        () -> eigen.decomposeTridiagonal(3, d, 0, e, 0, values, 0));
    d[2] = Float.POSITIVE_INFINITY;
    refused(
        "element 2 of d is Infinity, must be finite",
        () -> eigen.decomposeTridiagonal(3, d, 0, e, 0, values, 0));
  }

  private static void refused(String message, Runnable call) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
  }
}
