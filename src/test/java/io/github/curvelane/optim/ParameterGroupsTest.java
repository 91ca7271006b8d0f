package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.ParameterRange;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each group moves as its rule moves it alone, and frozen parameters do not move at all. */
final class ParameterGroupsTest {
  private static final int N = 97;
  private static final double RATE = 0.01;

  /** In no order, with gaps at both ends and in the middle. */
  private static final List<ParameterRange> RANGES =
      List.of(
          new ParameterRange("b.weight", 40, 70, 9, 4, false),
          new ParameterRange("a.weight", 3, 20, 16, 1, false),
          new ParameterRange("a.bias", 20, 25, 16, 1, true),
          new ParameterRange("b.bias", 70, 75, 9, 4, true),
          new ParameterRange("c.weight", 75, 90, 3, 1, false));

  private static final CurvatureRequest REQUEST =
      new CurvatureRequest(new CurvatureEstimate.OfDiagonal(Diagonal.BECKER_LECUN), 1, 0);

  static Stream<UpdateRule> rules() {
    return ManyRules.all();
  }

  private static ParameterGroups groups(UpdateRule rule) {
    return ParameterGroups.of(rule, RANGES)
        .frozen("a.weight")
        .rate("b.*", 0.125)
        .rate("c.weight", 3)
        .withoutDecay("*.bias");
  }

  /** The rule alone on everything, of which only its ranges are looked at. */
  private record Alone<A>(Updater<A> updater, double factor, A theta, int... bounds) {
    static <A> Alone<A> of(
        UpdateRule rule, double factor, Precision<A> precision, A theta, int... bounds) {
      A copy = precision.newArray(N);
      precision.copy(theta, 0, copy, 0, N);
      return new Alone<>(rule.init(Kernels.of(precision), N), factor, copy, bounds);
    }

    boolean has(int i) {
      for (int k = 0; k < bounds.length; k += 2) {
        if (bounds[k] <= i && i < bounds[k + 1]) {
          return true;
        }
      }
      return false;
    }
  }

