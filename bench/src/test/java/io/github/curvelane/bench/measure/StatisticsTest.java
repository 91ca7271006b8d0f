package io.github.curvelane.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void medianOfOddAndEvenNumbers() {
    assertThat(Statistics.median(new double[] {5, 1, 3})).isEqualTo(3);
    assertThat(Statistics.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
  }

  @Test
  void absentSamplesDoNotCount() {
    double[] samples = {Double.NaN, 7, Double.NaN, 9};
    assertThat(Statistics.median(samples)).isEqualTo(8);
    assertThat(Statistics.min(samples)).isEqualTo(7);
    assertThat(Statistics.median(new double[] {Double.NaN})).isNaN();
    assertThat(Statistics.min(new double[0])).isNaN();
    assertThat(Statistics.geometricMean(new double[0])).isNaN();
  }

  @Test
  void geometricMeanOfReciprocalsIsOne() {
    assertThat(Statistics.geometricMean(new double[] {4, 0.25, 2, 0.5}))
        .isEqualTo(1, within(1e-15));
  }

  @Test
  void intervalOfTheMedianTakesTheRanksOfTheBinomial() {
    double[] samples = IntStream.rangeClosed(1, 100).asDoubleStream().toArray();
    assertThat(Statistics.medianInterval(samples)).containsExactly(40, 61);
  }
}
