package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Parallelism;
import io.github.curvelane.ParameterRange;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.optim.AdamW;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.ParameterGroups;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.optim.Updater;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps of groups within the gradient's pass are those after it. */
final class GroupedStepTest {
  private static final int EXAMPLES = 64;

  private static <A> Network<A> network(Precision<A> precision) {
    return Network.perceptron(precision, Activation.tanh(), Activation.identity(), 21, 33, 17, 10);
  }

  private static <A> NetworkObjective<A> objective(Network<A> network, Parallelism parallelism) {
    Precision<A> precision = network.precision();
    SplittableRandom random = new SplittableRandom(1);
    return new NetworkObjective<>(
        network.newWorkspace(EXAMPLES, parallelism),
        Loss.softmaxCrossEntropy(),
        precision.of(random.doubles(EXAMPLES * 21L, -1, 1).toArray()),
        Targets.labels(precision, random.ints(EXAMPLES, 0, 10).toArray(), 10));
  }

  static Stream<UpdateRule> rules() {
    List<ParameterRange> ranges = network(Precision.FLOAT).ranges();
    return Stream.of(new Sgd(), new Momentum(0.9), new AdamW(0.1))
        .flatMap(
            rule ->
                Stream.of(
                    ParameterGroups.of(rule, ranges).byFanIn(0.5),
                    ParameterGroups.of(rule, ranges)
                        .rate("layers.1.*", 0.5)
                        .rate("*2.bias", 2)
                        .withoutDecay("*.bias"),
                    ParameterGroups.of(rule, ranges).frozen("layers.0.*").frozen("layers.2.weight"),
                    ParameterGroups.of(
                            rule,
                            List.of(
                                new ParameterRange("cut", 100, 800),
                                new ParameterRange("cold", 900, 1000)))
                        .rate("cut", 3)
                        .frozen("cold")));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void fusedStepsAreThoseAfterTheGradient(UpdateRule rule) {
    assertFused(rule, Precision.FLOAT);
    assertFused(rule, Precision.DOUBLE);
  }

  private static <A> void assertFused(UpdateRule rule, Precision<A> precision) {
    Network<A> network = network(precision);
    int n = network.parameters();
    int[] order = new SplittableRandom(3).ints(EXAMPLES, 0, EXAMPLES).toArray();
    for (int batch : new int[] {1, 2, 40}) {
      A alone = network.initialize(Initializer.FAN_IN, 2);
      A gradient = precision.newArray(n);
      Updater<A> after = rule.init(Kernels.of(precision), n);
      NetworkObjective<A> whole = objective(network, Parallelism.none());
      for (int step = 0; step < 3; step++) {
        whole.select(order, step, step + batch);
        whole.valueAndGradient(alone, gradient);
        after.step(0.1, alone, gradient);
      }
      for (int threads = 1; threads <= 2; threads++) {
        A theta = network.initialize(Initializer.FAN_IN, 2);
        Updater<A> within = rule.init(Kernels.of(precision), n);
        try (Parallelism team = Parallelism.threads(threads)) {
          NetworkObjective<A> objective = objective(network, team);
          within.trainedRanges().ifPresent(objective::train);
          for (int step = 0; step < 3; step++) {
            objective.select(order, step, step + batch);
            within.begin(0.1, theta, gradient);
            objective.valueAndUpdate(theta, gradient, within);
          }
        }
        assertThat(precision.sameBits(theta, alone))
            .as("%s, %s, batch %d, %d threads", rule, precision, batch, threads)
            .isTrue();
      }
    }
  }

  /** A layer of which each block has one rate takes plain descent as a gradient of rank one. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theGradientOfOneExampleIsNotStoredForPlainDescent(boolean cut) {
    Network<float[]> network = network(Precision.FLOAT);
    List<ParameterRange> ranges =
        cut
            ? List.of(new ParameterRange("cut", 0, 20), new ParameterRange("rest", 20, 21 * 33))
            : network.ranges();
    UpdateRule rule = ParameterGroups.of(new Sgd(), ranges).rate(cut ? "cut" : "*.bias", 0.5);
    float[] theta = network.initialize(Initializer.FAN_IN, 2);
    float[] gradient = new float[theta.length];
    Updater<float[]> updater = rule.init(Kernels.of(Precision.FLOAT), theta.length);
    NetworkObjective<float[]> objective = objective(network, Parallelism.none());
    objective.select(new int[] {5}, 0, 1);
    updater.begin(0.1, theta, gradient);
    objective.valueAndUpdate(theta, gradient, updater);
    boolean stored = false;
    for (int i = 0; i < 21 * 33; i++) {
      stored |= gradient[i] != 0;
    }
    assertThat(stored).isEqualTo(cut);
  }
}
