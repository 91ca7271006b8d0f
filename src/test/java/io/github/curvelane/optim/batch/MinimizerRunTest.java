package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What all runs share, tried with a method of fixed steps. */
final class MinimizerRunTest {
  private static final FixedStep STEP = new FixedStep(0.25, Stopping.DEFAULT);

  /** E = ½(x² + 2y²). */
  private static <A> Objective<A> bowl(Precision<A> precision) {
    return Objective.of(
        precision,
        2,
        t -> {
          double x = precision.get(t, 0);
          double y = precision.get(t, 1);
          return (x * x + 2 * y * y) / 2;
        },
        (t, g) -> {
          precision.set(g, 0, precision.get(t, 0));
          precision.set(g, 1, 2 * precision.get(t, 1));
        });
  }

  private static Objective<double[]> bowl() {
    return bowl(Precision.DOUBLE);
  }

  @Test
  void everyRunKeepsItsContract() throws IOException {
    new RunContract<>(STEP, MinimizerRunTest::bowl, new double[] {3, -4}).check();
    new RunContract<>(STEP, () -> bowl(Precision.FLOAT), new float[] {3, -4}).check();
  }

  @Test
  void eachTestEndsTheRunByItsName() {
    Stopping none = Stopping.DEFAULT.relativeGradient(0);
    assertEnds(none.relativeGradient(0.01), Reason.CONVERGED, StoppingTest.GRADIENT, "0.01 of");
    assertEnds(none.gradient(0.01), Reason.CONVERGED, StoppingTest.GRADIENT, "at most 0.01");
    assertEnds(none.value(0.9), Reason.CONVERGED, StoppingTest.VALUE, "at most 0.9 of");
    assertEnds(none.step(0.4), Reason.CONVERGED, StoppingTest.STEP, "at most 0.4 of theta's");
    assertEnds(none.target(0.01), Reason.TARGET, null, "at most the target 0.01");
    assertEnds(none.iterations(7), Reason.ITERATIONS, null, "7 iterations");
    assertEnds(none.evaluations(7), Reason.EVALUATIONS, null, "7 evaluations");
    assertEnds(none.seconds(1e-9), Reason.TIME, null, "of 1.0E-9 allowed");
    assertEnds(none, Reason.ITERATIONS, null, "10000 iterations");
  }

  private static void assertEnds(
      Stopping stopping, Reason reason, StoppingTest test, String words) {
    Minimum end = STEP.stopping(stopping).minimize(bowl(), new double[] {3, -4});
    assertThat(end.reason()).as(end.toString()).isEqualTo(reason);
    assertThat(end.test()).isEqualTo(Optional.ofNullable(test));
    assertThat(end.message()).contains(words);
  }

  @Test
  void testsAreMetOnceTheirFormulaHolds() {
    double[] theta = {3, 0};
    Minimum end = STEP.stopping(Stopping.DEFAULT.relativeGradient(0.5)).minimize(bowl(), theta);
    // x ← ¾x: 3, 2.25, 1.6875, 1.265625
    assertThat(end.iterations()).isEqualTo(3);
    assertThat(theta[0]).isEqualTo(1.265625);
    assertThat(end.gradientNorm()).isEqualTo(1.265625);
    assertThat(end.counts().gradients()).isEqualTo(4);
    assertThat(end.counts().evaluations()).isEqualTo(4);
    assertThat(end.firstValue()).isEqualTo(4.5);
  }

