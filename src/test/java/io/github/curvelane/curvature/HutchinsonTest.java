package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import io.github.curvelane.internal.Probes;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HutchinsonTest {
  static Stream<KnownSpectrum<?>> spectra() {
    return Stream.concat(KnownSpectrum.all(Precision.DOUBLE), KnownSpectrum.all(Precision.FLOAT));
  }

  /** What is asked of probes, formed in doubles from the dense matrix and the same probes. */
  private static final class Formed {
    final double[] traces;
    final double[] norms;
    final double[][] diagonals;

    <A> Formed(SymmetricOperator<A> operator, int probes, long seed) {
      int n = operator.dimension();
      double[] matrix = operator.precision().toDoubles(DenseCurvature.of(operator));
      traces = new double[probes];
      norms = new double[probes];
      diagonals = new double[probes][n];
      double[] z = new double[n];
      for (int k = 0; k < probes; k++) {
        Probes.signs(seed, k, n, z, 0);
        for (int i = 0; i < n; i++) {
          double image = 0;
          for (int j = 0; j < n; j++) {
            image += matrix[i * n + j] * z[j];
          }
          diagonals[k][i] = z[i] * image;
          traces[k] += z[i] * image;
          norms[k] += image * image;
        }
      }
    }

    static double mean(double[] samples) {
      return Arrays.stream(samples).average().orElseThrow();
    }

    static double error(double[] samples) {
      double mean = mean(samples);
      double squares = Arrays.stream(samples).map(x -> (x - mean) * (x - mean)).sum();
      return Math.sqrt(squares / (samples.length - 1) / samples.length);
    }
  }

  /**
   * All of a few probes, against their definition: products of n terms, sums of n and means of k
   * round as chains do, each at most (2n + k)·u of the sum of magnitudes.
   */
  @ParameterizedTest
  @MethodSource("spectra")
  <A> void estimatesAreMeansOverTheProbes(KnownSpectrum<A> known) {
    int probes = 7;
    Precision<A> precision = known.operator().precision();
    Formed formed = new Formed(known.operator(), probes, 5);
    Hutchinson hutchinson = new Hutchinson(probes, 3, 5);
    int n = known.operator().dimension();
    double image = known.norm() * Math.sqrt(n);
    double unit = (2 * n + probes) * precision.unitRoundoff();
    assertEstimate(
        hutchinson.trace(known.operator(), ProductWatch.NONE),
        formed.traces,
        unit * image * Math.sqrt(n));
    assertEstimate(
        hutchinson.squaredNorm(known.operator(), ProductWatch.NONE),
        formed.norms,
        2 * unit * image * image);
    A diagonal = precision.newArray(n);
    A errors = precision.newArray(n);
    assertEstimate(
        hutchinson.diagonal(known.operator(), diagonal, errors, ProductWatch.NONE),
        formed.traces,
        unit * image * Math.sqrt(n));
    for (int i = 0; i < n; i++) {
      int element = i;
      double[] samples = Arrays.stream(formed.diagonals).mapToDouble(row -> row[element]).toArray();
      assertThat(precision.get(diagonal, i)).isCloseTo(Formed.mean(samples), within(unit * image));
      assertThat(precision.get(errors, i)).isCloseTo(Formed.error(samples), within(unit * image));
    }
  }

  private static void assertEstimate(Estimate estimate, double[] samples, double bound) {
    assertThat(estimate.value()).isCloseTo(Formed.mean(samples), within(bound));
    assertThat(estimate.standardError()).isCloseTo(Formed.error(samples), within(bound));
    assertThat(estimate.probes()).isEqualTo(samples.length);
  }

  /**
   * 100 seeds of 30 probes: normal samples would leave three standard errors in 0.6 of 100 cases,
   * those of a single eigenvalue, squares of normal numbers, in 3.6. And over all the error is what
   * the matrix's elements say: the relative deviation of a mean of 100 squared errors is √(2/100)
   * if they are normal; four times that.
   */
  @ParameterizedTest
  @MethodSource("spread")
  <A> void standardErrorsAreWhatTheyClaim(KnownSpectrum<A> known) {
    double[] matrix = known.operator().precision().toDoubles(DenseCurvature.of(known.operator()));
    int n = known.operator().dimension();
    double variance = 0;
    for (int i = 0; i < n * n; i++) {
      variance += i % (n + 1) == 0 ? 0 : 2 * matrix[i] * matrix[i];
    }
    double norm = Arrays.stream(known.eigenvalues()).map(x -> x * x).sum();
    int traces = 0;
    int norms = 0;
    double squares = 0;
    double claimed = 0;
    for (int seed = 0; seed < 100; seed++) {
      Hutchinson hutchinson = new Hutchinson(30, 1, seed);
      Estimate trace = hutchinson.trace(known.operator(), ProductWatch.NONE);
      double error = trace.value() - known.trace();
      traces += Math.abs(error) <= 3 * trace.standardError() ? 1 : 0;
      squares += error * error / 100;
      claimed += trace.standardError() * trace.standardError() / 100;
      Estimate square = hutchinson.squaredNorm(known.operator(), ProductWatch.NONE);
      norms += Math.abs(square.value() - norm) <= 3 * square.standardError() ? 1 : 0;
    }
    assertThat(traces).isGreaterThanOrEqualTo(93);
    assertThat(norms).isGreaterThanOrEqualTo(93);
    assertThat(squares / (variance / 30)).isBetween(1 - 0.57, 1 + 0.57);
    assertThat(claimed / (variance / 30)).isBetween(1 - 0.57, 1 + 0.57);
  }

  static Stream<KnownSpectrum<double[]>> spread() {
    return Stream.of(
        KnownSpectrum.secondDifferences(Precision.DOUBLE, 40),
        KnownSpectrum.decaying(Precision.DOUBLE, 60),
        KnownSpectrum.clusters(Precision.DOUBLE, 48),
        ModelSpectra.softmaxRegression(Precision.DOUBLE, 30, 5, 3));
  }

  @Test
  void aDiagonalMatrixIsExact() {
    KnownSpectrum<float[]> identity = KnownSpectrum.identity(Precision.FLOAT, 17);
    float[] diagonal = new float[17];
    float[] errors = new float[17];
    assertThat(new Hutchinson().trace(identity.operator(), ProductWatch.NONE))
        .isEqualTo(new Estimate(17, 0, 30));
    assertThat(new Hutchinson(2, 1, 9).squaredNorm(identity.operator(), ProductWatch.NONE))
        .isEqualTo(new Estimate(17, 0, 2));
    new Hutchinson().diagonal(identity.operator(), diagonal, errors, ProductWatch.NONE);
    assertThat(diagonal).containsOnly(1);
    assertThat(errors).containsOnly(0);
  }

  static Stream<KnownSpectrum<?>> networks() {
    return Stream.of(
        ModelSpectra.softmaxRegression(Precision.DOUBLE, 30, 5, 3),
        ModelSpectra.softmaxRegression(Precision.FLOAT, 30, 5, 3));
  }

  @ParameterizedTest
  @MethodSource("networks")
  <A> void howManyGoAtOnceChangesNoBit(KnownSpectrum<A> known) {
    Precision<A> precision = known.operator().precision();
    int n = known.operator().dimension();
    A diagonal = precision.newArray(n);
    A errors = precision.newArray(n);
    new Hutchinson(10, 1, 4).diagonal(known.operator(), diagonal, errors, ProductWatch.NONE);
    for (int atOnce : new int[] {3, 5, 10, 64}) {
      Hutchinson hutchinson = new Hutchinson(10, atOnce, 4);
      assertThat(hutchinson.trace(known.operator(), ProductWatch.NONE))
          .isEqualTo(new Hutchinson(10, 1, 4).trace(known.operator(), ProductWatch.NONE));
      A other = precision.newArray(n);
      A otherErrors = precision.newArray(n);
      hutchinson.diagonal(known.operator(), other, otherErrors, ProductWatch.NONE);
      assertThat(precision.sameBits(diagonal, other)).isTrue();
      assertThat(precision.sameBits(errors, otherErrors)).isTrue();
    }
  }

  /** A watch that wants the work to end after some products. */
  static ProductWatch until(long products) {
    return new ProductWatch() {
      private long made;

      @Override
      public void product(long made) {
        this.made = made;
      }

      @Override
      public boolean cancelled() {
        return made >= products;
      }
    };
  }

  @Test
  void whatIsFinishedWhenCancelledIsTheEstimateOfFewerProbes() {
    SymmetricOperator<double[]> operator = KnownSpectrum.decaying(Precision.DOUBLE, 60).operator();
    assertThat(new Hutchinson(100, 1, 3).trace(operator, until(7)))
        .isEqualTo(new Hutchinson(7, 1, 3).trace(operator, ProductWatch.NONE));
    assertThat(new Hutchinson(100, 4, 3).squaredNorm(operator, until(5)))
        .isEqualTo(new Hutchinson(8, 1, 3).squaredNorm(operator, ProductWatch.NONE));
    double[] part = new double[60];
    double[] partErrors = new double[60];
    double[] whole = new double[60];
    double[] wholeErrors = new double[60];
    new Hutchinson(100, 1, 3).diagonal(operator, part, partErrors, until(7));
    new Hutchinson(7, 1, 3).diagonal(operator, whole, wholeErrors, ProductWatch.NONE);
    assertThat(part).isEqualTo(whole);
    assertThat(partErrors).isEqualTo(wholeErrors);
    assertThatThrownBy(() -> new Hutchinson().trace(operator, until(1)))
        .isInstanceOf(CancellationException.class)
        .hasMessage("cancelled after 1 probes, a standard error takes at least 2");
  }

  @Test
  void wrongArgumentsAreRefusedByName() {
    refused(
        "probes is 1, must be at least 2: one has no standard error",
        () -> new Hutchinson(1, 1, 1));
    refused("atOnce is 0, must be at least 1", () -> new Hutchinson(2, 0, 1));
    SymmetricOperator<double[]> operator = KnownSpectrum.identity(Precision.DOUBLE, 3).operator();
    double[] right = {7, 7, 7};
    Hutchinson hutchinson = new Hutchinson();
    refused(
        "diagonal has 2 elements, must have the matrix's 3 rows",
        () -> hutchinson.diagonal(operator, new double[2], right, ProductWatch.NONE));
    refused(
        "standardErrors has 4 elements, must have the matrix's 3 rows",
        () -> hutchinson.diagonal(operator, right, new double[4], ProductWatch.NONE));
    refused(
        "diagonal and standardErrors are the same array",
        () -> hutchinson.diagonal(operator, right, right, ProductWatch.NONE));
    assertThat(right).containsOnly(7);
    SymmetricOperator<float[]> large =
        KnownSpectrum.reflected(Precision.FLOAT, "large", 1e30, 2e30).operator();
    assertThatThrownBy(() -> hutchinson.squaredNorm(large, ProductWatch.NONE))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("probe 0 gives Infinity, must be finite");
  }

  private static void refused(String message, Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  /** A run of 2 probes and one of 66 come to allocate as many bytes. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void probesAllocateNothing(int atOnce) {
    SymmetricOperator<float[]> operator =
        ModelSpectra.softmaxRegression(Precision.FLOAT, 30, 5, 3).operator();
    float[] diagonal = new float[operator.dimension()];
    float[] errors = new float[operator.dimension()];
    assertSameBytes(
        probes ->
            new Hutchinson(probes, atOnce, 1)
                .diagonal(operator, diagonal, errors, ProductWatch.NONE),
        2,
        66);
  }

  /** Asserts that two sizes of some work come to allocate as many bytes. */
  static void assertSameBytes(IntConsumer work, int small, int large) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long deadline = System.nanoTime() + 120_000_000_000L;
    long[] bytes = {0, 1};
    while (bytes[0] != bytes[1] && System.nanoTime() < deadline) {
      bytes =
          IntStream.of(small, large)
              .mapToLong(
                  size -> {
                    long before = threads.getCurrentThreadAllocatedBytes();
                    for (int i = 0; i < 20; i++) {
                      work.accept(size);
                    }
                    return threads.getCurrentThreadAllocatedBytes() - before;
                  })
              .toArray();
    }
    assertThat(bytes[1]).as("bytes of %d and of %d", small, large).isEqualTo(bytes[0]);
  }
}
