package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EstimateTest {
  @ParameterizedTest
  @CsvSource({
    "412.345, 28.6812, 412.3 (standard error 28.7)",
    "412.345, 2868.12, 412 (standard error 2870)",
    "-0.00123456, 0.0000012345, -0.00123456 (standard error 0.00000123)",
    "1, 0.5, 1.000 (standard error 0.500)",
    "17, 0, 17.0 (standard error 0)",
    "1.25e-30, 1e-32, 1.25E-30 (standard error 1.00E-32)",
    "0, 1e-17, 0.0 (standard error 1.00E-17)"
  })
  void textHasTheDigitsThatMeanSomething(double value, double error, String text) {
    assertThat(new Estimate(value, error, 5)).hasToString(text);
  }

  @Test
  void whatIsNoEstimateIsRefusedByName() {
    refused(
        "probes is 1, must be at least 2: one has no standard error", () -> new Estimate(1, 1, 1));
    refused("value is NaN, must be finite", () -> new Estimate(Double.NaN, 1, 2));
    refused("standardError is -1.0, must be finite and not negative", () -> new Estimate(1, -1, 2));
    refused(
        "standardError is NaN, must be finite and not negative",
        () -> new Estimate(1, Double.NaN, 2));
  }

  private static void refused(String message, Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  /** Samples 1, 2, 4, 9: mean 4, sum of squared deviations 38. */
  @Test
  void meanAndStandardErrorAreThoseOfTheSamples() {
    SampleMean mean = new SampleMean();
    mean.add(1);
    assertThatThrownBy(() -> mean.estimate(0))
        .isInstanceOf(CancellationException.class)
        .hasMessage("cancelled after 1 probes, a standard error takes at least 2");
    mean.add(2);
    mean.add(4);
    mean.add(9);
    Estimate estimate = mean.estimate(100);
    assertThat(estimate.value()).isEqualTo(104);
    assertThat(estimate.standardError()).isEqualTo(Math.sqrt(38.0 / 3 / 4), within(1e-15));
    assertThat(estimate.probes()).isEqualTo(4);
    assertThatThrownBy(() -> mean.add(Double.NEGATIVE_INFINITY))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("probe 4 gives -Infinity, must be finite");
  }

  @Test
  void aVarianceThatOverflowsIsNamed() {
    SampleMean mean = new SampleMean();
    mean.add(1e200);
    mean.add(-1e200);
    assertThatThrownBy(() -> mean.estimate(0))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("the squares of what probes give overflow: 0.0");
  }

  /** Σx² − (Σx)²/k would have no digit left. */
  @Test
  void deviationsSurviveALargeMean() {
    SampleMean mean = new SampleMean();
    mean.add(1e9);
    mean.add(1e9 + 1);
    assertThat(mean.estimate(0).standardError()).isEqualTo(0.5);
  }
}