  @Test
  void aStartThatCannotBeEvaluatedIsRefusedByName() {
    assertThatThrownBy(() -> STEP.start(bowl(), new double[] {1, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("theta[1] is NaN, must be finite");
    assertThatThrownBy(() -> STEP.start(bowl(), new double[3]))
        .hasMessage("theta has 3 elements, must have the objective's 2 parameters");
    for (double bad :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      Objective<double[]> value = Objective.of(Precision.DOUBLE, 1, t -> bad, (t, g) -> g[0] = 1);
      assertThatThrownBy(() -> STEP.start(value, new double[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("E is " + bad + " at the start, must be finite");
    }
    Objective<double[]> gradient =
        Objective.of(Precision.DOUBLE, 2, t -> 1, (t, g) -> g[1] = Double.NaN);
    assertThatThrownBy(() -> STEP.start(gradient, new double[2]))
        .hasMessage("the gradient's element 1 is NaN at the start, must be finite");
  }

  @Test
  void aStationaryStartIsNoSuccess() {
    Minimum end = STEP.minimize(bowl(), new double[2]);
    assertThat(end.reason()).isEqualTo(Reason.STATIONARY_START);
    assertThat(end.isMinimum()).isFalse();
    assertThatThrownBy(end::orThrow)
        .isInstanceOf(MinimizerException.class)
        .hasMessageContaining("the gradient is zero at the start");
  }

  @Test
  void anExceptionLeavesTheBestPointAndTheRunGoesOn() {
    double[] undisturbed = {3, -4};
    STEP.minimize(bowl(), undisturbed);
    for (int call = 2; call < 12; call++) {
      int fail = call;
      AtomicInteger calls = new AtomicInteger();
      Objective<double[]> failing =
          Objective.of(
              Precision.DOUBLE,
              2,
              t -> {
                if (calls.incrementAndGet() == fail) {
                  throw new IllegalStateException("call " + fail);
                }
                return bowl().value(t);
              },
              (t, g) -> bowl().valueAndGradient(t, g));
      double[] theta = {3, -4};
      MinimizerRun<double[]> run = STEP.start(failing, theta);
      assertThatThrownBy(run::finish).hasMessage("call " + fail);
      assertThat(run.reason()).isEmpty();
      assertThat(run.iterations()).isEqualTo(fail - 2);
      assertThat(bowl().value(theta)).isEqualTo(run.value());
      run.finish();
      assertThat(theta).isEqualTo(undisturbed);
    }
  }

  @Test
  void theLowestPointIsKeptAndOfEqualOnesTheLast() {
    // Values by call: a descent, a rise, a plateau within rounding.
    double[] values = {8, 4, 6, 4, 4 + 2e-15, 9};
    AtomicInteger calls = new AtomicInteger();
    Objective<double[]> scripted =
        Objective.of(
            Precision.DOUBLE, 1, t -> values[calls.getAndIncrement()], (t, g) -> g[0] = -1);
    double[] theta = {0};
    FixedStep ones = new FixedStep(1, Stopping.DEFAULT.iterations(5));
    Minimum end = ones.minimize(scripted, theta);
    assertThat(theta).containsExactly(4);
    assertThat(end.value()).isEqualTo(4 + 2e-15);
  }

  @Test
  void minusInfinityIsUnbounded() {
    Objective<double[]> logarithm =
        Objective.of(Precision.DOUBLE, 1, t -> StrictMath.log(t[0]), (t, g) -> g[0] = 1 / t[0]);
    double[] theta = {1};
    Minimum end = new FixedStep(0.5, Stopping.DEFAULT).minimize(logarithm, theta);
    assertThat(end.reason()).as(end.toString()).isIn(Reason.LINE_SEARCH, Reason.UNBOUNDED);
    theta[0] = 0.5;
    end = new FixedStep(0.25, Stopping.DEFAULT).minimize(logarithm, theta);
    assertThat(end.reason()).as(end.toString()).isEqualTo(Reason.UNBOUNDED);
    assertThat(theta).containsExactly(0.5);
  }

  @Test
  void aStateOfAnotherRunIsRefusedByName() {
    MinimizerRun<double[]> run = STEP.start(bowl(), new double[] {3, -4});
    MinimizerState<double[]> state = run.save();
    Objective<double[]> three = Objective.of(Precision.DOUBLE, 3, t -> 0, (t, g) -> {});
    assertThatThrownBy(() -> STEP.resume(three, new double[3], state, RunWatch.NONE))
        .hasMessage("the state's theta has 2 elements, must have 3");
    MinimizerState<double[]> other =
        new MinimizerState<>("another", state.arrays(), state.numbers());
    assertThatThrownBy(() -> STEP.resume(bowl(), new double[2], other, RunWatch.NONE))
        .hasMessage("the state is of another, this method is fixed step");
    MinimizerState<double[]> less =
        new MinimizerState<>("fixed step", java.util.Map.of(), state.numbers());
    assertThatThrownBy(() -> STEP.resume(bowl(), new double[2], less, RunWatch.NONE))
        .hasMessageContaining("the state has the arrays []");
    assertThatThrownBy(() -> STEP.newRun(bowl(), new double[2], RunWatch.NONE).step())
        .hasMessageContaining("not begun");
    assertThatThrownBy(run::result).hasMessage("the run has not ended, after 0 iterations");
  }

  @Test
  void theWatchSeesEveryIteration() {
    List<Double> seen = new ArrayList<>();
    RunWatch watch =
        new RunWatch() {
          @Override
          public void iteration(MinimizerRun<?> run) {
            seen.add(run.value());
          }
        };
    FixedStep five = STEP.stopping(Stopping.DEFAULT.iterations(5));
    Minimum end = five.minimize(bowl(), new double[] {3, -4}, watch);
    assertThat(seen).hasSize(5).last().isEqualTo(end.value());
  }

  @Test
  void settingsOutOfRangeAreRefusedByName() {
    assertThatThrownBy(() -> Stopping.DEFAULT.gradient(-1))
        .hasMessage("gradient is -1.0, must be finite and not negative; 0 switches it off");
    assertThatThrownBy(() -> Stopping.DEFAULT.seconds(Double.NaN)).hasMessageContaining("seconds");
    assertThatThrownBy(() -> Stopping.DEFAULT.iterations(-1))
        .hasMessage("iterations is -1, must not be negative; 0 switches it off");
    assertThatThrownBy(() -> Stopping.DEFAULT.target(Double.NaN)).hasMessageContaining("target");
    assertThat(Stopping.DEFAULT).hasToString("stopping by default");
    assertThat(Stopping.DEFAULT.gradient(0.5).iterations(20).target(3))
        .hasToString("stopping: gradient 0.5, target 3, iterations 20");
  }

  @Test
  void anIterationAllocatesNothing() {
    FixedStep slow = new FixedStep(1e-4, Stopping.DEFAULT.iterations(0));
    MinimizerRun<double[]> run = slow.start(bowl(), new double[] {3, -4});
    Allocations.assertNone(1000, run::step);
  }
}
