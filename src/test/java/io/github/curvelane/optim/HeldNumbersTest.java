package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Numbers that a precision does not hold are refused, by name and with what they would become. */
final class HeldNumbersTest {
  private static final Kernels<float[]> SINGLE = Kernels.of(Precision.FLOAT);
  private static final Kernels<double[]> TWICE = Kernels.of(Precision.DOUBLE);
  private static final double NEAR_1 = 1 - 1e-9;
  private static final double TINY = 1e-300;
  private static final double HUGE = 1e300;
  private static final CurvatureRequest REQUEST =
      new CurvatureRequest(new CurvatureEstimate.Hutchinson(1, 1), 1, 0);

  private static Arguments of(UpdateRule rule, String name, double value, String becomes) {
    return Arguments.of(rule, "%s is %s, which becomes %s".formatted(name, value, becomes));
  }

  static final List<Arguments> CASES =
      List.of(
          of(new Adam(0.9, 0.999, TINY), "delta", TINY, "0.0 in float, must stay positive"),
          of(new Adam(NEAR_1, 0.999, 1e-8), "rho1", NEAR_1, "1.0 in float, must stay less than 1"),
          of(new Adam(0.9, NEAR_1, 1e-8), "rho2", NEAR_1, "1.0 in float, must stay less than 1"),
          of(new Adam(0.9, 0.9, HUGE), "delta", HUGE, "Infinity in float, must stay positive"),
          of(new AdamW(0.9, 0.999, TINY, 0), "delta", TINY, "0.0"),
          of(new AdamW(TINY), "lambda", TINY, "0.0"),
          of(new AdamW(HUGE), "lambda", HUGE, "Infinity"),
          of(new AmsGrad(0.9, NEAR_1, 1e-8), "rho2", NEAR_1, "1.0"),
          of(new AmsGrad(0.9, 0.9, TINY), "delta", TINY, "0.0"),
          of(new NAdam(NEAR_1, 0.9, 1e-8, 0), "rho1", NEAR_1, "1.0"),
          of(new NAdam(0.9, 0.9, TINY, 0), "delta", TINY, "0.0"),
          of(new RAdam(0.9, NEAR_1, 1e-8), "rho2", NEAR_1, "1.0"),
          of(new RAdam(0.9, 0.9, TINY), "delta", TINY, "0.0"),
          of(new AdaGrad(TINY), "delta", TINY, "0.0"),
          of(new RmsProp(NEAR_1), "rho", NEAR_1, "1.0"),
          of(new RmsProp(0.9, TINY), "delta", TINY, "0.0"),
          of(new RmsPropNesterov(NEAR_1, 0.9), "alpha", NEAR_1, "1.0"),
          of(new RmsPropNesterov(0.9, NEAR_1), "rho", NEAR_1, "1.0"),
          of(new RmsPropNesterov(0.9, 0.9, TINY), "delta", TINY, "0.0"),
          of(new AdaDelta(NEAR_1, 1e-6), "rho", NEAR_1, "1.0"),
          of(new AdaDelta(0.9, TINY), "delta", TINY, "0.0"),
          of(new Momentum(NEAR_1), "alpha", NEAR_1, "1.0"),
          of(new Nesterov(NEAR_1), "alpha", NEAR_1, "1.0"),
          of(new ShiftedNesterov(NEAR_1), "alpha", NEAR_1, "1.0"),
          of(new ScheduleFreeSgd(NEAR_1), "beta", NEAR_1, "1.0"),
          of(new ScheduleFreeAdamW(0.9, NEAR_1, 1e-8, 0), "rho", NEAR_1, "1.0"),
          of(new ScheduleFreeAdamW(0.9, 0.9, TINY, 0), "delta", TINY, "0.0"),
          of(new ScheduleFreeAdamW(TINY), "lambda", TINY, "0.0"),
          of(new Sophia(NEAR_1, 0.9, 1, 1e-12, 0, REQUEST), "rho1", NEAR_1, "1.0"),
          of(new Sophia(0.9, NEAR_1, 1, 1e-12, 0, REQUEST), "rho2", NEAR_1, "1.0"),
          of(new Sophia(0.9, 0.9, TINY, 1e-12, 0, REQUEST), "gamma", TINY, "0.0"),
          of(new Sophia(0.9, 0.9, 1, TINY, 0, REQUEST), "delta", TINY, "0.0"),
          of(new Sophia(0.9, 0.9, 1, 1e-12, HUGE, REQUEST), "lambda", HUGE, "Infinity"),
          of(new Lion(0.9, NEAR_1, 0), "rho2", NEAR_1, "1.0"),
          of(new Lion(TINY), "lambda", TINY, "0.0"),
          of(new AdaHessian(NEAR_1, 0.9, 1, 1e-4, REQUEST), "rho1", NEAR_1, "1.0"),
          of(new AdaHessian(0.9, 0.9, TINY, 1e-4, REQUEST), "power", TINY, "0.0"),
          of(new AdaHessian(0.9, 0.9, 1, TINY, REQUEST), "delta", TINY, "0.0"),
          Arguments.of(
              new AdaHessian(0.9, 0.9, 1, 1e-39, REQUEST),
              "delta is 1.0E-39, whose inverse becomes Infinity in float, must be finite"),
          Arguments.of(
              new DiagonalLevenbergMarquardt(1e-39),
              "mu is 1.0E-39, whose inverse becomes Infinity in float, must be finite"),
          of(new DiagonalLevenbergMarquardt(1, TINY, REQUEST), "gamma", TINY, "0.0"),
          of(new DeltaBarDelta(HUGE, 0.1, 0.7), "kappa", HUGE, "Infinity"),
          of(new DeltaBarDelta(0.1, NEAR_1, 0.7), "phi", NEAR_1, "1.0"),
          of(new DeltaBarDelta(0.1, 0.1, NEAR_1), "rho", NEAR_1, "1.0"),
          of(new Quickprop(HUGE), "mu", HUGE, "Infinity"),
          of(new Murata(TINY, 1, 1), "delta", TINY, "0.0"),
          of(new Murata(NEAR_1, 1, 1), "delta", NEAR_1, "1.0"),
          of(rprop(1 + 1e-9, 0.5, 1e-6, 50), "increase", 1 + 1e-9, "1.0"),
          of(rprop(HUGE, 0.5, 1e-6, 50), "increase", HUGE, "Infinity in float, must stay finite"),
          of(rprop(1.2, NEAR_1, 1e-6, 50), "decrease", NEAR_1, "1.0"),
          of(rprop(1.2, TINY, 1e-6, 50), "decrease", TINY, "0.0"),
          of(rprop(1.2, 0.5, TINY, 50), "smallest", TINY, "0.0"),
          of(rprop(1.2, 0.5, 1e-6, HUGE), "largest", HUGE, "Infinity"),
          of(new ClipByNorm(TINY), "bound", TINY, "0.0"),
          of(new ClipByNorm(HUGE), "bound", HUGE, "Infinity"),
          of(new ClipByValue(TINY), "bound", TINY, "0.0"),
          of(new WeightDecay(TINY), "lambda", TINY, "0.0"),
          of(new DecoupledWeightDecay(HUGE), "lambda", HUGE, "Infinity"),
          of(new GradientNoise(TINY, 1), "the first deviation", Math.sqrt(TINY), "0.0"));

