package io.github.curvelane.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.DescentUpdate;
import io.github.curvelane.kernel.Kernels;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules that ask for second derivatives, against recurrences for one parameter. */
class CurvatureRuleTest {
  private static final int N = 517;
  private static final int STEPS = 120;

  /** Makes the recurrence of one parameter. */
  @FunctionalInterface
  interface Oracle {
    CurvatureRecurrence at(Rounding in, double theta);
  }

  /** A rule, its recurrence, and after how many steps it gets another estimate. */
  record Case(UpdateRule rule, int every, Oracle oracle) {
    @Override
    public String toString() {
      return rule.toString() + " every " + every;
    }
  }

  private static CurvatureRequest request(long every) {
    return new CurvatureRequest(
        new CurvatureEstimate.OfDiagonal(Diagonal.BECKER_LECUN_SECOND_ORDER), every, 10);
  }

  static List<Case> cases() {
    return List.of(
        levenbergMarquardt(0.02, 1, 7),
        levenbergMarquardt(0.3, 0.1, 1),
        levenbergMarquardt(1e-3, 0.7, 1_000),
        adaHessian(0.9, 0.999, 1, 1e-4, 1),
        adaHessian(0.7, 0.9, 0.5, 1e-3, 3),
        sophia(0.96, 0.99, 0.01, 1e-12, 0, 10),
        sophia(0.8, 0.7, 0.3, 1e-3, 0.1, 1));
  }

  private static Case adaHessian(double rho1, double rho2, double power, double delta, int every) {
    return new Case(
        new AdaHessian(rho1, rho2, power, delta, request(every)),
        every,
        (in, w) -> new CurvatureRecurrence.OfAdaHessian(in, w, rho1, rho2, power, delta));
  }

  private static Case sophia(
      double rho1, double rho2, double gamma, double delta, double lambda, int every) {
    return new Case(
        new Sophia(rho1, rho2, gamma, delta, lambda, request(every)),
        every,
        (in, w) -> new CurvatureRecurrence.OfSophia(in, w, rho1, rho2, gamma, delta, lambda));
  }

  private static Case levenbergMarquardt(double mu, double gamma, int every) {
    return new Case(
        new DiagonalLevenbergMarquardt(mu, gamma, request(every)),
        every,
        (in, w) -> new CurvatureRecurrence.OfDiagonalLevenbergMarquardt(in, w, mu, gamma));
  }

  static Stream<Arguments> casesInBothPrecisions() {
    return cases().stream()
        .flatMap(c -> Stream.of(Precision.FLOAT, Precision.DOUBLE).map(p -> Arguments.of(c, p)));
  }

  /** Zeros, in some parameters always and in others at first, and numbers of every magnitude. */
  private static double gradient(Rounding in, int i, int step, double at) {
    if (i % 13 == 5 || (i + step) % 7 == 0 || i % 11 == 3 && step < 20) {
      return (i & 1) == 0 ? 0 : -0.0;
    }
    double size = StrictMath.pow(10, i % 9 - 6);
    return in.round(size * StrictMath.sin(at + i + 0.37 * step));
  }

  /** Of either sign, often exactly 0, in some parameters always. */
  private static double curvature(Rounding in, int i, int step) {
    if (i % 17 == 4 || (i + step) % 5 == 0) {
      return (i & 1) == 0 ? 0 : -0.0;
    }
    return in.round(StrictMath.pow(10, i % 8 - 5) * StrictMath.sin(2.3 * i + 0.71 * step));
  }

  private static double rate(int step) {
    return 1e-3 + 3e-3 / (1 + step % 13);
  }

  private static <A> A start(Precision<A> precision) {
    A theta = precision.newArray(N);
    for (int i = 0; i < N; i++) {
      precision.set(theta, i, i % 17 == 0 ? -0.0 : StrictMath.cos(0.1 * i));
    }
    return theta;
  }

  /** What is given to a rule in its steps, the same for every run. */
  private static final class Run<A> {
    final Precision<A> precision;
    final Rounding in;
    final int every;
    final A theta;
    final A gradient;
    final A diagonal;

