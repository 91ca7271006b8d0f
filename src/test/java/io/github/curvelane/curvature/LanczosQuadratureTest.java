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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LanczosQuadratureTest {
  static Stream<KnownSpectrum<?>> spectra() {
    return Stream.concat(KnownSpectrum.all(Precision.DOUBLE), KnownSpectrum.all(Precision.FLOAT));
  }

  private static SpectralDensity density(
      SymmetricOperator<?> operator, int steps, int probes, int atOnce) {
    return new LanczosQuadrature(steps, probes, atOnce, 3).density(operator, ProductWatch.NONE);
  }

  /**
   * To the last step nodes are eigenvalues. A step's error is that of a product, a chain of n, and
   * of as long inner products; T's is that of n steps.
   */
  @ParameterizedTest
  @MethodSource("spectra")
  void allStepsGiveTheEigenvaluesThatTheProbesContain(KnownSpectrum<?> known) {
    int n = known.operator().dimension();
    double u = known.operator().precision().unitRoundoff();
    double bound = 8 * n * u * known.norm();
    SpectralDensity density = density(known.operator(), n, 3, 1);
    double[] weights = density.weights();
    for (int i = 0; i < weights.length; i++) {
      double node = density.nodes()[i];
      double nearest =
          Arrays.stream(known.eigenvalues()).map(x -> Math.abs(x - node)).min().orElseThrow();
      assertThat(weights[i]).isBetween(0.0, 1.0);
      assertThat(nearest).as("node %d", i).isLessThanOrEqualTo(bound);
    }
    assertThat(Arrays.stream(weights).sum()).isEqualTo(1, within(8 * n * 0x1p-53));
    assertThat(density.least()).isEqualTo(density.nodes()[0]);
    assertThat(density.greatest()).isEqualTo(density.nodes()[weights.length - 1]);
  }

  /** zᵀMz of each probe is the first diagonal element of T, zᵀM²z follows from two steps. */
  @ParameterizedTest
  @MethodSource("spectra")
  <A> void traceAndNormAreThoseOfHutchinson(KnownSpectrum<A> known) {
    int n = known.operator().dimension();
    double unit = 8 * n * known.operator().precision().unitRoundoff();
    Hutchinson hutchinson = new Hutchinson(4, 1, 3);
    for (int steps : new int[] {2, 5}) {
      SpectralDensity density = density(known.operator(), steps, 4, 2);
      Estimate trace = hutchinson.trace(known.operator(), ProductWatch.NONE);
      assertClose(density.trace(), trace, n * unit * known.norm());
      Estimate norm = hutchinson.squaredNorm(known.operator(), ProductWatch.NONE);
      double bound = n * unit * known.norm() * known.norm();
      assertClose(density.trace(x -> x * x), norm, bound);
      assertThat(n * density.moment(2).value()).isEqualTo(norm.value(), within(bound));
    }
  }

  private static void assertClose(Estimate estimate, Estimate expected, double bound) {
    assertThat(estimate.value()).isEqualTo(expected.value(), within(bound));
    assertThat(estimate.standardError()).isEqualTo(expected.standardError(), within(bound));
    assertThat(estimate.probes()).isEqualTo(expected.probes());
  }

  /** Gauss's quadrature: the means of zᵀMʲz/N for all j below 2k, and of no further one. */
  @Test
  void kStepsAreExactForPolynomialsOfDegreeBelowTwiceK() {
    KnownSpectrum<double[]> known = KnownSpectrum.secondDifferences(Precision.DOUBLE, 40);
    SpectralDensity density = density(known.operator(), 4, 2, 1);
    double[][] powers = new double[2][40];
    double[] scratch = new double[40];
    double[] z = new double[40];
    for (int k = 0; k < 2; k++) {
      Probes.signs(3, k, 40, powers[k], 0);
    }
    for (int j = 0; j <= 8; j++) {
      double moment = 0;
      for (int k = 0; k < 2; k++) {
        Probes.signs(3, k, 40, z, 0);
        for (int i = 0; i < 40; i++) {
          moment += z[i] * powers[k][i] / 80;
        }
        known.operator().apply(powers[k], scratch);
        System.arraycopy(scratch, 0, powers[k], 0, 40);
      }
      double size = Math.pow(known.norm(), j);
      double difference = Math.abs(density.moment(j).value() - moment) / size;
      if (j < 8) {
        assertThat(difference).as("moment %d", j).isLessThan(40 * 8 * 0x1p-53);
      } else {
        assertThat(difference).as("moment %d", j).isGreaterThan(1e-6);
      }
    }
  }

  /** Two distributions on [a, b] with as many moments in common: Favard's and Jackson's bound. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16, 32})
  void stepsResolve(int steps) {
    KnownSpectrum<double[]> known = KnownSpectrum.secondDifferences(Precision.DOUBLE, 40);
    SpectralDensity some = density(known.operator(), steps, 2, 1);
    SpectralDensity all = density(known.operator(), 40, 2, 1);
    assertThat(some.wasserstein(all)).isLessThanOrEqualTo(Math.PI * 4 / (4 * steps));
  }

  /**
   * With all steps only the probes' weights are random: F(x) of a probe is zᵀPz/N with P the
   * projection on the eigenvectors below x, of variance at most 2·rank(1 − rank/N)/N² ≤ 1/2N. So
   * the distance of the mean of m is at most (b − a)·√(1/2Nm) in the mean; thrice that.
   */
  @Test
  void probesAverage() {
    KnownSpectrum<double[]> known = KnownSpectrum.secondDifferences(Precision.DOUBLE, 40);
    for (int probes : new int[] {2, 8, 32, 128}) {
      SpectralDensity density = density(known.operator(), 40, probes, 1);
      assertThat(density.wasserstein(known.eigenvalues()))
          .isLessThanOrEqualTo(3 * 4 * Math.sqrt(1.0 / (80 * probes)));
    }
  }

  @ParameterizedTest
  @CsvSource({"17, 1", "1, 64"})
  void theIdentityHasOneNode(int n, int steps) {
    SpectralDensity density =
        density(KnownSpectrum.identity(Precision.FLOAT, n).operator(), steps, 2, 1);
    for (double node : density.nodes()) {
      assertThat(node).isEqualTo(1, within(17 * 0x1p-24));
    }
    assertThat(density.nodes()).hasSize(2);
    assertThat(density.weights()).containsExactly(0.5, 0.5);
  }

  /** Whose products are not made either. */
  @Test
  void anInvariantSpaceHasFewerNodes() {
    long[] made = new long[1];
    ProductWatch counter =
        new ProductWatch() {
          @Override
          public void product(long products) {
            made[0] = products;
          }
        };
    SpectralDensity density =
        new LanczosQuadrature(20, 5, 2, 3)
            .density(KnownSpectrum.rankDeficient(Precision.DOUBLE, 31).operator(), counter);
    assertThat(made[0]).isEqualTo(5 * 4);
    assertThat(density.nodes()).hasSize(5 * 4);
    assertThat(Arrays.stream(density.weights()).sum()).isEqualTo(1, within(1e-14));
    assertThat(density.cumulative(1e-10) - density.cumulative(-1e-10)).isBetween(0.7, 1.0);
    assertThat(density.trace().probes()).isEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("io.github.curvelane.curvature.HutchinsonTest#networks")
  <A> void howManyGoAtOnceChangesNoBit(KnownSpectrum<A> known) {
    SpectralDensity one = density(known.operator(), 30, 7, 1);
    for (int atOnce : new int[] {2, 7, 64}) {
      SpectralDensity several = density(known.operator(), 30, 7, atOnce);
      assertThat(several.nodes()).isEqualTo(one.nodes());
      assertThat(several.weights()).isEqualTo(one.weights());
      assertThat(several.trace()).isEqualTo(one.trace());
    }
  }

  @Test
  void whatIsFinishedWhenCancelledIsTheDensityOfFewerProbes() {
    SymmetricOperator<double[]> operator = KnownSpectrum.decaying(Precision.DOUBLE, 60).operator();
    LanczosQuadrature quadrature = new LanczosQuadrature(10, 50, 1, 3);
    SpectralDensity part = quadrature.density(operator, HutchinsonTest.until(39));
    assertThat(part.probes()).isEqualTo(3);
    assertThat(part.nodes()).isEqualTo(density(operator, 10, 3, 1).nodes());
    assertThatThrownBy(() -> quadrature.density(operator, HutchinsonTest.until(19)))
        .isInstanceOf(CancellationException.class)
        .hasMessage("cancelled after 1 probes, a standard error takes at least 2");
  }

  @Test
  void wrongArgumentsAreRefusedByName() {
    refused("steps is 0, must be at least 1", () -> new LanczosQuadrature(0, 2, 1, 1));
    refused(
        "probes is 1, must be at least 2: one has no standard error",
        () -> new LanczosQuadrature(1, 1, 1, 1));
    refused("atOnce is 0, must be at least 1", () -> new LanczosQuadrature(1, 2, 0, 1));
    SymmetricOperator<double[]> huge =
        new SymmetricOperator<>() {
          @Override
          public Precision<double[]> precision() {
            return Precision.DOUBLE;
          }

          @Override
          public int dimension() {
            return 1 << 30;
          }

          @Override
          public void apply(double[] v, double[] result) {}
        };
    assertThatThrownBy(() -> new LanczosQuadrature(64, 10, 4, 1).density(huge, ProductWatch.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("atOnce is 4, which takes 4 times 575525617664 bytes, more than");
    SpectralDensity density =
        density(KnownSpectrum.identity(Precision.FLOAT, 3).operator(), 1, 2, 1);
    refused("power is -1, must not be negative", () -> density.moment(-1));
    refused("x is NaN", () -> density.cumulative(Double.NaN));
    refused("deviation is 0.0, must be positive and finite", () -> density.smoothed(0, 1));
    refused("grid[1] is Infinity, must be finite", () -> density.smoothed(1, 0, 1 / 0.0));
    refused("eigenvalues is empty, must have at least one", density::wasserstein);
    refused("eigenvalues[1] is NaN, must be finite", () -> density.wasserstein(1, Double.NaN));
    assertThatThrownBy(() -> density.trace(x -> Double.NaN))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("probe 0 gives NaN, must be finite");
  }

  private static void refused(String message, Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  /** A vector would be 8,000 bytes; a probe's 8 nodes and weights are 128, and their sorting. */
  @Test
  void noVectorIsAllocatedForAProbe() {
    SymmetricOperator<double[]> operator =
        ModelSpectra.objective(Precision.DOUBLE, 4, 99, 10).hessian();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long deadline = System.nanoTime() + 120_000_000_000L;
    long bytes;
    do {
      long before = threads.getCurrentThreadAllocatedBytes();
      density(operator, 8, 2, 1);
      long between = threads.getCurrentThreadAllocatedBytes();
      density(operator, 8, 12, 1);
      bytes = (threads.getCurrentThreadAllocatedBytes() - 2 * between + before) / 10;
    } while (bytes > 2_000 && System.nanoTime() < deadline);
    assertThat(bytes).isLessThanOrEqualTo(2_000);
  }
}
