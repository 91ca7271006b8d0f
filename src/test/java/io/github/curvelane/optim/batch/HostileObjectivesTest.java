package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
import io.github.curvelane.PointProduct;
import io.github.curvelane.Precision;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Objectives that are not what they should be: each run ends, by the name of what it met. */
final class HostileObjectivesTest {
  private static final List<Minimizer> ALL = FirstOrderMethods.ALL;

  private static final List<Minimizer> DESCENDING =
      ALL.subList(0, ALL.size() - FirstOrderMethods.RULES.size());

  private static HessianProducts<double[]> of(
      ToDoubleFunction<double[]> value,
      BiConsumer<double[], double[]> gradient,
      PointProduct<double[]> product) {
    return Objective.of(Precision.DOUBLE, 2, value, gradient, product);
  }

  /** E = ax²/2 + by²/2. */
  private static HessianProducts<double[]> parabolas(double a, double b) {
    return of(
        t -> (a * t[0] * t[0] + b * t[1] * t[1]) / 2,
        (t, g) -> {
          g[0] = a * t[0];
          g[1] = b * t[1];
        },
        (t, v, p) -> {
          p[0] = a * v[0];
          p[1] = b * v[1];
        });
  }

  private static Minimum run(Minimizer minimizer, HessianProducts<double[]> e, double... theta) {
    double first = e.value(theta);
    Minimum end = minimizer.minimize(e, theta);
    assertThat(e.value(theta)).as("value of theta, %s", end).isEqualTo(end.value());
    assertThat(end.value()).as(end.toString()).isLessThanOrEqualTo(first);
    return end;
  }

