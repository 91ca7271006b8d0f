package io.github.curvelane.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.curvelane.Parallelism;
import io.github.curvelane.ParameterRange;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.Adam;
import io.github.curvelane.optim.AdamW;
import io.github.curvelane.optim.Averaging;
import io.github.curvelane.optim.ClipByNorm;
import io.github.curvelane.optim.GradientNoise;
import io.github.curvelane.optim.ManyRules;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Nesterov;
import io.github.curvelane.optim.ParameterGroups;
import io.github.curvelane.optim.Rprop;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import io.github.curvelane.optim.TrainingState;
import io.github.curvelane.optim.TrainingStore;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.optim.UpdateState;
import io.github.curvelane.optim.Updater;
import io.github.curvelane.optim.batch.Allocations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pruned parameters stay +0, and the others do not see that they were ever there. */
final class MaskedTest {
  private static final int N = 97;
  private static final double RATE = 0.01;
  private static final Mask MASK = mask();

  private static Mask mask() {
    boolean[] pruned = new boolean[N];
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < N; i++) {
      pruned[i] = i < 9 || i > 20 && random.nextInt(3) > 0;
    }
    return Mask.of(pruned);
  }

  static Stream<UpdateRule> rules() {
    List<ParameterRange> ranges =
        List.of(new ParameterRange("a", 5, 40), new ParameterRange("b", 40, 70));
    return Stream.concat(
        ManyRules.all(),
        Stream.of(
            UpdateRule.chain(new ClipByNorm(0.5), new Momentum(0.9)),
            ParameterGroups.of(new AdamW(0.2), ranges).frozen("a").rate("b", 0.25)));
  }

  private static <A> A random(Precision<A> precision, long seed) {
    return precision.of(new SplittableRandom(seed).doubles(N, -1, 1).toArray());
  }

  /** A gradient that depends on θ, with zeros of both signs. */
  private static <A> void gradient(Precision<A> precision, A theta, long step, A gradient) {
    SplittableRandom random = new SplittableRandom(step);
    for (int i = 0; i < N; i++) {
      double noise = random.nextDouble() - 0.5;
      double g = i % 13 == 4 ? -0.0 : (0.1 + i % 7) * precision.get(theta, i) + noise;
      precision.set(gradient, i, g);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void othersMoveAsIfTheSlopesOfThePrunedWereZero(UpdateRule rule) {
    assertAsWithZeroSlopes(rule, Precision.FLOAT);
    assertAsWithZeroSlopes(rule, Precision.DOUBLE);
  }

  private static <A> void assertAsWithZeroSlopes(UpdateRule rule, Precision<A> precision) {
    Kernels<A> kernels = Kernels.of(precision);
    A theta = random(precision, 1);
    MASK.apply(precision, theta);
    A expected = precision.newArray(N);
    precision.copy(theta, 0, expected, 0, N);
    Updater<A> masked = new Masked(rule, MASK).init(kernels, N);
    Updater<A> bare = rule.init(kernels, N);
    A gradient = precision.newArray(N);
    for (int step = 1; step <= 30; step++) {
      double loss = 10.0 / step + step % 3;
      masked.lookAhead(theta);
      bare.lookAhead(expected);
      MASK.apply(precision, expected);
      for (A each : List.of(theta, expected)) {
        assertThat(MASK.isKeptBy(precision, each)).isTrue();
      }
      if (bare.curvature().isPresent()) {
        masked.receive(random(precision, 100 + step));
        bare.receive(random(precision, 100 + step));
      }
      gradient(precision, expected, step, gradient);
      for (int i = 0; i < N; i++) {
        if (MASK.isPruned(i)) {
          precision.set(gradient, i, 0);
        }
      }
      bare.step(RATE, loss, expected, gradient);
      MASK.apply(precision, expected);
      gradient(precision, theta, step, gradient);
      for (int i = 0; i < N; i += 3) {
        if (MASK.isPruned(i)) {
          precision.set(gradient, i, i % 2 == 0 ? Double.NaN : Double.POSITIVE_INFINITY);
        }
      }
      masked.begin(RATE, loss, theta, gradient);
      int cut = 7 + 3 * step;
      masked.update(theta, gradient, cut, N);
      masked.update(theta, gradient, 0, cut);
      assertThat(theta).as("%s, step %d", rule, step).isEqualTo(expected);
      for (int i = 0; i < N; i++) {
        assertThat(!MASK.isPruned(i) || 1 / precision.get(theta, i) == Double.POSITIVE_INFINITY)
            .as("θ[%d] is +0", i)
            .isTrue();
      }
      if (step % 7 == 0) {
        UpdateState<A> state = masked.save();
        masked = new Masked(rule, MASK).init(kernels, N);
        masked.restore(state);
      }
    }
    Updater<A> last = masked;
    bare.arrays()
        .forEach((name, a) -> assertThat(last.arrays().get("masked." + name)).isEqualTo(a));
  }

  private static final Network<float[]> NETWORK =
      Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 7, 9, 6, 3);

  private static NetworkObjective<float[]> objective(Parallelism parallelism) {
    SplittableRandom random = new SplittableRandom(5);
    return new NetworkObjective<>(
        NETWORK.newWorkspace(96, parallelism),
        Loss.softmaxCrossEntropy(),
        Precision.FLOAT.of(random.doubles(96 * 7L, -1, 1).toArray()),
        Targets.labels(Precision.FLOAT, random.ints(96, 0, 3).toArray(), 3));
  }

  private static Mask halfOf(float[] theta) {
    double[] saliency = Saliency.magnitude().of(objective(Parallelism.none()), theta);
    return Pruner.weights(NETWORK.ranges()).prune(saliency, Mask.none(theta.length), 0.5);
  }

  @Test
  void stepsWithinTheGradientAreTheSameBitsWithAnyThreadsAndAfterResuming() throws Exception {
    float[] start = NETWORK.initialize(Initializer.FAN_IN, 2);
    Mask mask = halfOf(start);
    mask.apply(Precision.FLOAT, start);
    for (UpdateRule rule : List.of(new Sgd(), new Momentum(0.9), new Nesterov(0.9), new Adam())) {
      float[] expected = start.clone();
      trainer(rule, mask).fused(false).build().train(objective(Parallelism.none()), expected);
      assertThat(mask.isKeptBy(Precision.FLOAT, expected)).isTrue();
      assertThat(expected).isNotEqualTo(start);
      float[] fused = start.clone();
      List<TrainingState<float[]>> states = new ArrayList<>();
      trainer(rule, mask)
          .keep(store(states), 7)
          .build()
          .train(objective(Parallelism.none()), fused);
      assertThat(fused).as("%s", rule).isEqualTo(expected);
      try (Parallelism threads = Parallelism.threads(3)) {
        float[] theta = start.clone();
        trainer(rule, mask).parallelism(threads).build().train(objective(threads), theta);
        assertThat(theta).as("%s, threads", rule).isEqualTo(expected);
      }
      float[] resumed = start.clone();
      trainer(rule, mask)
          .build()
          .resume(objective(Parallelism.none()), resumed, states.get(1))
          .finish();
      assertThat(resumed).as("%s, resumed", rule).isEqualTo(expected);
      Mask other = Mask.none(start.length);
      assertThatIllegalArgumentException()
          .as("a state of another mask")
          .isThrownBy(
              () ->
                  trainer(rule, other)
                      .build()
                      .resume(objective(Parallelism.none()), resumed, states.get(1)));
    }
  }

  private static StochasticTrainer.Builder trainer(UpdateRule rule, Mask mask) {
    return StochasticTrainer.of(new Masked(rule, mask), Schedule.constant(0.02))
        .epochs(3)
        .batch(10)
        .average(Averaging.exponential(0.5));
  }

  @SuppressWarnings("unchecked") // all are of one precision
  private static TrainingStore store(List<TrainingState<float[]>> states) {
    return new TrainingStore() {
      @Override
      public <A> void keep(Precision<A> precision, TrainingState<A> state) {
        states.add((TrainingState<float[]>) state);
      }
    };
  }

  @Test
  void frozenParametersKeepTheirBits() {
    float[] start = NETWORK.initialize(Initializer.FAN_IN, 2);
    Mask mask = halfOf(start);
    mask.apply(Precision.FLOAT, start);
    float[] theta = start.clone();
    UpdateRule rule = ParameterGroups.of(new Momentum(0.9), NETWORK.ranges()).frozen("layers.0.*");
    trainer(rule, mask)
        .average(Averaging.polyak(1))
        .build()
        .train(objective(Parallelism.none()), theta);
    int frozen = NETWORK.offset(1);
    assertThat(Arrays.copyOf(theta, frozen)).isEqualTo(Arrays.copyOf(start, frozen));
    assertThat(theta).isNotEqualTo(start);
  }

  @Test
  void stepsAllocateNothing() {
    float[] theta = random(Precision.FLOAT, 1);
    MASK.apply(Precision.FLOAT, theta);
    float[] gradient = random(Precision.FLOAT, 2);
    Updater<float[]> updater =
        new Masked(new Nesterov(0.9), MASK).init(Kernels.of(Precision.FLOAT), N);
    Allocations.assertNone(
        100,
        () -> {
          updater.lookAhead(theta);
          updater.step(1e-6, theta, gradient);
        });
  }

  @Test
  void whatDoesNotFitTheMaskIsRefused() {
    Kernels<double[]> kernels = Kernels.of(Precision.DOUBLE);
    Masked rule = new Masked(new Momentum(0.5), MASK);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule.init(kernels, N - 1))
        .withMessage("dimension is 96, must be that of the mask, 97");
    double[] theta = new double[N];
    double[] gradient = new double[N];
    theta[3] = 0.5;
    for (UpdateRule each : List.of(rule, new Masked(new Nesterov(0.5), MASK))) {
      Updater<double[]> updater = each.init(kernels, N);
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> {
                updater.lookAhead(theta);
                updater.step(0.1, theta, gradient);
              })
          .withMessage(
              "theta[3] is 0.5 and pruned, must be 0: the mask must be applied to theta first");
      assertThat(updater.steps()).isZero();
      assertThat(theta[3]).isEqualTo(0.5);
    }
    Updater<double[]> updater = rule.init(kernels, N);
    updater.step(0.1, new double[N], gradient);
    Updater<double[]> other = new Masked(rule.rule(), Mask.none(N)).init(kernels, N);
    other.step(0.1, new double[N], gradient);
    other.restore(updater.save());
    assertThatIllegalStateException()
        .isThrownBy(() -> other.step(0.1, new double[N], gradient))
        .withMessageMatching(
            "the state is that of a mask [0-9a-f]{12}, the rule's is 0 of 97 pruned, [0-9a-f]{12}");
    updater.restore(updater.save());
    assertThatIllegalArgumentException()
        .as("parameters that were not looked at since the state was restored")
        .isThrownBy(() -> updater.step(0.1, theta, gradient))
        .withMessageStartingWith("theta[3] is 0.5 and pruned");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> updater.update(gradient, gradient, 0, 1))
        .withMessage("gradient and theta are the same array");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> updater.update(new double[N], gradient, 1, N + 1))
        .withMessage("the range is from 1 to 98, must be 0 ≤ from ≤ to ≤ 97");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> updater.update(new double[N], new double[1], 1, N))
        .withMessage("to is 97, past the end of gradient, length 1");
  }

  @Test
  void propertiesAreThoseOfTheRule() {
    assertThat(new Masked(new Rprop(Rprop.Variant.MINUS), MASK).isForBatches()).isTrue();
    assertThat(new Masked(new AdamW(0.3), MASK).withoutDecay())
        .isEqualTo(new Masked(new AdamW(0.3).withoutDecay(), MASK));
    Updater<double[]> noise =
        new Masked(new GradientNoise(0.1, 5), MASK).init(Kernels.of(Precision.DOUBLE), N);
    ParameterRange moved = new ParameterRange("moved", 3, 9);
    UpdateRule groups =
        ParameterGroups.of(new Sgd(), List.of(moved, new ParameterRange("rest", 9, N)))
            .frozen("rest");
    Kernels<double[]> kernels = Kernels.of(Precision.DOUBLE);
    assertThat(new Masked(groups, MASK).init(kernels, N).trainedRanges())
        .isEqualTo(groups.init(kernels, N).trainedRanges())
        .isPresent();
    UpdateRule clipped = UpdateRule.chain(new ClipByNorm(1), new Sgd());
    assertThat(new Masked(clipped, MASK).init(kernels, N).isFusable()).isFalse();
    assertThat(new Masked(new Sgd(), MASK).init(kernels, N).isFusable()).isTrue();
    assertThat(noise.movesParameters() || noise.followsGradient()).isFalse();
    assertThat(new Masked(new Sgd(), MASK)).hasToString("Masked[rule=Sgd[], mask=" + MASK + "]");
  }
}
