package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Parallelism;
import io.github.curvelane.ParameterRange;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The gradient elsewhere, by noise that follows from seed, step and index. */
final class ParameterNoiseTest {
  private static final int N = 97;
  private static final Schedule WIDTH = Schedule.constant(1);
  private static final Kernels<double[]> KERNELS = Kernels.of(Precision.DOUBLE);

  private static List<UpdateRule> rules() {
    return List.of(
        new Sgd(),
        new Momentum(0.9),
        new Nesterov(0.9),
        new Adam(),
        UpdateRule.chain(new ClipByNorm(0.5), new Momentum(0.9)),
        UpdateRule.chain(new WeightDecay(0.1), new Nesterov(0.9)),
        ParameterGroups.of(
                new Momentum(0.9),
                List.of(new ParameterRange("a", 5, 40), new ParameterRange("b", 40, 70)))
            .frozen("a"));
  }

  private static double[] random(long seed) {
    return new SplittableRandom(seed).doubles(N, -1, 1).toArray();
  }

  private static void gradient(double[] theta, double[] gradient) {
    for (int i = 0; i < N; i++) {
      gradient[i] = (0.1 + i % 7) * theta[i] + StrictMath.sin(i);
    }
  }

  /** The rule alone, given the gradients of the points that the noisy one was seen at. */
  @Test
  void stepsFromThetaAlongTheGradientElsewhere() {
    for (UpdateRule rule : rules()) {
      Updater<double[]> noisy = new ParameterNoise(rule, k -> 0.5 / (k + 1), 3).init(KERNELS, N);
      Updater<double[]> bare = rule.init(KERNELS, N);
      double[] theta = random(1);
      double[] expected = random(1);
      double[] gradient = new double[N];
      for (int step = 1; step <= 20; step++) {
        bare.lookAhead(expected);
        noisy.lookAhead(theta);
        double far = 0;
        for (int i = 0; i < N; i++) {
          boolean frozen = rule instanceof ParameterGroups && i >= 5 && i < 40;
          assertThat(theta[i] == expected[i]).as("%s, θ[%d]", rule, i).isEqualTo(frozen);
          far = Math.max(far, Math.abs(theta[i] - expected[i]));
        }
        assertThat(far).isBetween(0.5 / step, 6.7 * 0.5 / step);
        gradient(theta, gradient);
        double[] same = gradient.clone();
        noisy.begin(0.01, theta, gradient);
        int cut = 4 * step;
        noisy.update(theta, gradient, cut, N);
        noisy.update(theta, gradient, 0, cut);
        bare.step(0.01, expected, same);
        assertThat(theta).as("%s, step %d", rule, step).isEqualTo(expected);
        if (step % 7 == 0) {
          UpdateState<double[]> state = noisy.save();
          noisy = new ParameterNoise(rule, k -> 0.5 / (k + 1), 3).init(KERNELS, N);
          noisy.restore(state);
        }
      }
    }
  }

  @Test
  void noiseIsNormalAndItsOwnInEachStep() {
    Updater<double[]> noisy =
        new ParameterNoise(new Sgd(), Schedule.constant(2), 3).init(KERNELS, N);
    int steps = 400;
    double sum = 0;
    double squares = 0;
    double lagged = 0;
    double[] last = new double[N];
    for (int step = 0; step < steps; step++) {
      double[] theta = new double[N];
      noisy.lookAhead(theta);
      for (int i = 0; i < N; i++) {
        sum += theta[i] / 2;
        squares += theta[i] * theta[i] / 4;
        lagged += theta[i] * last[i] / 4;
      }
      last = theta.clone();
      noisy.step(0, theta, new double[N]);
    }
    double count = steps * N;
    // Six standard errors: 1/√count of the mean and of the lagged product, √(2/count) of squares.
    assertThat(sum / count).isCloseTo(0, within(6 / Math.sqrt(count)));
    assertThat(lagged / count).isCloseTo(0, within(6 / Math.sqrt(count)));
    assertThat(squares / count).isCloseTo(1, within(6 * Math.sqrt(2 / count)));
  }

  @Test
  void seedsGiveOtherNumbers() {
    double[] one = new double[N];
    double[] other = new double[N];
    new ParameterNoise(new Sgd(), WIDTH, 1).init(KERNELS, N).lookAhead(one);
    new ParameterNoise(new Sgd(), WIDTH, 2).init(KERNELS, N).lookAhead(other);
    for (int i = 0; i < N; i++) {
      assertThat(one[i]).isNotEqualTo(other[i]);
    }
  }

  /** On E = θ²/2 + θ⁴, whose blur has the slope θ + 4θ³ + 12σ²θ. */
  @Test
  void meanGradientIsThatOfTheBlur() {
    double sigma = 0.3;
    Updater<double[]> noisy =
        new ParameterNoise(new Sgd(), Schedule.constant(sigma), 8).init(KERNELS, N);
    double at = 0.7;
    double sum = 0;
    double squares = 0;
    double[] theta = new double[N];
    for (int step = 0; step < 200; step++) {
      Arrays.fill(theta, at);
      noisy.lookAhead(theta);
      for (double x : theta) {
        double slope = x + 4 * x * x * x;
        sum += slope;
        squares += slope * slope;
      }
      noisy.step(0, theta, new double[N]);
    }
    double count = 200.0 * N;
    double mean = sum / count;
    double error = Math.sqrt((squares / count - mean * mean) / count);
    double blurred = at + 4 * at * at * at + 12 * sigma * sigma * at;
    assertThat(mean).isCloseTo(blurred, within(6 * error));
    assertThat(mean).isNotCloseTo(at + 4 * at * at * at, within(6 * error));
  }