  private static <A> List<Alone<A>> alone(UpdateRule rule, Precision<A> precision, A theta) {
    UpdateRule without = rule.withoutDecay();
    List<Alone<A>> all = new ArrayList<>();
    if (without.equals(rule)) {
      all.add(Alone.of(rule, 1, precision, theta, 0, 3, 20, 40, 90, N));
      all.add(Alone.of(rule, 0.125, precision, theta, 40, 75));
    } else {
      all.add(Alone.of(rule, 1, precision, theta, 0, 3, 25, 40, 90, N));
      all.add(Alone.of(without, 1, precision, theta, 20, 25));
      all.add(Alone.of(rule, 0.125, precision, theta, 40, 70));
      all.add(Alone.of(without, 0.125, precision, theta, 70, 75));
    }
    all.add(Alone.of(rule, 3, precision, theta, 75, 90));
    return all;
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
  void groupsMoveAsTheirRulesAlone(UpdateRule rule) {
    assertAsAlone(rule, Precision.FLOAT);
    assertAsAlone(rule, Precision.DOUBLE);
  }

  private static <A> void assertAsAlone(UpdateRule rule, Precision<A> precision) {
    A start = random(precision, 1);
    A theta = random(precision, 1);
    Updater<A> updater = groups(rule).init(Kernels.of(precision), N);
    List<Alone<A>> all = alone(rule, precision, start);
    A gradient = precision.newArray(N);
    Random shuffle = new Random(3);
    for (int step = 1; step <= 40; step++) {
      double loss = 10.0 / step + step % 3;
      if (updater.looksAhead()) {
        updater.lookAhead(theta);
      }
      gradient(precision, theta, step, gradient);
      if (updater.curvature().isPresent()) {
        updater.receive(random(precision, 100 + step));
      }
      updater.begin(RATE, loss, theta, gradient);
      for (int[] range : shuffled(shuffle)) {
        updater.update(theta, gradient, range[0], range[1]);
      }
      for (Alone<A> one : all) {
        if (one.updater.looksAhead()) {
          one.updater.lookAhead(one.theta);
        }
        gradient(precision, one.theta, step, gradient);
        for (int i = 0; i < N; i++) {
          precision.set(gradient, i, one.has(i) ? precision.get(gradient, i) : 0);
        }
        if (one.updater.curvature().isPresent()) {
          one.updater.receive(random(precision, 100 + step));
        }
        one.updater.step(RATE * one.factor, loss, one.theta, gradient);
      }
      assertSame(precision, theta, start, all, rule + ", step " + step);
      if (step % 7 == 0) {
        UpdateState<A> state = updater.save();
        updater = groups(rule).init(Kernels.of(precision), N);
        updater.restore(state);
      }
    }
  }

  private static List<int[]> shuffled(Random random) {
    int[] cuts = random.ints(5, 0, N + 1).sorted().toArray();
    List<int[]> ranges = new ArrayList<>();
    int from = 0;
    for (int cut : cuts) {
      ranges.add(new int[] {from, cut});
      from = cut;
    }
    ranges.add(new int[] {from, N});
    Collections.shuffle(ranges, random);
    return ranges;
  }

  private static <A> void assertSame(
      Precision<A> precision, A theta, A start, List<Alone<A>> all, String when) {
    for (int i = 0; i < N; i++) {
      A expected = start;
      for (Alone<A> one : all) {
        expected = one.has(i) ? one.theta : expected;
      }
      assertThat(precision.get(theta, i))
          .as("θ[%d], %s", i, when)
          .isEqualTo(precision.get(expected, i));
    }
  }

  @Test
  void frozenParametersKeepTheirBitsInAThousandStepsOfAdamW() {
    UpdateRule groups = ParameterGroups.of(new AdamW(0.1), RANGES).frozen("a.*");
    for (UpdateRule rule :
        List.of(
            groups,
            UpdateRule.chain(new WeightDecay(0.1), new ClipByNorm(1), groups),
            UpdateRule.chain(new DecoupledWeightDecay(0.1), groups))) {
      float[] theta = random(Precision.FLOAT, 2);
      float[] start = theta.clone();
      float[] gradient = new float[N];
      Updater<float[]> updater = rule.init(Kernels.of(Precision.FLOAT), N);
      try (Parallelism two = Parallelism.threads(2)) {
        for (int step = 1; step <= 1000; step++) {
          gradient(Precision.FLOAT, theta, step, gradient);
          Arrays.fill(gradient, 3, 25, 0);
          updater.step(0.01, theta, gradient, two);
          for (int i = 3; i < 25; i++) {
            assertThat(gradient[i]).isEqualTo(0f);
          }
        }
      }
      for (int i = 0; i < N; i++) {
        if (3 <= i && i < 25) {
          assertThat(theta[i]).isEqualTo(start[i]);
        } else {
          assertThat(theta[i]).isNotEqualTo(start[i]);
        }
      }
      assertThat(updater.trainedRanges().orElseThrow())
          .extracting(ParameterRange::name)
          .containsExactly("0-2", "25-39", "b.weight", "b.bias", "c.weight", "90-96");
    }
  }

  @Test
  void memoryIsThatOfTheRuleHoweverManyGroupsThereAre() {
    Updater<float[]> updater = groups(new AdamW(0.1)).init(Kernels.of(Precision.FLOAT), N);
    assertThat(updater.arrays().keySet()).containsExactly("mean", "squares");
    Updater<float[]> chained =
        groups(UpdateRule.chain(new WeightDecay(0.1), new Nesterov(0.5)))
            .init(Kernels.of(Precision.FLOAT), N);
    assertThat(chained.arrays().keySet()).containsExactly("1.velocity");
    Updater<float[]> one =
        ParameterGroups.of(new DiagonalLevenbergMarquardt(0.1, 1, REQUEST), RANGES)
            .frozen("a.*")
            .init(Kernels.of(Precision.FLOAT), N);
    assertThat(one.arrays().keySet()).containsExactly("curvature", "rates");
    assertThat(one.numbers().keySet()).isEqualTo(Set.of("estimates", "largestRate"));
    assertThat(updater.trainedRanges()).isPresent();
    assertThat(
            ParameterGroups.of(new Sgd(), RANGES)
                .init(Kernels.of(Precision.FLOAT), N)
                .trainedRanges())
        .isEmpty();
  }

  /** A rule that moves to what its memory was filled with when it began. */
  private record ToStart(double start) implements UpdateRule {
    @Override
    public <A> Updater<A> init(Kernels<A> kernels, int dimension) {
      LoopUpdater<A> updater =
          new LoopUpdater<>(
              kernels,
              dimension,
              (theta, g, memory, scalars, from, to) ->
                  System.arraycopy(memory[0], from, theta, from, to - from),
              (theta, g, memory, scalars, from, to) ->
                  System.arraycopy(memory[0], from, theta, from, to - from),
              0,
              "start") {
            @Override
            protected void prepare(double rate, A theta, A gradient) {}
          };
      kernels.precision().fill(updater.memory[0], 0, dimension, start);
      return updater;
    }
  }

  @Test
  void memoryThatRulesShareBeginsAsEachFillsIt() {
    Updater<double[]> updater =
        ParameterGroups.of(new ToStart(1), RANGES)
            .rule("b.*", new ToStart(2))
            .init(Kernels.of(Precision.DOUBLE), N);
    double[] theta = new double[N];
    updater.step(1, theta, new double[N]);
    for (int i = 0; i < N; i++) {
      assertThat(theta[i]).isEqualTo(40 <= i && i < 75 ? 2 : 1);
    }
    assertThat(updater.arrays().keySet()).containsExactly("start");
  }

  @Test
  void anotherRuleMayBeThatOfSomeRanges() {
    UpdateRule rule =
        ParameterGroups.of(new Momentum(0.5), RANGES)
            .rule("c.*", new AdamW(0.2))
            .withoutDecay("c.weight")
            .rule("a.*", new Rprop(Rprop.Variant.IMPROVED_PLUS));
    Updater<double[]> updater = rule.init(Kernels.of(Precision.DOUBLE), N);
    assertThat(updater.needsLoss()).isTrue();
    assertThat(rule.isForBatches()).isTrue();
    assertThat(updater.arrays().keySet())
        .isEqualTo(Set.of("velocity", "mean", "squares", "sizes", "signs"));
    Updater<double[]> adam = new AdamW(0).init(Kernels.of(Precision.DOUBLE), N);
    double[] theta = random(Precision.DOUBLE, 5);
    double[] alone = theta.clone();
    double[] gradient = new double[N];
    for (int step = 1; step <= 20; step++) {
      gradient(Precision.DOUBLE, theta, step, gradient);
      updater.step(RATE, 1.0 / step, theta, gradient);
      gradient(Precision.DOUBLE, alone, step, gradient);
      adam.step(RATE, alone, gradient);
    }
    assertThat(Arrays.copyOfRange(theta, 75, 90)).isEqualTo(Arrays.copyOfRange(alone, 75, 90));
  }

  @Test
  void baseRatesAreProportionalToAPower() {
    double[] factors = factors(ParameterGroups.of(new Sgd(), RANGES).byFanIn(0.5));
    double mean = StrictMath.pow(16.0 * 16 * 9 * 9 * 3, 0.2);
    double bound = 1e-14;
    assertThat(factors[3]).isCloseTo(Math.sqrt(16 / mean), within(bound));
    assertThat(factors[24]).isEqualTo(factors[3]);
    assertThat(factors[40]).isCloseTo(Math.sqrt(9 / mean), within(bound));
    assertThat(factors[75]).isCloseTo(Math.sqrt(3 / mean), within(bound));
    assertThat(factors[0]).isEqualTo(1);
    double[] both = factors(ParameterGroups.of(new Sgd(), RANGES).byShares(-1).rate("b.weight", 2));
    double shares = StrictMath.pow(16, 0.2);
    assertThat(both[40]).isCloseTo(2 * shares / 4, within(bound));
    assertThat(both[70]).isCloseTo(shares / 4, within(bound));
    assertThat(both[3]).isCloseTo(shares, within(bound));
  }

  private static double[] factors(UpdateRule rule) {
    double[] theta = new double[N];
    double[] gradient = new double[N];
    Arrays.fill(gradient, -1);
    rule.init(Kernels.of(Precision.DOUBLE), N).step(1, theta, gradient);
    return theta;
  }

  @Test
  void whatDoesNotFitIsRefused() {
    ParameterGroups groups = ParameterGroups.of(new Sgd(), RANGES);
    Kernels<float[]> kernels = Kernels.of(Precision.FLOAT);
    refused(
        "ranges is empty, must have at least one", () -> ParameterGroups.of(new Sgd(), List.of()));
    refused(
        "ranges x and y overlap: 0 to 4 and 3 to 5",
        () ->
            ParameterGroups.of(
                new Sgd(), List.of(new ParameterRange("y", 3, 5), new ParameterRange("x", 0, 4))));
    refused(
        "two ranges are named 'x'",
        () ->
            ParameterGroups.of(
                new Sgd(), List.of(new ParameterRange("x", 4, 5), new ParameterRange("x", 0, 4))));
    refused(
        "no range is named 'd.*', there are: a.weight, a.bias, b.weight, b.bias, c.weight",
        () -> groups.frozen("d.*"));
    refused(
        "no range is named 'aXbias', there are: a.weight, a.bias, b.weight, b.bias, c.weight",
        () -> groups.rate("aXbias", 1));
    refused(
        "'rate' of b.bias is said twice: by 'b.*' and by '*.bias'",
        () -> groups.rate("b.*", 2).rate("*.bias", 3));
    refused(
        "'frozen' of a.bias is said twice: by 'a.bias' and by '*'",
        () -> groups.frozen("a.bias").frozen("*"));
    refused(
        "'rule' of c.weight is said twice: by 'c.*' and by 'c.weight'",
        () -> groups.rule("c.*", new Adam()).rule("c.weight", new Adam()));
    refused("factor is 0.0, must be positive and finite", () -> groups.rate("a.*", 0));
    refused("power is NaN, must be finite", () -> groups.byFanIn(Double.NaN));
    refused(
        "range c.weight ends at 90, must end within the 80 parameters",
        () -> groups.init(kernels, 80));
    refused(
        "all parameters are frozen, some must be trained",
        () ->
            ParameterGroups.of(new Sgd(), List.of(new ParameterRange("x", 0, N)))
                .frozen("x")
                .init(kernels, N));
    refused(
        "ClipByNorm[bound=1.0], the rule of c.weight, needs the whole gradient: put it before the"
            + " groups in a chain",
        () -> groups.rule("c.*", new ClipByNorm(1)).init(kernels, N));
    refused(
        "ClipByValue[bound=1.0], the rule of c.weight, does not move the parameters",
        () -> groups.rule("c.*", new ClipByValue(1)).init(kernels, N));
    refused(
        "groups(Sgd[]).frozen(a.*), the rule of c.weight, is one of groups itself",
        () -> groups.rule("c.*", groups.frozen("a.*")).init(kernels, N));
    CurvatureRequest other =
        new CurvatureRequest(new CurvatureEstimate.OfDiagonal(Diagonal.BECKER_LECUN), 2, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                groups
                    .rule("a.*", new DiagonalLevenbergMarquardt(1, 1, REQUEST))
                    .rule("b.*", new DiagonalLevenbergMarquardt(1, 1, other))
                    .init(kernels, N))
        .withMessageStartingWith("groups want different second derivatives");
    refused(
        "two rules of a chain freeze parameters, at most one can",
        () -> UpdateRule.chain(groups.frozen("a.*"), groups.frozen("b.*")).init(kernels, N));
    refused(
        "the range is from 5 to 98, must be 0 ≤ from ≤ to ≤ 97",
        () -> groups.init(kernels, N).update(new float[N], new float[N], 5, 98));
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void theTextIsThatOfTheCalls() {
    assertThat(
            ParameterGroups.of(new AdamW(0.5), RANGES)
                .frozen("a.*")
                .rate("b.weight", 0.5)
                .withoutDecay("*.bias")
                .rule("c.*", new Sgd())
                .byFanIn(0.5)
                .byShares(0.25))
        .hasToString(
            "groups(AdamW[rho1=0.9, rho2=0.999, delta=1.0E-8, lambda=0.5]).frozen(a.*)"
                + ".rate(b.weight, 0.5).withoutDecay(*.bias).rule(c.*, Sgd[]).byFanIn(0.5)"
                + ".byShares(0.25)");
  }
}