    Run(Precision<A> precision, int every) {
      this.precision = precision;
      this.in = Rounding.of(precision);
      this.every = every;
      this.theta = start(precision);
      this.gradient = precision.newArray(N);
      this.diagonal = precision.newArray(N);
    }

    boolean isDue(int step) {
      return step % every == 0;
    }

    void before(Updater<A> updater, int step) {
      if (isDue(step)) {
        for (int i = 0; i < N; i++) {
          precision.set(diagonal, i, curvature(in, i, step));
        }
        updater.receive(diagonal);
      }
      for (int i = 0; i < N; i++) {
        precision.set(gradient, i, gradient(in, i, step, precision.get(theta, i)));
      }
    }

    void steps(Updater<A> updater, int from, int to) {
      for (int step = from; step < to; step++) {
        before(updater, step);
        updater.step(rate(step), theta, gradient);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("casesInBothPrecisions")
  <A> void followsItsFormulaBitForBit(Case c, Precision<A> precision) {
    Updater<A> updater = c.rule.init(Kernels.of(precision), N);
    Run<A> run = new Run<>(precision, c.every);
    CurvatureRecurrence[] expected = new CurvatureRecurrence[N];
    for (int i = 0; i < N; i++) {
      expected[i] = c.oracle.at(run.in, precision.get(run.theta, i));
    }
    for (int step = 0; step < STEPS; step++) {
      run.before(updater, step);
      for (int i = 0; i < N; i++) {
        if (run.isDue(step)) {
          expected[i].receive(curvature(run.in, i, step));
        }
        expected[i].step(rate(step), Double.NaN, precision.get(run.gradient, i));
      }
      updater.step(rate(step), run.theta, run.gradient);
      for (int i = 0; i < N; i++) {
        double actual = precision.get(run.theta, i);
        if (Double.doubleToLongBits(actual) != Double.doubleToLongBits(expected[i].theta)) {
          throw new AssertionError(
              "theta[%d] in step %d: %s, expected %s"
                  .formatted(i, step, actual, expected[i].theta));
        }
      }
    }
    assertThat(precision.indexOfNonFinite(run.theta, 0, N)).isEqualTo(-1);
    assertThat(precision.sameBits(run.theta, start(precision))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("casesInBothPrecisions")
  <A> void continuesFromAStateOfAnyStepBitForBit(Case c, Precision<A> precision) {
    Kernels<A> kernels = Kernels.of(precision);
    Run<A> through = new Run<>(precision, c.every);
    through.steps(c.rule.init(kernels, N), 0, STEPS);
    Run<A> halting = new Run<>(precision, c.every);
    UpdateState<A> state = c.rule.init(kernels, N).save();
    for (int step = 0; step < STEPS; step++) {
      Updater<A> updater = c.rule.init(kernels, N);
      updater.restore(state);
      halting.steps(updater, step, step + 1);
      state = updater.save();
    }
    assertThat(precision.sameBits(halting.theta, through.theta)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("casesInBothPrecisions")
  <A> void rangesOnAnyThreadEqualTheWhole(Case c, Precision<A> precision) {
    Kernels<A> kernels = Kernels.of(precision);
    Run<A> whole = new Run<>(precision, c.every);
    whole.steps(c.rule.init(kernels, N), 0, 30);
    Run<A> parts = new Run<>(precision, c.every);
    Updater<A> updater = c.rule.init(kernels, N);
    try (Parallelism two = Parallelism.threads(2)) {
      for (int step = 0; step < 30; step++) {
        parts.before(updater, step);
        updater.begin(rate(step), parts.theta, parts.gradient);
        two.run(
            8,
            (index, worker) ->
                updater.update(parts.theta, parts.gradient, index * N / 8, (index + 1) * N / 8));
      }
    }
    assertThat(precision.sameBits(parts.theta, whole.theta)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aStepAndAnEstimateAllocateNothing(Case c) {
    Updater<float[]> updater = c.rule.init(Kernels.of(Precision.FLOAT), N);
    float[] theta = new float[N];
    float[] gradient = new float[N];
    float[] diagonal = new float[N];
    Runnable call =
        () -> {
          updater.receive(diagonal);
          updater.step(0.1, theta, gradient);
        };
    long bytes = Allocation.perCall(5_000, call);
    for (int round = 0; round < 20 && bytes > 0; round++) {
      bytes = Allocation.perCall(5_000, call); // vectors are objects until their loop is compiled
    }
    assertThat(bytes).isZero();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aStepBeforeTheFirstEstimateIsRefused(Case c) {
    Updater<float[]> updater = c.rule.init(Kernels.of(Precision.FLOAT), 2);
    float[] theta = {1, 2};
    assertThatIllegalStateException()
        .isThrownBy(() -> updater.step(0.1, theta, new float[] {1, 1}))
        .withMessage(
            c.rule + " has received no second derivatives; receive must be called before a step");
    assertThat(theta).containsExactly(1, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> updater.receive(new float[3]))
        .withMessage("diagonal has 3 elements, must have 2");
  }

  /** The ways in which a network takes the step. */
  @ParameterizedTest
  @MethodSource("precisions")
  <A> void descentInOtherWaysEqualsTheStep(Precision<A> precision) {
    UpdateRule rule = new DiagonalLevenbergMarquardt(0.02);
    Kernels<A> kernels = Kernels.of(precision);
    int rows = 11;
    int columns = N / rows;
    A expected = start(precision);
    A scaled = start(precision);
    A rankOne = start(precision);
    Run<A> run = new Run<>(precision, 1);
    Updater<A> updater = rule.init(kernels, N);
    run.before(updater, 3);
    A x = precision.newArray(rows);
    for (int i = 0; i < rows; i++) {
      precision.set(x, i, i % 4 == 1 ? 0 : StrictMath.cos(i));
    }
    A gradient = precision.newArray(N);
    A sums = precision.newArray(N);
    double third = precision.round(1 / 3.0);
    for (int i = 0; i < rows * columns; i++) {
      double sum = precision.get(x, i / columns) * precision.get(run.gradient, i % columns);
      precision.set(sums, i, sum + 0.0);
      precision.set(gradient, i, precision.get(sums, i) * third);
    }
    updater.step(0.3, expected, gradient);
    @SuppressWarnings("unchecked")
    DescentUpdate<A> descent = (DescentUpdate<A>) updater;
    descent.updateScaled(scaled, sums, 0, 40, 1 / 3.0);
    descent.updateScaled(scaled, sums, 40, N, 1 / 3.0);
    descent.rankOne(rankOne, 0, columns, rows, columns, x, 0, run.gradient, 0, 1 / 3.0);
    assertThat(precision.sameBits(scaled, expected)).isTrue();
    assertThat(precision.sameBits(rankOne, expected)).isTrue();
    assertThat(precision.sameBits(start(precision), expected)).isFalse();
  }

  static List<Precision<?>> precisions() {
    return List.of(Precision.FLOAT, Precision.DOUBLE);
  }

  /** An estimate that is NaN or infinite must not hide behind rows that are passed over. */
  @Test
  void rowsOfZerosAreNotPassedOverWhereARateIsNotANumber() {
    Updater<double[]> updater =
        new DiagonalLevenbergMarquardt(0.02).init(Kernels.of(Precision.DOUBLE), 16);
    double[] diagonal = new double[16];
    diagonal[3] = Double.NaN;
    diagonal[5] = Double.POSITIVE_INFINITY;
    updater.receive(diagonal);
    double[] theta = new double[16];
    updater.begin(0.1, theta, new double[16]);
    @SuppressWarnings("unchecked")
    DescentUpdate<double[]> descent = (DescentUpdate<double[]>) updater;
    descent.rankOne(theta, 0, 8, 2, 8, new double[2], 0, new double[8], 0, 1);
    assertThat(theta[3]).isNaN();
    assertThat(theta[5]).isZero();
    updater.receive(new double[16]);
    descent.rankOne(theta, 0, 8, 2, 8, new double[2], 0, new double[8], 0, 1);
    assertThat(theta[4]).isZero();
  }

  /**
   * Of the power itself: |log s| ≤ 12 here, so its rounding costs some 12 u, and exp and log few.
   */
  @Test
  void thePowerOfAdaHessianIsOne() {
    int n = 60;
    double delta = 1e-300;
    for (double power : new double[] {1, 0.7, 0.5, 0.01}) {
      AdaHessian rule = new AdaHessian(0, 0, power, delta, request(1));
      Updater<double[]> updater = rule.init(Kernels.of(Precision.DOUBLE), n);
      double[] diagonal = new double[n];
      double[] gradient = new double[n];
      for (int i = 0; i < n; i++) {
        diagonal[i] = (i % 2 == 0 ? 1 : -1) * StrictMath.exp(12 * StrictMath.sin(i));
        gradient[i] = 1;
      }
      double[] theta = new double[n];
      updater.receive(diagonal.clone());
      updater.step(1, theta, gradient);
      for (int i = 0; i < n; i++) {
        double expected = -1 / StrictMath.pow(Math.abs(diagonal[i]), power);
        assertThat(theta[i]).isCloseTo(expected, within(40 * 0x1p-53 * -expected));
      }
    }
  }

  /**
   * optax divides by a mean of g² there; and (its other fault) by the curvature of a step before.
   */
  @Test
  void theFirstEstimateCountsInTheFirstStep() {
    double[] theta = {1, 1, 1};
    Updater<double[]> sophia =
        new Sophia(0, 0, 1, 1e-12, 0, request(1)).init(Kernels.of(Precision.DOUBLE), 3);
    sophia.receive(new double[] {4, -4, 1e-9});
    sophia.step(0.5, theta, new double[] {2, 2, -1e-3});
    assertThat(theta).containsExactly(1 - 0.5 * 0.5, 1 - 0.5, 1 + 0.5);
    double[] other = {1};
    Updater<double[]> ada =
        new AdaHessian(0.9, 0.9, 1, 1e-300, request(1)).init(Kernels.of(Precision.DOUBLE), 1);
    ada.receive(new double[] {-4});
    ada.step(0.5, other, new double[] {2});
    assertThat(other[0]).isCloseTo(1 - 0.5 * 2 / 4, within(8 * 0x1p-53));
  }

  @Test
  void sophiaDecaysUnlessItIsNotTo() {
    double[] theta = {1, -2};
    UpdateRule rule = Sophia.hutchinson(0.1, 1);
    for (UpdateRule each : List.of(rule, rule.withoutDecay())) {
      Updater<double[]> updater = each.init(Kernels.of(Precision.DOUBLE), 2);
      updater.receive(new double[2]);
      updater.step(0.5, theta, new double[2]);
    }
    assertThat(theta[0]).isCloseTo(0.95, within(0x1p-53));
    assertThat(theta[1]).isCloseTo(-1.9, within(0x1p-52));
    assertThat(rule.withoutDecay()).isEqualTo(Sophia.hutchinson(0, 1));
  }

  @Test
  void wrongHyperparametersAreRefusedByName() {
    refused(() -> new DiagonalLevenbergMarquardt(0), "mu is 0.0, must be positive and finite");
    refused(
        () -> new DiagonalLevenbergMarquardt(0.1, 0, request(1)),
        "gamma is 0.0, must be in (0, 1]");
    refused(
        () -> new DiagonalLevenbergMarquardt(0.1, Double.NaN, request(1)),
        "gamma is NaN, must be in (0, 1]");
    refused(
        () -> new AdaHessian(0.9, 0.9, 1.5, 1e-4, request(1)), "power is 1.5, must be in (0, 1]");
    refused(() -> new AdaHessian(1, 0.9, 1, 1e-4, request(1)), "rho1 is 1.0, must be in [0, 1)");
    refused(
        () -> new AdaHessian(0.9, 0.9, 1, 0, request(1)),
        "delta is 0.0, must be positive and finite");
    refused(() -> Sophia.hutchinson(-1, 1), "lambda is -1.0, must be finite and not negative");
    refused(
        () -> new Sophia(0.9, 0.9, 0, 1, 0, request(1)),
        "gamma is 0.0, must be positive and finite");
  }

  private static void refused(Runnable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
  }
}