  private static UpdateRule whole(UpdateRule rule) {
    ParameterRange first = new ParameterRange("first", 0, 1);
    ParameterRange others = new ParameterRange("others", 1, 3);
    return rule instanceof ParameterGroups
        ? ParameterGroups.of(new Momentum(0.9), List.of(first, others)).frozen("first")
        : rule;
  }

  @Test
  void widthOfZeroIsTheRuleAlone() {
    for (UpdateRule each : rules()) {
      UpdateRule rule = whole(each);
      double[] expected = {0.1, -0.2, 0.3};
      double[] theta = expected.clone();
      trainer(rule).build().train(new LineFit(50), expected);
      trainer(new ParameterNoise(rule, k -> 0, 1)).build().train(new LineFit(50), theta);
      assertThat(theta).as("%s", rule).isEqualTo(expected);
    }
  }

  @Test
  void runsAreTheSameBitsFusedWithThreadsAndResumed() throws Exception {
    for (UpdateRule each : rules()) {
      UpdateRule rule = new ParameterNoise(whole(each), Schedule.linear(0.3, 0.01, 30), 5);
      double[] start = {0.1, -0.2, 0.3};
      double[] expected = start.clone();
      trainer(rule).build().train(new LineFit(50), expected);
      double[] theta = start.clone();
      LineFit.Fused fused = new LineFit.Fused(50);
      List<TrainingState<double[]>> states = new ArrayList<>();
      trainer(rule).keep(store(states), 7).build().train(fused, theta);
      assertThat(theta).as("%s", rule).isEqualTo(expected);
      assertThat(fused.fusedSteps > 0).isEqualTo(rule.init(KERNELS, 3).isFusable());
      try (Parallelism threads = Parallelism.threads(2)) {
        double[] together = start.clone();
        trainer(rule).parallelism(threads).build().train(new LineFit(50), together);
        assertThat(together).as("%s", rule).isEqualTo(expected);
      }
      double[] resumed = start.clone();
      trainer(rule).build().resume(new LineFit.Fused(50), resumed, states.get(1)).finish();
      assertThat(resumed).as("%s", rule).isEqualTo(expected);
      double[] bare = start.clone();
      trainer(whole(each)).build().train(new LineFit(50), bare);
      assertThat(bare).isNotEqualTo(expected);
    }
  }

  private static StochasticTrainer.Builder trainer(UpdateRule rule) {
    return StochasticTrainer.of(rule, Schedule.constant(0.02))
        .epochs(4)
        .batch(7)
        .average(Averaging.exponential(0.5));
  }

  @SuppressWarnings("unchecked") // all are of one precision
  private static TrainingStore store(List<TrainingState<double[]>> states) {
    return new TrainingStore() {
      @Override
      public <A> void keep(Precision<A> precision, TrainingState<A> state) {
        states.add((TrainingState<double[]>) state);
      }
    };
  }

  @Test
  void putsThetaBackWhereNoStepFollows() {
    for (UpdateRule rule : List.of(new Momentum(0.9), new Nesterov(0.9))) {
      Updater<double[]> noisy = new ParameterNoise(rule, Schedule.constant(1), 3).init(KERNELS, N);
      double[] theta = random(1);
      noisy.lookAhead(theta);
      noisy.step(0.1, theta, random(2));
      double[] before = theta.clone();
      noisy.lookAhead(theta);
      assertThat(theta).isNotEqualTo(before);
      assertThat(noisy.lookBack(theta)).isTrue();
      assertThat(theta).isEqualTo(before);
      noisy.lookAhead(theta);
      assertThatIllegalStateException()
          .isThrownBy(() -> noisy.lookAhead(theta))
          .withMessage("lookAhead was called twice before a step");
    }
  }

  @Test
  void allocatesNothing() {
    double[] theta = random(1);
    double[] gradient = random(2);
    Updater<double[]> noisy =
        new ParameterNoise(new Nesterov(0.9), Schedule.linear(1, 0.1, 1000), 3).init(KERNELS, N);
    long bytes =
        Allocation.perCall(
            100,
            () -> {
              noisy.lookAhead(theta);
              noisy.step(1e-6, theta, gradient);
            });
    assertThat(bytes).isZero();
  }

  @Test
  void refusesWhatIsOutOfBounds() {
    for (double width : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      Updater<double[]> noisy = new ParameterNoise(new Sgd(), k -> width, 3).init(KERNELS, N);
      double[] theta = random(1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> noisy.lookAhead(theta))
          .withMessage(
              "the width of step 1 is " + width + ", must be finite in double and not negative");
      assertThat(theta).isEqualTo(random(1));
    }
    Schedule plateau = new PlateauSchedule(0.5, 0.1, 3, 0.01, 1e-4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ParameterNoise(new Sgd(), plateau, 1))
        .withMessageStartingWith("width is plateau(")
        .withMessageEndingWith("must be a schedule that depends on the step alone");
    Updater<double[]> noisy =
        new ParameterNoise(new Sgd(), Schedule.constant(1), 3).init(KERNELS, N);
    assertThatIllegalStateException()
        .isThrownBy(() -> noisy.step(0.1, random(1), random(2)))
        .withMessage("lookAhead must be called before the gradient of every step");
    noisy.lookAhead(random(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> noisy.update(random(1), random(2), 1, N + 1))
        .withMessage("the range is from 1 to 98, must be 0 ≤ from ≤ to ≤ 97");
    assertThat(new ParameterNoise(new AdamW(0.3), WIDTH, 1).withoutDecay())
        .isEqualTo(new ParameterNoise(new AdamW(0.3).withoutDecay(), WIDTH, 1));
    assertThat(new ParameterNoise(new Rprop(Rprop.Variant.MINUS), WIDTH, 1).isForBatches())
        .isTrue();
  }
}
