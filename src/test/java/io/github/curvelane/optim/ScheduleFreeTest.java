package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import org.junit.jupiter.api.Test;

/** The average that schedule-free rules keep in the place of the parameters. */
final class ScheduleFreeTest {
  private static Updater<double[]> updater(UpdateRule rule) {
    return rule.init(Kernels.of(Precision.DOUBLE), 1);
  }

  /** At a constant rate θ is the mean of all z, and the gradient is taken between the two. */
  @Test
  void theParametersAreTheMeanOfWhatDescends() {
    Updater<double[]> updater = updater(new ScheduleFreeSgd(0.75));
    double[] theta = {2};
    double z = 2;
    double sum = 0;
    for (int t = 1; t <= 50; t++) {
      double x = theta[0];
      updater.lookAhead(theta);
      assertThat(theta[0]).isEqualTo(0.25 * z + 0.75 * x, within(1e-14));
      double g = StrictMath.sin(t) + theta[0];
      updater.step(0.1, theta, new double[] {g});
      z -= 0.1 * g;
      sum += z;
      assertThat(updater.arrays().get("z")[0]).isEqualTo(z, within(1e-14));
      assertThat(theta[0]).isEqualTo(sum / t, within(1e-13));
    }
  }

  /** Squares of the largest rate so far: 1, 4, 4 while the rate is 1, 2, 1. */
  @Test
  void stepsOfAWarmUpWeighLittle() {
    Updater<double[]> updater = updater(new ScheduleFreeSgd(0));
    double[] theta = {0};
    double[] z = {-1, -3, -4};
    for (double rate : new double[] {1, 2, 1}) {
      updater.lookAhead(theta);
      updater.step(rate, theta, new double[] {1});
    }
    assertThat(theta[0]).isEqualTo((1 * z[0] + 4 * z[1] + 4 * z[2]) / 9, within(1e-15));
    assertThat(updater.numbers()).containsEntry("largestRate", 2.0).containsEntry("weights", 9.0);
    updater.lookAhead(theta);
    updater.step(0, theta, new double[] {1});
    assertThat(updater.numbers()).containsEntry("weights", 13.0);
  }

  @Test
  void aFirstRateOfZeroMovesNothing() {
    for (UpdateRule rule : new UpdateRule[] {new ScheduleFreeSgd(), new ScheduleFreeAdamW(0.1)}) {
      Updater<double[]> updater = updater(rule);
      double[] theta = {3};
      updater.lookAhead(theta);
      updater.step(0, theta, new double[] {1});
      assertThat(theta).containsExactly(3);
    }
  }

  /** y is where weight decay applies, in the chain before descent and within AdamW. */
  @Test
  void weightsDecayWhereTheGradientIsTaken() {
    for (UpdateRule rule :
        new UpdateRule[] {
          UpdateRule.chain(new WeightDecay(0.5), new ScheduleFreeSgd(0.5)),
          new ScheduleFreeAdamW(0.5, 0, 1, 0.5)
        }) {
      Updater<double[]> updater = updater(rule);
      double[] theta = {8};
      double x = 8;
      double z = 8;
      for (int t = 1; t <= 4; t++) {
        updater.lookAhead(theta);
        double y = 0.5 * z + 0.5 * x;
        updater.step(0.25, theta, new double[] {0});
        z -= 0.25 * 0.5 * y;
        x += (z - x) / t;
        assertThat(theta[0]).as(rule.toString()).isEqualTo(x, within(1e-14));
      }
    }
  }

  /** A state from between two steps is that of the average; there is no other point to mistake. */
  @Test
  void aRunResumedFromTheAverageGoesOn() {
    for (UpdateRule rule : new UpdateRule[] {new ScheduleFreeSgd(), new ScheduleFreeAdamW(0.1)}) {
      Updater<double[]> through = updater(rule);
      double[] expected = {1};
      double[] theta = {1};
      UpdateState<double[]> state = updater(rule).save();
      for (int t = 0; t < 30; t++) {
        step(through, expected, t);
        Updater<double[]> fresh = updater(rule);
        fresh.restore(state);
        step(fresh, theta, t);
        state = fresh.save();
        assertThat(theta).containsExactly(expected);
      }
    }
  }

  private static void step(Updater<double[]> updater, double[] theta, int t) {
    updater.lookAhead(theta);
    updater.step(0.1, theta, new double[] {theta[0] + StrictMath.cos(t)});
  }
}
