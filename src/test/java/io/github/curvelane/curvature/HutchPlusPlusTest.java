package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HutchPlusPlusTest {
  static Stream<KnownSpectrum<?>> spectra() {
    return Stream.concat(KnownSpectrum.all(Precision.DOUBLE), KnownSpectrum.all(Precision.FLOAT));
  }

  /** From three times the rank on only rounding is left: chains of n, for each vector of Q. */
  @ParameterizedTest
  @MethodSource("spectra")
  <A> void asManyColumnsAsTheRankAreExact(KnownSpectrum<A> known) {
    int n = known.operator().dimension();
    Estimate estimate =
        new HutchPlusPlus(3 * n + 3, 4, 1).trace(known.operator(), ProductWatch.NONE);
    double bound =
        4.0 * n * n * known.operator().precision().unitRoundoff() * Math.max(known.norm(), 1e-300);
    assertThat(estimate.value()).isCloseTo(known.trace(), within(bound));
    assertThat(estimate.standardError()).isLessThanOrEqualTo(bound);
  }

  @Test
  void aMatrixOfLowRankIsExact() {
    KnownSpectrum<double[]> known = KnownSpectrum.rankDeficient(Precision.DOUBLE, 30);
    Estimate estimate = new HutchPlusPlus(11, 1, 2).trace(known.operator(), ProductWatch.NONE);
    assertThat(estimate.value()).isCloseTo(3, within(30 * 30 * 4 * 0x1p-53));
    assertThat(estimate.standardError()).isLessThan(30 * 30 * 4 * 0x1p-53);
    assertThat(estimate.probes()).isEqualTo(11 - 2 * 3);
  }

  /** 100 seeds of 30 products, 10 of them probes: of Student's t with 9 degrees 1.5 leave 3. */
  @ParameterizedTest
  @MethodSource("spread")
  void standardErrorsAreWhatTheyClaim(KnownSpectrum<double[]> known) {
    int within = 0;
    for (int seed = 0; seed < 100; seed++) {
      Estimate estimate = new HutchPlusPlus(30, 1, seed).trace(known.operator(), ProductWatch.NONE);
      double error = Math.abs(estimate.value() - known.trace());
      within += error <= 3 * estimate.standardError() ? 1 : 0;
    }
    assertThat(within).isGreaterThanOrEqualTo(95);
  }

  static Stream<KnownSpectrum<double[]>> spread() {
    return Stream.of(
        KnownSpectrum.secondDifferences(Precision.DOUBLE, 40),
        KnownSpectrum.decaying(Precision.DOUBLE, 60),
        KnownSpectrum.clusters(Precision.DOUBLE, 48));
  }

  /**
   * The numbers of the Javadoc: a root mean square of 100 has a relative deviation of 1/√200, the
   * ratio of two one of 0.1; four times that.
   */
  @Test
  void itGainsOnADecayingSpectrumAndNotOnAFlatOne() {
    KnownSpectrum<double[]> decaying = KnownSpectrum.decaying(Precision.DOUBLE, 60);
    assertThat(gain(decaying, 12)).isCloseTo(6.2, withinPercentage(40));
    assertThat(gain(decaying, 24)).isCloseTo(16, withinPercentage(40));
    assertThat(gain(decaying, 48)).isCloseTo(47, withinPercentage(40));
    assertThat(gain(KnownSpectrum.secondDifferences(Precision.DOUBLE, 60), 24))
        .isCloseTo(0.6, withinPercentage(40));
  }

  /** Hutchinson's root mean square error over that of Hutch++, as many products each. */
  private static double gain(KnownSpectrum<double[]> known, int products) {
    double plain = 0;
    double plus = 0;
    for (int seed = 0; seed < 100; seed++) {
      double one =
          new Hutchinson(products, 1, seed).trace(known.operator(), ProductWatch.NONE).value()
              - known.trace();
      double other =
          new HutchPlusPlus(products, 1, seed).trace(known.operator(), ProductWatch.NONE).value()
              - known.trace();
      plain += one * one;
      plus += other * other;
    }
    return Math.sqrt(plain / plus);
  }

  @ParameterizedTest
  @MethodSource("io.github.curvelane.curvature.HutchinsonTest#networks")
  <A> void howManyGoAtOnceChangesNoBit(KnownSpectrum<A> known) {
    Estimate one = new HutchPlusPlus(14, 1, 4).trace(known.operator(), ProductWatch.NONE);
    for (int atOnce : new int[] {3, 5, 64}) {
      assertThat(new HutchPlusPlus(14, atOnce, 4).trace(known.operator(), ProductWatch.NONE))
          .isEqualTo(one);
    }
  }

  @Test
  void everyProductIsSpent() {
    long[] made = new long[1];
    ProductWatch counter =
        new ProductWatch() {
          @Override
          public void product(long products) {
            made[0] = products;
          }
        };
    new HutchPlusPlus(14, 3, 4)
        .trace(KnownSpectrum.decaying(Precision.DOUBLE, 60).operator(), counter);
    assertThat(made[0]).isEqualTo(14);
    new HutchPlusPlus(14, 3, 4)
        .trace(KnownSpectrum.reflected(Precision.DOUBLE, "zero", 0, 0).operator(), counter);
    assertThat(made[0]).isEqualTo(14);
  }

  @Test
  void whatIsFinishedWhenCancelledIsAnEstimate() {
    SymmetricOperator<double[]> operator = KnownSpectrum.decaying(Precision.DOUBLE, 60).operator();
    HutchPlusPlus plus = new HutchPlusPlus(30, 1, 3);
    assertThat(plus.trace(operator, HutchinsonTest.until(22)).probes()).isEqualTo(2);
    assertThatThrownBy(() -> plus.trace(operator, HutchinsonTest.until(21)))
        .isInstanceOf(CancellationException.class)
        .hasMessage("cancelled after 1 probes, a standard error takes at least 2");
    assertThatThrownBy(() -> plus.trace(operator, HutchinsonTest.until(0)))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void wrongArgumentsAreRefusedByName() {
    assertThatThrownBy(() -> new HutchPlusPlus(3, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "products is 3, must be at least 4: one for the sketch, one in its space, two probes");
    assertThatThrownBy(() -> new HutchPlusPlus(4, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("atOnce is 0, must be at least 1");
    SymmetricOperator<float[]> large =
        KnownSpectrum.reflected(Precision.FLOAT, "large", 1e30, 2e30).operator();
    assertThatThrownBy(() -> new HutchPlusPlus().trace(large, ProductWatch.NONE))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("the norm of a column of MS overflows");
  }

  /** 33 and 35 products have one sketch; two probes more. */
  @Test
  void probesAllocateNothing() {
    SymmetricOperator<float[]> operator =
        ModelSpectra.softmaxRegression(Precision.FLOAT, 30, 5, 3).operator();
    HutchinsonTest.assertSameBytes(
        products -> new HutchPlusPlus(products, 1, 1).trace(operator, ProductWatch.NONE), 33, 35);
  }
}
