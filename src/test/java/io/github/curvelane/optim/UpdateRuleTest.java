package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.DescentUpdate;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.optim.batch.Allocations;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdateRuleTest {
  private static final int N = 523;
  private static final int STEPS = 120;

  private static final double[] SIZES = {1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 1e1, 1e2};
  private static final double[] SINES = new double[STEPS * N];

  static {
    for (int k = 0; k < SINES.length; k++) {
      SINES[k] = StrictMath.sin(k % N + 0.37 * (k / N));
    }
  }

  /** Makes the recurrence of one parameter. */
  @FunctionalInterface
  interface Oracle {
    Recurrence at(Rounding in, double theta);

    /** An oracle of another run, where its parameters share something. */
    default Oracle fresh() {
      return this;
    }
  }

  record Case(UpdateRule rule, Oracle oracle) {
    @Override
    public String toString() {
      return rule.toString();
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case(new Sgd(), Recurrence.OfSgd::new),
        new Case(new Momentum(0.9), (in, w) -> new Recurrence.OfMomentum(in, w, 0.9)),
        new Case(new Momentum(0), (in, w) -> new Recurrence.OfMomentum(in, w, 0)),
        new Case(new Nesterov(0.9), (in, w) -> new Recurrence.OfNesterov(in, w, 0.9)),
        new Case(new ShiftedNesterov(0.9), (in, w) -> new Recurrence.OfShiftedNesterov(in, w, 0.9)),
        new Case(new AdaGrad(), (in, w) -> new Recurrence.OfAdaGrad(in, w, 1e-7)),
        new Case(new RmsProp(0.9), (in, w) -> new Recurrence.OfRmsProp(in, w, 0.9, 1e-6)),
        new Case(
            new RmsPropNesterov(0.8, 0.95),
            (in, w) -> new Recurrence.OfRmsPropNesterov(in, w, 0.8, 0.95, 1e-6)),
        new Case(new AdaDelta(), (in, w) -> new Recurrence.OfAdaDelta(in, w, 0.95, 1e-6)),
        new Case(
            new DeltaBarDelta(), (in, w) -> new Recurrence.OfDeltaBarDelta(in, w, 0.05, 0.1, 0.7)),
        new Case(
            new DeltaBarDelta(0.3, 0.7, 0),
            (in, w) -> new Recurrence.OfDeltaBarDelta(in, w, 0.3, 0.7, 0)),
        new Case(new Rprop(Rprop.Variant.PLUS), SignRecurrences.OfRpropPlus::new),
        new Case(new Rprop(Rprop.Variant.MINUS), SignRecurrences.OfRpropMinus::new),
        new Case(new Rprop(Rprop.Variant.IMPROVED_PLUS), SignRecurrences.OfImprovedRpropPlus::new),
        new Case(new Rprop(), SignRecurrences.OfImprovedRpropMinus::new),
        new Case(new Rprop(Rprop.Variant.CMU), SignRecurrences.OfLectureRprop::new),
        new Case(new Quickprop(), (in, w) -> new SignRecurrences.OfQuickprop(in, w, 1.75)),
        new Case(new Murata(0.3, 5, 1e-5), new MurataRecurrence(0.3, 5, 1e-5)),
        new Case(new AmsGrad(), AdamRecurrences.OfAmsGrad::new),
        new Case(new NAdam(), AdamRecurrences.OfNAdam::new),
        new Case(new RAdam(), AdamRecurrences.OfRAdam::new),
        new Case(new Lion(0.1), (in, w) -> new AdamRecurrences.OfLion(in, w, 0.1)),
        new Case(new Lion(0), (in, w) -> new AdamRecurrences.OfLion(in, w, 0)),
        new Case(
            new ScheduleFreeSgd(0.8), (in, w) -> new ScheduleFreeRecurrences.OfSgd(in, w, 0.8)),
        new Case(
            new ScheduleFreeAdamW(0.1), (in, w) -> new ScheduleFreeRecurrences.OfAdamW(in, w, 0.1)),
        new Case(
            new ScheduleFreeAdamW(0), (in, w) -> new ScheduleFreeRecurrences.OfAdamW(in, w, 0)),
        new Case(
            UpdateRule.chain(new GradientNoise(0.3, 0.55, 7), new Momentum(0.9)),
            new NoiseRecurrence(0.3, 0.55, 7, 0.9)),
        new Case(new Adam(), (in, w) -> new Recurrence.OfAdam(in, w, 0.9, 0.999, 1e-8, Double.NaN)),
        new Case(new AdamW(0.05), (in, w) -> new Recurrence.OfAdam(in, w, 0.9, 0.999, 1e-8, 0.05)),
        new Case(
            UpdateRule.chain(new DecoupledWeightDecay(0.05), new Adam()),
            (in, w) -> new Recurrence.OfAdam(in, w, 0.9, 0.999, 1e-8, 0.05)),
        new Case(
            UpdateRule.chain(new WeightDecay(0.01), new ClipByValue(0.7), new Momentum(0.9)),
            (in, w) -> new Recurrence.OfClippedDecay(in, w, 0.01, 0.7, 0.9)));
  }

  static Stream<Arguments> casesInBothPrecisions() {
    return cases().stream()
        .flatMap(c -> Stream.of(Precision.FLOAT, Precision.DOUBLE).map(p -> Arguments.of(c, p)));
  }

  /** A gradient that depends on the point and the step, of every magnitude, and often exactly 0. */
  private static double gradient(Rounding in, int i, int step, double at) {
    if ((i + step) % 7 == 0 || i % 11 == 3 && step < 20) {
      return (i & 1) == 0 ? 0 : -0.0;
    }
    return in.round(SIZES[i % 9] * (at + SINES[step * N + i]));
  }

  private static double rate(int step) {
    return 0.01 + 0.03 / (1 + step % 13);
  }

  /** Losses that fall and rise. */
  private static double loss(int step) {
    return StrictMath.cos(0.9 * step);
  }

  private static double start(Rounding in, int i) {
    return i % 17 == 0 ? -0.0 : in.round(StrictMath.cos(0.1 * i));
  }

  private static <A> A start(Precision<A> precision) {
    A theta = precision.newArray(N);
    for (int i = 0; i < N; i++) {
      precision.set(theta, i, start(Rounding.of(precision), i));
    }
    return theta;
  }

  private static <A> void fill(Precision<A> precision, A gradient, A at, int step) {
    for (int i = 0; i < N; i++) {
      precision.set(gradient, i, gradient(Rounding.of(precision), i, step, precision.get(at, i)));
    }
  }

  /** Runs steps; calls {@code apply} for those after the gradient. */
  private static <A> void run(Updater<A> updater, A theta, int from, int to, Step<A> apply) {
    A gradient = updater.precision().newArray(N);
    for (int step = from; step < to; step++) {
      updater.lookAhead(theta);
      fill(updater.precision(), gradient, theta, step);
      apply.take(rate(step), loss(step), theta, gradient);
    }
  }

  @FunctionalInterface
  interface Step<A> {
    void take(double rate, double loss, A theta, A gradient);
  }

  @ParameterizedTest
  @MethodSource("casesInBothPrecisions")
  <A> void followsItsFormulaBitForBit(Case c, Precision<A> precision) {
    Rounding in = Rounding.of(precision);
    Updater<A> updater = c.rule.init(Kernels.of(precision), N);
    A theta = start(precision);
    A gradient = precision.newArray(N);
    Recurrence[] expected = new Recurrence[N];
    Oracle oracle = c.oracle.fresh();
    for (int i = 0; i < N; i++) {
      expected[i] = oracle.at(in, start(in, i));
    }
    for (int step = 0; step < STEPS; step++) {
      updater.lookAhead(theta);
      for (int i = 0; i < N; i++) {
        assertSame(precision.get(theta, i), expected[i].point(), "point", step, i);
      }
      fill(precision, gradient, theta, step);
      for (int i = 0; i < N; i++) {
        expected[i].step(rate(step), loss(step), precision.get(gradient, i));
      }
      updater.step(rate(step), loss(step), theta, gradient);
      for (int i = 0; i < N; i++) {
        assertSame(precision.get(theta, i), expected[i].theta, "theta", step, i);
      }
    }
    assertThat(updater.steps()).isEqualTo(STEPS);
    assertThat(precision.indexOfNonFinite(theta, 0, N)).isEqualTo(-1);
    assertThat(precision.sameBits(theta, start(precision))).isFalse();
  }

  private static void assertSame(double actual, double expected, String what, int step, int index) {
    if (Double.doubleToLongBits(actual) != Double.doubleToLongBits(expected)) {
      throw new AssertionError(
          what + "[" + index + "] in step " + step + ": " + actual + ", expected " + expected);
    }
  }

  @ParameterizedTest
  @MethodSource("casesInBothPrecisions")
  <A> void rangesInAnyOrderAndOnAnyThreadEqualTheWhole(Case c, Precision<A> precision) {
    Kernels<A> kernels = Kernels.of(precision);
    Updater<A> whole = c.rule.init(kernels, N);
    Updater<A> parts = c.rule.init(kernels, N);
    A expected = start(precision);
    A actual = start(precision);
    run(whole, expected, 0, STEPS, whole::step);
    Random random = new Random(5);
    try (Parallelism two = Parallelism.threads(2)) {
      run(
          parts,
          actual,
          0,
          STEPS,
          (rate, loss, theta, gradient) -> {
            parts.begin(rate, loss, theta, gradient);
            List<int[]> ranges = ranges(random);
            two.run(
                ranges.size(),
                (index, worker) ->
                    parts.update(theta, gradient, ranges.get(index)[0], ranges.get(index)[1]));
          });
    }
    assertThat(precision.sameBits(actual, expected)).isTrue();
    whole
        .arrays()
        .forEach((name, a) -> assertThat(precision.sameBits(parts.arrays().get(name), a)).isTrue());
  }

  private static List<int[]> ranges(Random random) {
    List<int[]> ranges = new ArrayList<>();
    for (int from = 0; from < N; ) {
      int to = Math.min(N, from + random.nextInt(100));
      ranges.add(new int[] {from, to});
      from = to;
    }
    Collections.shuffle(ranges, random);
    return ranges;
  }

  @ParameterizedTest
  @MethodSource("casesInBothPrecisions")
  <A> void continuesFromASavedStateBitForBit(Case c, Precision<A> precision) {
    Kernels<A> kernels = Kernels.of(precision);
    Updater<A> through = c.rule.init(kernels, N);
    A expected = start(precision);
    run(through, expected, 0, STEPS, through::step);

    Updater<A> first = c.rule.init(kernels, N);
    A theta = start(precision);
    run(first, theta, 0, 47, first::step);
    UpdateState<A> saved = first.save();
    run(first, start(precision), 47, 50, first::step); // what is saved is a copy

    Updater<A> second = c.rule.init(kernels, N);
    second.restore(saved);
    assertThat(second.steps()).isEqualTo(47);
    run(second, theta, 47, STEPS, second::step);
    assertThat(precision.sameBits(theta, expected)).isTrue();
  }

  @Test
  void aParallelStepEqualsTheWhole() {
    int n = 100_003;
    Kernels<float[]> kernels = Kernels.of(Precision.FLOAT);
    float[] gradient = new float[n];
    for (int i = 0; i < n; i++) {
      gradient[i] = (float) StrictMath.sin(i);
    }
    float[] expected = new float[n];
    float[] actual = new float[n];
    Updater<float[]> one = new Adam().init(kernels, n);
    Updater<float[]> two = new Adam().init(kernels, n);
    try (Parallelism team = Parallelism.threads(2)) {
      for (int step = 0; step < 5; step++) {
        one.step(0.1, expected, gradient);
        two.step(0.1, actual, gradient, team);
      }
    }
    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aStepAllocatesNothing(Case c) {
    Updater<float[]> updater = c.rule.init(Kernels.of(Precision.FLOAT), N);
    float[] theta = new float[N];
    float[] gradient = new float[N];
    Allocations.assertNone(
        1_000,
        () -> {
          updater.lookAhead(theta);
          updater.step(0.1, 1, theta, gradient);
        });
  }

  @Test
  void theRateIsInsideTheVelocity() {
    // With ε = 1 and then 0.1: v = −1, θ = −1; v = −0.9 − 0.1, θ = −2. Outside it θ would be −1.19.
    Updater<double[]> updater = new Momentum(0.9).init(Kernels.of(Precision.DOUBLE), 1);
    double[] theta = {0};
    updater.step(1, theta, new double[] {1});
    updater.step(0.1, theta, new double[] {1});
    assertThat(theta[0]).isCloseTo(-2, within(1e-15));
  }

  @Test
  void theFloorOfAdaGradIsOutsideTheRoot() {
    assertThat(firstStep(new AdaGrad(1), 3, 0.5)).isEqualTo(-0.5 * 3 / (1 + 3));
  }

  @Test
  void theFloorOfRmsPropIsInsideTheRoot() {
    assertThat(firstStep(new RmsProp(0.75, 1), 2, 0.5)).isEqualTo(-0.5 * 2 / Math.sqrt(1 + 1));
  }

  @Test
  void theFloorOfAdamIsAddedToTheRootOfTheCorrectedMoment() {
    // ŝ = 4 and √r̂ = 4 in the first step; the floor of 1 is not scaled by the correction.
    assertThat(firstStep(new Adam(0.5, 0.75, 1), 4, 0.5)).isEqualTo(-0.5 * 4 / (4 + 1));
  }

  @Test
  void theCorrectionOfAdamIsAccurate() {
    for (double rho : new double[] {0, 0.5, 0.9, 0.999, 0.999999}) {
      for (long t : new long[] {1, 2, 3, 10, 1_000, 4_095, 123_457, 1L << 40}) {
        double expected = 1 - StrictMath.pow(rho, t);
        assertThat(Adam.correction(rho, t)).isCloseTo(expected, within(1e-12 * expected + 0x1p-52));
      }
    }
  }

  @Test
  void theDecayOfAdamWIsTheRateTimesLambda() {
    Updater<double[]> updater =
        new AdamW(0.9, 0.999, 1e-8, 0.25).init(Kernels.of(Precision.DOUBLE), 1);
    double[] theta = {8};
    updater.step(0.5, theta, new double[] {0});
    assertThat(theta[0]).isEqualTo(8 - 0.5 * 0.25 * 8);
  }

  @Test
  void theFirstStepOfAdaDeltaIsTheRootOfItsConstant() {
    double expected = -Math.sqrt(1e-6 / (0.05 * 4 + 1e-6)) * 2;
    assertThat(firstStep(new AdaDelta(), 2, 1)).isCloseTo(expected, within(1e-15));
  }

  /** The gain of one parameter after each of some gradients, with κ = ½, φ = ¼, ρ = ½. */
  private static <A> void gainsAre(Precision<A> precision, double[] gradients, double... gains) {
    Updater<A> updater = new DeltaBarDelta(0.5, 0.25, 0.5).init(Kernels.of(precision), 1);
    A theta = precision.newArray(1);
    for (int t = 0; t < gradients.length; t++) {
      updater.step(0.1, theta, precision.of(gradients[t]));
      assertThat(precision.get(updater.arrays().get("gains"), 0)).isEqualTo(gains[t]);
    }
  }

  @Test
  void theGainOfDeltaBarDeltaGrowsByKappaAndShrinksByPhi() {
    for (Precision<?> precision : List.of(Precision.FLOAT, Precision.DOUBLE)) {
      // The mean after each: ½, ¾, −⅝, −5/16 (0 tells nothing), 11/32.
      gainsAre(precision, new double[] {1, 1, -2, 0, 1}, 1, 1.5, 1.125, 1.125, 0.84375);
      gainsAre(precision, new double[] {0, -0.0, 1, -0.0}, 1, 1, 1, 1);
      // Products of these underflow, their signs do not.
      double tiny = precision == Precision.FLOAT ? 1e-40 : 1e-310;
      gainsAre(precision, new double[] {tiny, tiny, -tiny * 8}, 1, 1.5, 1.125);
    }
  }

  @Test
  void theFirstStepOfDeltaBarDeltaIsPlainDescent() {
    assertThat(firstStep(new DeltaBarDelta(), 3, 0.5)).isEqualTo(-0.5 * 3);
  }

  @ParameterizedTest
  @MethodSource("casesInBothPrecisions")
  <A> void aStateSavedAndRestoredAtEveryStepChangesNothing(Case c, Precision<A> precision) {
    Kernels<A> kernels = Kernels.of(precision);
    Updater<A> through = c.rule.init(kernels, N);
    A expected = start(precision);
    run(through, expected, 0, STEPS, through::step);
    A theta = start(precision);
    UpdateState<A> state = c.rule.init(kernels, N).save();
    for (int step = 0; step < STEPS; step++) {
      Updater<A> fresh = c.rule.init(kernels, N);
      fresh.restore(state);
      run(fresh, theta, step, step + 1, fresh::step);
      state = fresh.save();
    }
    assertThat(precision.sameBits(theta, expected)).isTrue();
  }

  /** A coordinate without a gradient, among others that have one, stays where it is. */
  @ParameterizedTest
  @MethodSource("casesInBothPrecisions")
  <A> void aCoordinateWithoutGradientStaysUnlessItMovesByItself(Case c, Precision<A> precision) {
    Updater<A> updater = c.rule.init(Kernels.of(precision), 40);
    A theta = precision.newArray(40);
    precision.fill(theta, 0, 40, 0.75);
    A gradient = precision.newArray(40);
    for (int step = 0; step < STEPS; step++) {
      updater.lookAhead(theta);
      for (int i = 0; i < 40; i++) {
        precision.set(gradient, i, i % 4 == 1 ? 0 : StrictMath.sin(i + step));
      }
      updater.step(0.01, loss(step), theta, gradient);
    }
    boolean moves = movesByItself(c);
    for (int i = 1; i < 40; i += 4) {
      double at = precision.get(theta, i);
      assertThat(at == 0.75).as("%s: %s", c, at).isNotEqualTo(moves);
    }
  }

  private static boolean movesByItself(Case c) {
    String rule = c.toString();
    return rule.contains("lambda") && !rule.contains("lambda=0.0]") || isNoisy(c);
  }

  private static boolean isNoisy(Case c) {
    return c.toString().contains("Noise");
  }

  @Test
  void aGradientOfZeroInTheFirstStepIsNoNaN() {
    for (Case c : cases()) {
      if (isNoisy(c)) {
        assertThat(firstStep(c.rule, 0, 0.5)).isFinite();
      } else {
        assertThat(firstStep(c.rule, 0, 0.5)).as(c.rule.toString()).isZero();
      }
    }
  }

  private static double firstStep(UpdateRule rule, double g, double rate) {
    Updater<double[]> updater = rule.init(Kernels.of(Precision.DOUBLE), 1);
    double[] theta = {0};
    updater.lookAhead(theta);
    updater.step(rate, 1, theta, new double[] {g});
    return theta[0];
  }

  /** φ = θ + αv: both forms visit the same points, up to rounding, when the rate is constant. */
  @Test
  void bothFormsOfNesterovVisitTheSamePoints() {
    Kernels<double[]> kernels = Kernels.of(Precision.DOUBLE);
    Updater<double[]> ahead = new Nesterov(0.9).init(kernels, 2);
    Updater<double[]> shifted = new ShiftedNesterov(0.9).init(kernels, 2);
    double[] theta = {1, -2};
    double[] phi = {1, -2};
    for (int step = 0; step < 100; step++) {
      ahead.lookAhead(theta);
      assertThat(phi).containsExactly(theta, within(1e-13));
      ahead.step(0.05, theta, new double[] {theta[0], 10 * theta[1]});
      shifted.step(0.05, phi, new double[] {phi[0], 10 * phi[1]});
    }
    double[] v = shifted.arrays().get("velocity");
    assertThat(phi[0] - 0.9 * v[0]).isCloseTo(theta[0], within(1e-13));
    assertThat(phi[1] - 0.9 * v[1]).isCloseTo(theta[1], within(1e-13));
  }

  @Test
  void aChainNumbersTheMemoryOfItsRules() {
    UpdateRule chain = UpdateRule.chain(new Momentum(0.5), new WeightDecay(1), new AdamW(0.1));
    assertThat(chain.init(Kernels.of(Precision.FLOAT), 3).arrays().keySet())
        .containsExactly("0.velocity", "2.mean", "2.squares");
    assertThat(UpdateRule.chain(new Sgd())).isEqualTo(new Sgd());
  }

  @Test
  void onlyPlainDescentIsTakenInOtherWays() {
    Kernels<float[]> kernels = Kernels.of(Precision.FLOAT);
    Updater<float[]> updater = new Sgd().init(kernels, 1);
    updater.begin(0.25, new float[1], new float[1]);
    assertThat(updater)
        .isInstanceOfSatisfying(
            DescentUpdate.class, descent -> assertThat(descent.rate()).isEqualTo(0.25));
    for (UpdateRule rule :
        List.of(new Momentum(0.9), UpdateRule.chain(new ClipByValue(1), new Sgd()))) {
      assertThat(rule.init(kernels, 1)).isNotInstanceOf(DescentUpdate.class);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1 / 3.0, 0, -2, 1e-40})
  void descentAlongAScaledGradientIsThatAlongTheProducts(double scale) {
    int n = 101;
    for (Precision<?> precision : List.of(Precision.FLOAT, Precision.DOUBLE)) {
      descentIsThatAlongTheProducts(precision, n, scale);
    }
  }

  private static <A> void descentIsThatAlongTheProducts(
      Precision<A> precision, int n, double scale) {
    A theta = precision.newArray(n);
    A sums = precision.newArray(n);
    for (int i = 0; i < n; i++) {
      precision.set(theta, i, StrictMath.sin(i));
      precision.set(sums, i, i % 7 == 0 ? -0.0 : StrictMath.exp(60 * StrictMath.cos(3 * i)));
    }
    Kernels<A> kernels = Kernels.of(precision);
    A gradient = precision.newArray(n);
    kernels.vectorAlgebra().scale(n, scale, sums, 0, gradient, 0);
    A expected = precision.newArray(n);
    precision.copy(theta, 0, expected, 0, n);
    Updater<A> updater = new Sgd().init(kernels, n);
    updater.step(0.1, expected, gradient);
    updater.begin(0.1, theta, sums);
    DescentUpdate<A> descent = (DescentUpdate<A>) updater;
    descent.updateScaled(theta, sums, 0, 40, scale);
    descent.updateScaled(theta, sums, 40, n, scale);
    assertThat(precision.sameBits(theta, expected)).isTrue();
  }

  @Test
  void wrongHyperparametersAreRefusedByName() {
    refused(() -> new Momentum(1), "alpha is 1.0, must be in [0, 1)");
    refused(() -> new Nesterov(-0.1), "alpha is -0.1, must be in [0, 1)");
    refused(() -> new ShiftedNesterov(Double.NaN), "alpha is NaN, must be in [0, 1)");
    refused(() -> new AdaGrad(0), "delta is 0.0, must be positive and finite");
    refused(() -> new RmsProp(1), "rho is 1.0, must be in [0, 1)");
    refused(() -> new RmsProp(0.9, -1), "delta is -1.0, must be positive and finite");
    refused(() -> new RmsPropNesterov(2, 0.9), "alpha is 2.0, must be in [0, 1)");
    refused(() -> new AdaDelta(-1, 1), "rho is -1.0, must be in [0, 1)");
    refused(
        () -> new DeltaBarDelta(-1, 0.1, 0.7), "kappa is -1.0, must be finite and not negative");
    refused(() -> new DeltaBarDelta(0.1, 1, 0.7), "phi is 1.0, must be in [0, 1)");
    refused(() -> new DeltaBarDelta(0.1, 0.1, 1), "rho is 1.0, must be in [0, 1)");
    refused(() -> new Adam(1, 0.9, 1), "rho1 is 1.0, must be in [0, 1)");
    refused(() -> new Adam(0.9, 1, 1), "rho2 is 1.0, must be in [0, 1)");
    refused(() -> new AdamW(-1), "lambda is -1.0, must be finite and not negative");
    refused(() -> new WeightDecay(Double.NaN), "lambda is NaN, must be finite and not negative");
    refused(() -> new DecoupledWeightDecay(-1), "lambda is -1.0, must be finite and not negative");
    refused(() -> new ClipByValue(0), "bound is 0.0, must be positive and finite");
    refused(() -> UpdateRule.chain(), "a chain needs at least one rule");
  }

  @Test
  void wrongArgumentsOfAStepAreRefusedAndChangeNothing() {
    Kernels<float[]> kernels = Kernels.of(Precision.FLOAT);
    Updater<float[]> updater = new Momentum(0.9).init(kernels, 3);
    float[] three = {1, 2, 3};
    float[] two = new float[2];
    refused(() -> updater.step(0.1, two, three), "theta has 2 elements, must have 3");
    refused(() -> updater.step(0.1, three, two), "gradient has 2 elements, must have 3");
    refused(
        () -> updater.step(Double.NaN, three, new float[3]),
        "the learning rate is NaN, must be finite");
    assertThat(updater.steps()).isZero();
    refused(() -> updater.update(three, three, 0, 3), "gradient and theta are the same array");
    refused(
        () -> updater.update(three, new float[3], 2, 1),
        "the range is from 2 to 1, must be 0 ≤ from ≤ to ≤ 3");
    refused(
        () -> updater.update(three, new float[3], 0, 4),
        "the range is from 0 to 4, must be 0 ≤ from ≤ to ≤ 3");
    refused(
        () -> updater.update(two, new float[3], 0, 3), "to is 3, past the end of theta, length 2");
    float[] velocity = updater.arrays().get("velocity");
    refused(
        () -> updater.update(three, velocity, 0, 3), "velocity and gradient are the same array");
    refused(() -> updater.update(velocity, three, 0, 3), "velocity and theta are the same array");
    refused(() -> new Sgd().init(kernels, -1), "dimension is -1, must not be negative");
    assertThat(three).containsExactly(1, 2, 3);
  }

  @Test
  void aStateOfAnotherRuleIsRefused() {
    Kernels<float[]> kernels = Kernels.of(Precision.FLOAT);
    Updater<float[]> updater = new Momentum(0.9).init(kernels, 3);
    refused(
        () -> updater.restore(new Adam().init(kernels, 3).save()),
        "the state has the arrays [mean, squares], this rule has [velocity]");
    refused(
        () -> updater.restore(new Momentum(0.9).init(kernels, 4).save()),
        "the state's velocity has 4 elements, must have 3");
    refused(
        () -> new UpdateState<float[]>(-1, Map.of(), Map.of()),
        "steps is -1, must not be negative");
  }

  @Test
  void aRestoredStateForgetsAStepThatWasBegun() {
    Kernels<float[]> kernels = Kernels.of(Precision.FLOAT);
    UpdateRule chain = UpdateRule.chain(new WeightDecay(0.1), new Nesterov(0.9));
    for (UpdateRule rule : List.of(new Nesterov(0.9), new RmsPropNesterov(0.9, 0.9), chain)) {
      Updater<float[]> updater = rule.init(kernels, 1);
      float[] theta = {1};
      UpdateState<float[]> begin = updater.save();
      updater.lookAhead(theta);
      updater.restore(begin);
      updater.lookAhead(theta);
      updater.step(0.5, theta, new float[] {1});
      assertThat(updater.steps()).isEqualTo(1);
    }
  }

  @Test
  void lookingAheadIsNeitherForgottenNorDoneTwice() {
    Updater<float[]> updater = new Nesterov(0.9).init(Kernels.of(Precision.FLOAT), 1);
    float[] theta = {1};
    assertThatIllegalStateException()
        .isThrownBy(() -> updater.step(0.1, theta, new float[1]))
        .withMessage("lookAhead must be called before the gradient of every step");
    updater.lookAhead(theta);
    assertThatIllegalStateException()
        .isThrownBy(() -> updater.lookAhead(theta))
        .withMessage("lookAhead was called twice before a step");
    refused(
        () ->
            UpdateRule.chain(new DecoupledWeightDecay(0.1), new Nesterov(0.9))
                .init(Kernels.of(Precision.FLOAT), 1),
        "Nesterov[alpha=0.9] of a chain looks ahead, DecoupledWeightDecay[lambda=0.1] before it"
            + " must not move the parameters");
  }

  @Test
  void aChainOfChainsIsAChainOfTheirRules() {
    UpdateRule first = UpdateRule.chain(new ClipByValue(1), new WeightDecay(0.1));
    UpdateRule flat = UpdateRule.chain(new ClipByValue(1), new WeightDecay(0.1), new Momentum(0.9));
    assertThat(UpdateRule.chain(first, new Momentum(0.9))).isEqualTo(flat);
    assertThat(UpdateRule.chain(first).init(Kernels.of(Precision.FLOAT), 1).followsGradient())
        .isFalse();
    assertThat(flat.init(Kernels.of(Precision.FLOAT), 1).followsGradient()).isTrue();
  }

  /** What changes the gradient must come before what reads it. */
  @Test
  void aRuleWhoseWorkNothingReadsIsRefused() {
    UpdateRule sgd = new Sgd();
    UpdateRule clip = new ClipByValue(1);
    UpdateRule decay = new DecoupledWeightDecay(0.1);
    for (UpdateRule wrong :
        List.of(
            UpdateRule.chain(sgd, clip),
            UpdateRule.chain(sgd, clip, decay),
            UpdateRule.chain(sgd, UpdateRule.chain(clip, decay)),
            UpdateRule.chain(UpdateRule.chain(clip, sgd), decay, clip))) {
      refused(
          () -> wrong.init(Kernels.of(Precision.DOUBLE), 3),
          "ClipByValue[bound=1.0] of a chain changes the gradient when no rule reads it any more,"
              + " must come before Sgd[]");
    }
    UpdateRule.chain(clip, sgd, decay).init(Kernels.of(Precision.DOUBLE), 3);
    UpdateRule.chain(sgd, clip, new Momentum(0.9)).init(Kernels.of(Precision.DOUBLE), 3);
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}
