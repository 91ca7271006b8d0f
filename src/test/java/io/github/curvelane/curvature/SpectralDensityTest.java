package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Two probes by hand. */
final class SpectralDensityTest {
  private final SpectralDensity density =
      new SpectralDensity(
          10,
          List.of(
              new Measure(new double[] {0, 4}, new double[] {0.75, 0.25}),
              new Measure(new double[] {-1, 2}, new double[] {0.5, 0.5})));

  @Test
  void nodesAreSortedAndWeighted() {
    assertThat(density.nodes()).containsExactly(-1, 0, 2, 4);
    assertThat(density.weights()).containsExactly(0.25, 0.375, 0.25, 0.125);
    assertThat(density.least()).isEqualTo(-1);
    assertThat(density.greatest()).isEqualTo(4);
    assertThat(density)
        .hasToString("density of 10 eigenvalues: 4 nodes of 2 probes from -1.0 to 4.0");
    density.nodes()[0] = 7;
    assertThat(density.nodes()[0]).isEqualTo(-1);
  }

  /** Samples 10 and 5; of the squares 40 and 25. */
  @Test
  void tracesAreMeansOverProbes() {
    assertThat(density.trace()).isEqualTo(new Estimate(7.5, 2.5, 2));
    assertThat(density.trace(x -> x * x)).isEqualTo(new Estimate(32.5, 7.5, 2));
    assertThat(density.moment(2)).isEqualTo(new Estimate(3.25, 0.75, 2));
    assertThat(density.moment(0)).isEqualTo(new Estimate(1, 0, 2));
  }

  @Test
  void theCumulativeDistributionSteps() {
    assertThat(density.cumulative(-1.5)).isZero();
    assertThat(density.cumulative(-1)).isEqualTo(0.25);
    assertThat(density.cumulative(1.9)).isEqualTo(0.625);
    assertThat(density.cumulative(4)).isEqualTo(1);
  }

  /** Against 0, 0, 4, 4 the differences of F are ¼ on [−1, 0], ⅛ on [0, 2], ⅜ on [2, 4]. */
  @Test
  void theDistanceIsTheAreaBetweenDistributions() {
    assertThat(density.wasserstein(4, 0, 4, 0)).isEqualTo(0.25 + 2 * 0.125 + 2 * 0.375);
    assertThat(density.wasserstein(density)).isZero();
    assertThat(density.wasserstein(-11)).isEqualTo(11.75);
    SpectralDensity single =
        new SpectralDensity(1, List.of(new Measure(new double[] {6}, new double[] {1})));
    assertThat(density.wasserstein(single)).isEqualTo(5.25);
    assertThat(single.wasserstein(density)).isEqualTo(5.25);
  }

  @Test
  void theSmoothedDensityIsASumOfNormalOnes() {
    double[] grid = new double[1_001];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = -6 + 0.015 * i;
    }
    double[] smooth = density.smoothed(0.5, grid);
    double integral = 0;
    double first = 0;
    for (int i = 0; i < grid.length; i++) {
      integral += 0.015 * smooth[i];
      first += 0.015 * smooth[i] * grid[i];
    }
    // The trapezoid rule of analytic functions that vanish at both ends: nearly exact.
    assertThat(integral).isEqualTo(1, within(1e-9));
    assertThat(first).isEqualTo(0.75, within(1e-9));
    double one = Math.exp(-0.5) * 0.125 + Math.exp(-4.5) * 0.25;
    assertThat(density.smoothed(1, 5)[0]).isEqualTo(one / Math.sqrt(2 * Math.PI), within(1e-5));
  }
}
