package io.github.curvelane.optim;

import io.github.curvelane.Diagonal;
import java.util.Arrays;
import java.util.stream.Stream;

/** The rules of this package that move parameters, and chains of them, for tests of what wraps. */
public final class ManyRules {
  private ManyRules() {}

  /** All of them. */
  public static Stream<UpdateRule> all() {
    CurvatureRequest request =
        new CurvatureRequest(new CurvatureEstimate.OfDiagonal(Diagonal.BECKER_LECUN), 1, 0);
    Stream<UpdateRule> rules =
        Stream.of(
            new Sgd(),
            new Momentum(0.9),
            new Nesterov(0.9),
            new ShiftedNesterov(0.9),
            new AdaGrad(),
            new AdaDelta(0.95, 1e-6),
            new RmsProp(0.9),
            new RmsPropNesterov(0.9, 0.9),
            new DeltaBarDelta(),
            new Adam(),
            new AdamW(0.3),
            new Quickprop(),
            new Murata(0.01, 0.02, 0.1),
            new AmsGrad(),
            new NAdam(),
            new RAdam(),
            new Lion(0.3),
            new ScheduleFreeSgd(),
            new ScheduleFreeAdamW(0.3),
            new AdaHessian(1),
            Sophia.hutchinson(0.3, 1),
            UpdateRule.chain(new GradientNoise(0.1, 5), new Nesterov(0.9)),
            new DiagonalLevenbergMarquardt(0.1, 0.5, request),
            UpdateRule.chain(new WeightDecay(0.2), new ClipByValue(0.5), new Nesterov(0.8)),
            UpdateRule.chain(new DecoupledWeightDecay(0.4), new Adam()));
    return Stream.concat(rules, Arrays.stream(Rprop.Variant.values()).map(Rprop::new));
  }
}
