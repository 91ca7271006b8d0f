package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method on objectives that are not what it hopes for: each run ends, in a reason that is
 * true; θ is the best point that was evaluated, and its value the result's bits.
 */
final class HostileLandscapesTest {
  /** Those that use products and so see a way down where the gradient is zero. */
  private static final Set<String> SEE_CURVATURE =
      Set.of("steihaug", "saddle-free", "saddle-free in a Krylov space", "newton");

  static Set<String> methods() {
    return AllMethods.general().keySet();
  }

  private static Minimizer method(String name) {
    return AllMethods.general().get(name);
  }

  private static Landscape bowl() {
    return new Landscape(
        t -> (t[0] - 1) * (t[0] - 1) + 3 * t[1] * t[1],
        (x, y, d) -> put(d, 2 * (x - 1), 6 * y, 2, 0, 6),
        -3,
        2);
  }

  private static void put(double[] d, double... values) {
    System.arraycopy(values, 0, d, 0, values.length);
  }

  /** Makes a run and asserts what every run must keep. */
  private static Minimum run(String name, Landscape landscape, double[] theta) {
    Minimum end =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60), () -> method(name).minimize(landscape, theta));
    int calls = landscape.calls;
    landscape.calls = Integer.MIN_VALUE;
    assertThat(landscape.value(theta)).as("%s: %s", name, end).isEqualTo(end.value());
    landscape.calls = calls;
    assertThat(end.value()).as("%s: %s", name, end).isLessThanOrEqualTo(end.firstValue());
    return end;
  }

  private static Minimum run(String name, Landscape landscape) {
    return run(name, landscape, landscape.start());
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aValueThatIsNotFiniteAtTheStartIsRefused(String name) {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Landscape bowl = bowl();
      bowl.failAt = 1;
      bowl.failWith = bad;
      assertThatThrownBy(() -> method(name).start(bowl, bowl.start()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("E is " + bad + " at the start, must be finite");
    }
    Landscape noGradient = new Landscape(t -> 1, (x, y, d) -> put(d, 1, Double.NaN, 1, 0, 1), 0, 0);
    assertThatThrownBy(() -> method(name).start(noGradient, new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("element 1 is NaN at the start");
    assertThatThrownBy(() -> method(name).start(bowl(), new double[3]))
        .hasMessageContaining("theta has 3 elements");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aHalfSpaceWithoutValuesIsAvoided(String name) {
    for (double edge : new double[] {1.001, 1.5, 4}) {
      for (double outside : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
        Landscape bowl = bowl();
        Landscape half =
            new Landscape(
                t -> t[0] < edge ? bowl.value(t) : outside,
                (x, y, d) -> put(d, x < edge ? 2 * (x - 1) : Double.NaN, 6 * y, 2, 0, 6),
                -3,
                2);
        double[] theta = half.start();
        Minimum end = run(name, half, theta);
        assertThat(end.isMinimum()).as("%s, edge %s: %s", name, edge, end).isTrue();
        assertThat(theta[0]).as("%s: %s", name, end).isCloseTo(1, within(1e-3));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void oneValueThatIsMissingDoesNotEndTheRun(String name) {
    for (int call = 2; call < 8; call++) {
      Landscape bowl = bowl();
      bowl.failAt = call;
      double[] theta = bowl.start();
      Minimum end = run(name, bowl, theta);
      assertThat(end.isMinimum()).as("%s, call %d: %s", name, call, end).isTrue();
      assertThat(theta[0]).as("%s, call %d: %s", name, call, end).isCloseTo(1, within(1e-3));
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void anExceptionPassesAndLeavesTheBestPoint(String name) {
    for (int call = 2; call < 8; call++) {
      Landscape bowl = bowl();
      bowl.failAt = call;
      bowl.throwing = true;
      double[] theta = bowl.start();
      MinimizerRun<double[]> run = method(name).start(bowl, theta);
      try {
        run.finish();
        // It was done before the call came.
        assertThat(bowl.calls).isLessThan(call);
      } catch (IllegalStateException expected) {
        assertThat(expected).hasMessage("call " + call);
        assertThat(bowl().value(theta)).isLessThanOrEqualTo(bowl().value(bowl().start()));
        Minimum end = run.finish();
        assertThat(end.isMinimum()).as("%s, call %d: %s", name, call, end).isTrue();
        assertThat(theta[0]).isCloseTo(1, within(1e-3));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aWrongGradientIsNoSuccess(String name) {
    // The sign of all, and of one element.
    Landscape uphill =
        new Landscape(
            t -> t[0] * t[0] + 3 * t[1] * t[1],
            (x, y, d) -> put(d, -2 * x, -6 * y, 2, 0, 6),
            -3,
            2);
    Minimum end = run(name, uphill);
    assertThat(end.isMinimum()).as("%s: %s", name, end).isFalse();
    Landscape half =
        new Landscape(
            t -> t[0] * t[0] + 3 * t[1] * t[1], (x, y, d) -> put(d, 2 * x, -6 * y, 2, 0, 6), -3, 2);
    end = run(name, half);
    assertThat(end.isMinimum()).as("%s: %s", name, end).isFalse();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void stationaryStartsAreNamedOrLeft(String name) {
    double[] theta = {1, 0};
    Minimum end = run(name, bowl(), theta);
    assertThat(end.reason()).as("%s: %s", name, end).isEqualTo(Reason.STATIONARY_START);
    assertThat(end.isMinimum()).isFalse();
    Landscape constant = new Landscape(t -> 7, (x, y, d) -> put(d, 0, 0, 0, 0, 0), 0, 0);
    end = run(name, constant);
    assertThat(end.reason()).as("%s: %s", name, end).isEqualTo(Reason.STATIONARY_START);
    // A maximum and a saddle of (x² − 1)² + (y² − 1)², whose gradients are exactly zero.
    for (double y : new double[] {0, 1}) {
      Landscape wells =
          new Landscape(
              t -> (t[0] * t[0] - 1) * (t[0] * t[0] - 1) + (t[1] * t[1] - 1) * (t[1] * t[1] - 1),
              (x, z, d) ->
                  put(
                      d,
                      4 * x * (x * x - 1),
                      4 * z * (z * z - 1),
                      12 * x * x - 4,
                      0,
                      12 * z * z - 4),
              0,
              y);
      end = run(name, wells);
      if (SEE_CURVATURE.contains(name)) {
        assertThat(end.isMinimum()).as("%s: %s", name, end).isTrue();
        assertThat(end.value()).as("%s: %s", name, end).isLessThan(1e-10);
      } else {
        assertThat(end.reason()).as("%s: %s", name, end).isEqualTo(Reason.STATIONARY_START);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void whatFallsWithoutEndIsNoSuccess(String name) {
    Landscape ramp =
        new Landscape(t -> -t[0] - 2 * t[1], (x, y, d) -> put(d, -1, -2, 0, 0, 0), 0, 0);
    Minimum end = run(name, ramp);
    assertThat(end.isMinimum()).as("%s: %s", name, end).isFalse();
    Landscape ridge =
        new Landscape(
            t -> t[0] * t[0] - t[1] * t[1], (x, y, d) -> put(d, 2 * x, -2 * y, 2, 0, -2), 1, 1e-3);
    end = run(name, ridge);
    assertThat(end.isMinimum()).as("%s: %s", name, end).isFalse();
    Landscape logarithm =
        new Landscape(
            t -> t[0] > 0 ? StrictMath.log(t[0]) + t[1] * t[1] : Double.NaN,
            (x, y, d) -> put(d, 1 / x, 2 * y, -1 / (x * x), 0, 2),
            1,
            1);
    end = run(name, logarithm);
    assertThat(end.isMinimum()).as("%s: %s", name, end).isFalse();
  }

  /** The first gradient is 10⁴³: what is small beside it is no minimum. */
  @ParameterizedTest
  @MethodSource("methods")
  void aDistantStartIsNoMeasureOfAMinimum(String name) {
    Landscape steep =
        new Landscape(
            t -> StrictMath.exp(t[0]) - t[0] + t[1] * t[1],
            (x, y, d) -> put(d, StrictMath.exp(x) - 1, 2 * y, StrictMath.exp(x), 0, 2),
            100,
            1);
    double[] theta = steep.start();
    Minimum end = run(name, steep, theta);
    // Backtracking goes to -10¹⁵ at once, where E is a plane whose slope is 10⁻¹⁵ of it.
    boolean isThere = theta[0] > -1e6;
    if (end.isMinimum() && isThere) {
      assertThat(theta[0]).as("%s: %s", name, end).isCloseTo(0, within(1e-2));
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void noiseEndsTheRun(String name) {
    SplittableRandom random = new SplittableRandom(11);
    Landscape bowl = bowl();
    Landscape noisy =
        new Landscape(
            t -> bowl.value(t) + noiseAt(t) * 1e-6,
            (x, y, d) ->
                put(
                    d,
                    2 * (x - 1) + random.nextDouble(-1e-6, 1e-6),
                    6 * y + random.nextDouble(-1e-6, 1e-6),
                    2,
                    0,
                    6),
            -3,
            2);
    double[] theta = noisy.start();
    run(name, noisy, theta);
    assertThat(theta[0]).as(name).isCloseTo(1, within(0.05));
  }

  /** Noise that is a function of the point, in [0, 1). */
  private static double noiseAt(double[] t) {
    long bits = Double.doubleToLongBits(t[0]) * 31 + Double.doubleToLongBits(t[1]);
    return new SplittableRandom(bits).nextDouble();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aKinkEndsTheRun(String name) {
    Landscape kink =
        new Landscape(
            t -> Math.abs(t[0]) + Math.abs(t[1]),
            (x, y, d) -> put(d, Math.signum(x), Math.signum(y), 0, 0, 0),
            1,
            0.7);
    run(name, kink);
  }
}
