package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Quickprop's parabola and where it must not be trusted. */
final class QuickpropTest {
  private static Updater<double[]> updater(UpdateRule rule) {
    return rule.init(Kernels.of(Precision.DOUBLE), 1);
  }

  private static double[] walk(double mu, double rate, double... gradients) {
    Updater<double[]> updater = updater(new Quickprop(mu));
    double[] theta = {0};
    double[] steps = new double[gradients.length];
    for (int t = 0; t < gradients.length; t++) {
      double before = theta[0];
      updater.step(rate, theta, new double[] {gradients[t]});
      steps[t] = theta[0] - before;
    }
    return steps;
  }

  /** On ½x² with a step across the minimum the parabola is the function. */
  @Test
  void aParabolaThatWasCrossedEndsInItsMinimum() {
    Updater<double[]> updater = updater(new Quickprop());
    double[] x = {1};
    updater.step(1.5, x, new double[] {x[0]});
    assertThat(x).containsExactly(-0.5);
    updater.step(1.5, x, new double[] {x[0]});
    assertThat(x[0]).isEqualTo(0, within(0x1p-52));
  }

  @Test
  void descentIsAddedWhileTheSlopeKeepsItsSign() {
    // Slopes 8, then 2: the minimum is 2/(8 − 2) of the last step ahead.
    assertThat(walk(1.75, 0.25, 8, 2))
        .containsExactly(new double[] {-2, -2 / 3.0 - 0.5}, within(1e-15));
    // Slopes 8, then −8: half of the way back, and nothing else.
    assertThat(walk(1.75, 0.25, 8, -8)).containsExactly(-2, 1);
  }

  @Test
  void stepsGrowByMuAtMost() {
    double[] grows = {-2, -2 * 1.5};
    // The ratio of the slopes reaches μ/(1 + μ) = 0.6; they are equal; the second is the larger.
    for (double next : new double[] {4.8, 6, 8, 9, 1e300}) {
      double[] steps = walk(1.5, 0.25, 8, next);
      assertThat(steps[1]).isEqualTo(grows[1] - 0.25 * next, within(1e-15 * (4 + next)));
    }
    assertThat(walk(1.5, 0.25, 8, 4)).containsExactly(-2, -2 - 1);
  }

  @Test
  void withoutALastStepItDescends() {
    assertThat(walk(1.75, 0.25, 0, -0.0, 4, 0, 4)).containsExactly(0, 0, -1, 0, -1);
    // A rate of 0 left no step either, though there is a slope.
    Updater<double[]> updater = updater(new Quickprop());
    double[] theta = {0};
    updater.step(0, theta, new double[] {1});
    updater.step(0.5, theta, new double[] {-1});
    assertThat(theta).containsExactly(0.5);
  }

  /** Whatever the three slopes are, of all magnitudes, the steps are numbers and bounded. */
  @Test
  void noSlopesGiveNaN() {
    for (Precision<?> precision : List.of(Precision.FLOAT, Precision.DOUBLE)) {
      allAreNumbers(precision);
    }
  }

  private static <A> void allAreNumbers(Precision<A> precision) {
    double least = precision == Precision.FLOAT ? Float.MIN_VALUE : Double.MIN_VALUE;
    double[] slopes = {0, -0.0, least, -least, 1e-30, -1e-30, 1, 1, -1, 1 + 0x1p-20, 1e15, -1e15};
    for (double a : slopes) {
      for (double b : slopes) {
        for (double c : slopes) {
          Updater<A> updater = new Quickprop().init(Kernels.of(precision), 1);
          A theta = precision.newArray(1);
          double last = 0;
          for (double g : new double[] {a, b, c}) {
            double before = precision.get(updater.arrays().get("step"), 0);
            updater.step(0.5, theta, precision.of(g));
            last = precision.get(updater.arrays().get("step"), 0);
            double bound = 1.75 * Math.abs(before) + 0.5 * Math.abs(g);
            assertThat(Math.abs(last))
                .as("%s, %s, %s", a, b, c)
                .isLessThanOrEqualTo(bound * (1 + 4 * precision.unitRoundoff()) + 4 * least);
          }
          assertThat(precision.get(theta, 0)).isFinite();
        }
      }
    }
  }

  @Test
  void aCoordinateWithoutSlopeKeepsItsBits() {
    Updater<double[]> updater = updater(new Quickprop());
    double[] theta = {-0.0};
    for (double zero : new double[] {0, -0.0, 0}) {
      updater.step(0.1, theta, new double[] {zero});
      assertThat(theta).containsExactly(-0.0);
    }
  }

  @Test
  void weightDecayEntersBothSlopes() {
    Updater<double[]> updater = updater(UpdateRule.chain(new WeightDecay(0.5), new Quickprop()));
    double[] theta = {4};
    updater.step(0.25, theta, new double[] {6}); // slope 6 + 2, step −2
    assertThat(updater.arrays().get("1.slope")).containsExactly(8);
    assertThat(theta).containsExactly(2);
    updater.step(0.25, theta, new double[] {-9}); // slope −9 + 1 = −8, half of the way back
    assertThat(updater.arrays().get("1.slope")).containsExactly(-8);
    assertThat(theta).containsExactly(3);
  }
}
