package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.optim.DeltaBarDelta;
import io.github.curvelane.optim.Quickprop;
import io.github.curvelane.optim.Rprop;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.optim.Updater;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules that were made for whole batches, on whole objectives. */
final class RuleDescentTest {
  private static final int ITERATIONS = 400;

  /** E where the gradient was taken is the loss of the step: iRprop⁺ would go back elsewhere. */
  @ParameterizedTest
  @EnumSource
  void aRunIsTheRuleStepByStep(Rprop.Variant variant) {
    UpdateRule rule = new Rprop(variant);
    for (int n : new int[] {2, 7}) {
      ChainedRosenbrock<double[]> valley = new ChainedRosenbrock<>(Precision.DOUBLE, n);
      double[] x = start(n);
      double[] best = x.clone();
      double[] gradient = new double[n];
      double lowest = Double.POSITIVE_INFINITY;
      Updater<double[]> updater = rule.init(Kernels.of(Precision.DOUBLE), n);
      for (int t = 0; t <= ITERATIONS; t++) {
        double value = valley.valueAndGradient(x, gradient);
        if (value < lowest) {
          lowest = value;
          best = x.clone();
        }
        updater.step(0.1, value, x, gradient);
      }
      double[] theta = start(n);
      Minimum end =
          new RuleDescent(rule, Schedule.constant(0.1))
              .stopping(Stopping.DEFAULT.iterations(ITERATIONS))
              .minimize(valley, theta);
      assertThat(theta).as(end.toString()).containsExactly(best);
      assertThat(end.value()).isEqualTo(lowest);
      assertThat(end.counts().evaluations()).isEqualTo(ITERATIONS + 1);
    }
  }

  private static double[] start(int n) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = i % 2 == 0 ? -1.2 : 1;
    }
    return x;
  }

  @Test
  void batchRulesFollowRosenbrocksValley() {
    HessianProducts<double[]> valley = FirstOrderMethods.rosenbrock(Precision.DOUBLE, 1);
    List<RuleDescent> methods =
        List.of(
            new RuleDescent(new Rprop(Rprop.Variant.IMPROVED_PLUS), Schedule.constant(0.1)),
            new RuleDescent(new Rprop(Rprop.Variant.IMPROVED_MINUS), Schedule.constant(0.1)),
            new RuleDescent(new Quickprop(), Schedule.constant(1e-3)),
            new RuleDescent(new DeltaBarDelta(), Schedule.constant(1e-3)));
    for (RuleDescent method : methods) {
      double[] theta = {-1.2, 1};
      Minimum end = method.stopping(Stopping.DEFAULT.iterations(3000)).minimize(valley, theta);
      // From 24.2; the valley's floor falls from 4.1 to 0.
      assertThat(end.value()).as("%s: %s", method, end).isLessThan(1e-3);
    }
  }
}