  private static void assertReason(Minimizer minimizer, Minimum end, Reason... reasons) {
    assertThat(end.reason()).as("%s: %s", minimizer, end).isIn((Object[]) reasons);
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void aStartThatIsNotFiniteIsRefused(Minimizer minimizer) {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      HessianProducts<double[]> value = of(t -> bad, (t, g) -> {}, (t, v, p) -> {});
      assertThatThrownBy(() -> minimizer.minimize(value, new double[2]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("E is " + bad + " at the start, must be finite");
      HessianProducts<double[]> gradient = of(t -> 1, (t, g) -> g[1] = bad, (t, v, p) -> {});
      assertThatThrownBy(() -> minimizer.minimize(gradient, new double[2]))
          .hasMessage("the gradient's element 1 is " + bad + " at the start, must be finite");
    }
  }

  @ParameterizedTest
  @FieldSource("DESCENDING")
  void aHalfSpaceWithoutValuesIsNotEntered(Minimizer minimizer) {
    HessianProducts<double[]> bowl = parabolas(2, 20);
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      HessianProducts<double[]> half =
          of(
              t -> t[0] < 0.5 ? bad : bowl.value(t),
              (t, g) -> bowl.valueAndGradient(t, g),
              (t, v, p) -> bowl.hessianVector(t, new double[2], v, p));
      Minimum end = run(minimizer, half, 3, -4);
      // nothing tells a wall from a stationary point but that the gradient is not small there
      assertReason(
          minimizer,
          end,
          Reason.LINE_SEARCH,
          Reason.TRUST_REGION,
          Reason.ROUNDING,
          Reason.ITERATIONS);
      assertThat(end.value()).as("%s: %s", minimizer, end).isLessThan(24);
    }
  }

  @ParameterizedTest
  @FieldSource("DESCENDING")
  void oneCallThatFailsCostsAShorterStep(Minimizer minimizer) {
    for (int k = 2; k < 12; k++) {
      int fail = k;
      AtomicInteger calls = new AtomicInteger();
      HessianProducts<double[]> e = FirstOrderMethods.rosenbrock(Precision.DOUBLE, 1);
      HessianProducts<double[]> once =
          of(
              t -> calls.incrementAndGet() == fail ? Double.NaN : e.value(t),
              (t, g) -> e.valueAndGradient(t, g),
              (t, v, p) -> e.hessianVector(t, new double[2], v, p));
      double[] theta = {-1.2, 1};
      Minimum end = minimizer.minimize(once, theta);
      double most = minimizer instanceof SteepestDescent ? 1e-2 : 1e-10;
      assertThat(end.value()).as("%s, call %d: %s", minimizer, k, end).isLessThan(most);
      assertThat(e.value(theta)).isEqualTo(end.value());
    }
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void anExceptionLeavesTheBestPointAndTheRunGoesOn(Minimizer minimizer) {
    Minimizer limited = minimizer.stopping(Stopping.DEFAULT.iterations(20));
    HessianProducts<double[]> e = FirstOrderMethods.rosenbrock(Precision.DOUBLE, 1);
    double[] whole = {-1.2, 1};
    limited.minimize(e, whole);
    for (int k = 2; k < 16; k++) {
      int fail = k;
      AtomicInteger calls = new AtomicInteger();
      HessianProducts<double[]> failing =
          of(
              t -> {
                if (calls.incrementAndGet() == fail) {
                  throw new IllegalStateException("call " + fail);
                }
                return e.value(t);
              },
              (t, g) -> e.valueAndGradient(t, g),
              (t, v, p) -> e.hessianVector(t, new double[2], v, p));
      double[] theta = {-1.2, 1};
      MinimizerRun<double[]> run = limited.start(failing, theta);
      assertThatThrownBy(run::finish).hasMessage("call " + fail);
      assertThat(run.reason()).isEmpty();
      assertThat(e.value(theta)).isLessThanOrEqualTo(run.value());
      run.finish();
      assertThat(theta).as("%s, call %d", minimizer, k).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @FieldSource("DESCENDING")
  void aWrongGradientIsNamed(Minimizer minimizer) {
    HessianProducts<double[]> bowl = parabolas(2, 20);
    HessianProducts<double[]> wrong =
        of(
            bowl::value,
            (t, g) -> {
              bowl.valueAndGradient(t, g);
              g[0] = -g[0];
              g[1] = -g[1];
            },
            (t, v, p) -> bowl.hessianVector(t, new double[2], v, p));
    Minimum end = run(minimizer, wrong, 3, -4);
    assertReason(minimizer, end, Reason.LINE_SEARCH, Reason.TRUST_REGION);
    assertThat(end.message()).contains("slope -", "differences say ", "see Checks.gradient");
    assertThat(end.message()).doesNotContain("differences say -");
    assertThat(end.isMinimum()).isFalse();
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void stationaryStartsAreNoSuccess(Minimizer minimizer) {
    assertReason(minimizer, run(minimizer, parabolas(1, 1), 0, 0), Reason.STATIONARY_START);
    assertReason(minimizer, run(minimizer, parabolas(-1, -1), 0, 0), Reason.STATIONARY_START);
    assertReason(minimizer, run(minimizer, parabolas(1, -1), 0, 0), Reason.STATIONARY_START);
    assertReason(minimizer, run(minimizer, parabolas(0, 0), 3, 4), Reason.STATIONARY_START);
  }

  @ParameterizedTest
  @FieldSource("DESCENDING")
  void whatHasNoLowerBoundIsUnbounded(Minimizer minimizer) {
    HessianProducts<double[]> plane =
        of(
            t -> t[0] - 2 * t[1],
            (t, g) -> {
              g[0] = 1;
              g[1] = -2;
            },
            (t, v, p) -> p[0] = p[1] = 0);
    assertReason(minimizer, run(minimizer, plane, 3, 4), Reason.UNBOUNDED);
    assertReason(minimizer, run(minimizer, parabolas(-1, -3), 1, 1), Reason.UNBOUNDED);
    assertReason(minimizer, run(minimizer, parabolas(1, -1), 1, 1e-3), Reason.UNBOUNDED);
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void noiseEndsEveryRun(Minimizer minimizer) {
    HessianProducts<double[]> e = FirstOrderMethods.rosenbrock(Precision.DOUBLE, 1);
    HessianProducts<double[]> noisy =
        of(
            t -> e.value(t) * (1 + 1e-4 * noise(t)),
            (t, g) -> e.valueAndGradient(t, g),
            (t, v, p) -> e.hessianVector(t, new double[2], v, p));
    run(minimizer.stopping(Stopping.DEFAULT.iterations(3000)), noisy, -1.2, 1);
  }

  /** Numbers within ±1 that look random, the same at the same point. */
  private static double noise(double[] t) {
    long bits = Double.doubleToLongBits(t[0]) * 31 + Double.doubleToLongBits(t[1]);
    bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    return (bits >> 11) * 0x1p-52;
  }
}