  private static Rprop rprop(double increase, double decrease, double smallest, double largest) {
    return new Rprop(Rprop.Variant.MINUS, increase, decrease, smallest, largest);
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void whatAFloatDoesNotHoldIsRefusedThere(UpdateRule rule, String message) {
    for (UpdateRule refused : List.of(rule, UpdateRule.chain(rule, new Sgd()))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> refused.init(SINGLE, 3))
          .withMessageStartingWith(message);
    }
    rule.init(TWICE, 3); // a double holds it
  }

  @Test
  void whatIsExactlyAtItsBoundIsHeld() {
    for (UpdateRule rule :
        List.of(
            new AdamW(0),
            new Lion(0.9, 0, 0),
            rprop(1, 0.5, 1e-6, 50),
            new Quickprop(1),
            new DeltaBarDelta(0, 0, 0),
            new WeightDecay(0),
            new Adam(1e-300, 0, Float.MIN_VALUE),
            new Momentum(1 - 0x1p-24))) {
      rule.init(SINGLE, 3);
    }
  }

  @Test
  void ratesThatBecomeInfiniteAreRefusedAndThoseThatBecomeZeroDoNothing() {
    for (UpdateRule rule : List.of(new Sgd(), new Momentum(0.5), new Adam())) {
      Updater<float[]> updater = rule.init(SINGLE, 1);
      float[] theta = {1};
      assertThatIllegalArgumentException()
          .isThrownBy(() -> updater.step(1e39, theta, new float[] {1}))
          .withMessage(
              "the learning rate is 1.0E39, which becomes Infinity in float, must be finite");
      assertThat(updater.steps()).isZero();
      updater.step(1e-300, theta, new float[] {1});
      assertThat(theta).containsExactly(1);
      assertThat(updater.steps()).isEqualTo(1);
    }
    Updater<float[]> adam = new Adam().init(SINGLE, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> adam.step(3e38, new float[1], new float[] {1}))
        .withMessageContaining("which becomes Infinity in float: the learning rate is too large");
    assertThat(adam.steps()).isZero();
    assertThat(adam.arrays().get("mean")).containsExactly(0);
  }

  /** What a step began with is taken back with it. */
  @Test
  void aStepThatIsRefusedChangesNoNumbers() {
    Updater<float[]> chain =
        UpdateRule.chain(new Nesterov(0.9), new NAdam(), new Rprop()).init(SINGLE, 1);
    float[] theta = {1};
    Map<String, Double> numbers = chain.numbers();
    chain.lookAhead(theta);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> chain.step(-1, theta, new float[] {1}))
        .withMessageContaining("the learning rate of the first step is -1.0, must be positive");
    assertThat(chain.numbers()).isEqualTo(numbers);
    assertThat(chain.steps()).isZero();
    chain.step(0.1, theta, new float[] {1}); // θ is still ahead
  }

  @Test
  void stepsAreCountedToTheLastNumber() {
    for (UpdateRule rule :
        List.of(new Adam(), new NAdam(), new RAdam(), new AmsGrad(), new ScheduleFreeAdamW(0))) {
      Updater<double[]> updater = rule.init(TWICE, 1);
      UpdateState<double[]> fresh = updater.save();
      long last = Long.MAX_VALUE - 1;
      updater.restore(new UpdateState<>(last, fresh.arrays(), fresh.numbers()));
      double[] theta = {0};
      updater.lookAhead(theta);
      updater.step(0.1, theta, new double[] {1});
      assertThat(theta[0]).as(rule.toString()).isFinite();
      assertThat(updater.steps()).isEqualTo(Long.MAX_VALUE);
      double[] before = theta.clone();
      assertThatIllegalStateException()
          .isThrownBy(() -> updater.step(0.1, theta, new double[] {1}))
          .withMessage(
              "the rule has taken 9223372036854775807 steps, the most that can be counted");
      assertThat(theta).isEqualTo(before);
      assertThat(updater.steps()).isEqualTo(Long.MAX_VALUE);
    }
  }
}
