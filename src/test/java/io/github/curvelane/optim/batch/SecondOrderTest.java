package io.github.curvelane.optim.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Objective;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What all methods of second order keep, on kind and on hostile objectives. */
final class SecondOrderTest {
  static List<Minimizer> methods() {
    return List.of(
        new SteihaugTrustRegion(),
        new SaddleFreeNewton(),
        new SaddleFreeNewton(0, 3, Stopping.DEFAULT),
        new HessianFree(),
        new RegularizedNewton());
  }

  /** Methods with H, which leave saddles. */
  static Stream<Minimizer> leaving() {
    return methods().stream().filter(m -> !(m instanceof HessianFree));
  }

  // ---------------------------------------------------------------- what a run is

  @ParameterizedTest
  @MethodSource("methods")
  void everyRunKeepsItsContract(Minimizer method) throws IOException {
    Precision<double[]> doubles = Precision.DOUBLE;
    double[] start = {-1.2, 1, -0.5, 0.8};
    new RunContract<>(method, () -> new ChainedRosenbrock<>(doubles, 4), start).check();
    Precision<float[]> floats = Precision.FLOAT;
    float[] other = {-1.2f, 1, -0.5f, 0.8f};
    new RunContract<>(method, () -> new ChainedRosenbrock<>(floats, 4), other).check();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void anIterationAllocatesNothing(Minimizer method) {
    assertAllocatesNothing(method, Precision.DOUBLE);
    assertAllocatesNothing(method, Precision.FLOAT);
  }

  private static <A> void assertAllocatesNothing(Minimizer method, Precision<A> precision) {
    A theta = precision.newArray(10);
    MinimizerRun<A> run =
        method.newRun(new ChainedRosenbrock<>(precision, 10), theta, RunWatch.NONE);
    Allocations.assertNone(
        1,
        () -> {
          precision.fill(theta, 0, 10, -1);
          run.begin();
          for (int i = 0; i < 8; i++) {
            run.step();
          }
        });
    assertThat(run.iterations()).isEqualTo(8);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void whatIsLackingIsNamed(Minimizer method) {
    Objective<double[]> plain =
        Objective.of(Precision.DOUBLE, 1, t -> t[0] * t[0], (t, g) -> g[0] = 2 * t[0]);
    assertThatThrownBy(() -> method.start(plain, new double[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(".* needs .*products \\(.*Products\\), which .* does not give");
  }

  // ---------------------------------------------------------------- hostile objectives

  private static SmoothFunction rosenbrock() {
    return new SmoothFunction(
        2,
        x -> 100 * square(x[1] - x[0] * x[0]) + square(1 - x[0]),
        x ->
            new double[] {
              -400 * x[0] * (x[1] - x[0] * x[0]) - 2 * (1 - x[0]), 200 * (x[1] - x[0] * x[0])
            },
        x ->
            new double[][] {
              {1200 * x[0] * x[0] - 400 * x[1] + 2, -400 * x[0]}, {-400 * x[0], 200}
            });
  }

  private static double square(double x) {
    return x * x;
  }

  private static Minimum minimize(Minimizer method, SmoothFunction function, double... theta) {
    double[] start = theta.clone();
    Minimum end = method.minimize(function, theta);
    assertThat(function.value(theta)).as(end.toString()).isEqualTo(end.value());
    assertThat(end.value()).as(end.toString()).isLessThanOrEqualTo(function.value(start));
    return end;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aHalfSpaceThatIsNotFiniteIsKeptOutOf(Minimizer method) {
    SmoothFunction valley = rosenbrock();
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      SmoothFunction half =
          new SmoothFunction(
              2, x -> x[0] > 0.5 ? bad : valley.value(x), valley::gradient, valley::hessian);
      double[] theta = {-1.2, 1};
      Minimum end = minimize(method.stopping(Stopping.DEFAULT.iterations(500)), half, theta);
      assertThat(end.value()).isFinite().isLessThan(4.2);
      assertThat(end.isMinimum()).as(end.toString()).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aCallThatIsNotFiniteIsOvercome(Minimizer method) {
    for (int call = 2; call < 12; call++) {
      int bad = call;
      AtomicInteger calls = new AtomicInteger();
      SmoothFunction valley = rosenbrock();
      SmoothFunction once =
          new SmoothFunction(
              2,
              x -> calls.incrementAndGet() == bad ? Double.NaN : valley.value(x),
              valley::gradient,
              valley::hessian);
      double[] theta = {-1.2, 1};
      Minimum end = method.minimize(once, theta);
      assertThat(end.isMinimum()).as(end.toString()).isTrue();
      assertThat(end.value()).isLessThan(1e-20);
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void productsThatAreNotFiniteAreNamed(Minimizer method) {
    SmoothFunction function =
        new SmoothFunction(
            1, x -> x[0] * x[0], x -> new double[] {2 * x[0]}, x -> new double[][] {{Double.NaN}});
    assertThat(minimize(method, function, 1).reason()).isEqualTo(Reason.NOT_FINITE);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void aWrongGradientIsNoSuccess(Minimizer method) {
    SmoothFunction valley = rosenbrock();
    SmoothFunction wrong =
        new SmoothFunction(
            2,
            valley::value,
            x -> {
              double[] g = valley.gradient(x);
              g[1] = -g[1];
              return g;
            },
            valley::hessian);
    Minimum end = minimize(method, wrong, -1.2, 1);
    assertThat(end.isMinimum()).as(end.toString()).isFalse();
    SmoothFunction opposite =
        new SmoothFunction(
            1, x -> x[0] * x[0], x -> new double[] {-2 * x[0]}, x -> new double[][] {{2}});
    end = minimize(method, opposite, 1);
    assertThat(end.isMinimum()).as(end.toString()).isFalse();
    assertThat(end.message()).contains("see Checks");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void startsThatAreMinimaOrConstantAreNamed(Minimizer method) {
    SmoothFunction bowl = SmoothFunction.quadratic(new double[] {1, 3}, new double[2]);
    assertThat(minimize(method, bowl, 0, 0).reason()).isEqualTo(Reason.STATIONARY_START);
    SmoothFunction constant = SmoothFunction.quadratic(new double[2], new double[2]);
    assertThat(minimize(method, constant, 3, 4).reason()).isEqualTo(Reason.STATIONARY_START);
  }

  @ParameterizedTest
  @MethodSource("leaving")
  void saddlesAndMaximaAreLeft(Minimizer method) {
    SmoothFunction saddle =
        new SmoothFunction(
            2,
            x -> square(x[0]) - square(x[1]) + square(square(x[1])) / 4,
            x -> new double[] {2 * x[0], -2 * x[1] + x[1] * x[1] * x[1]},
            x -> new double[][] {{2, 0}, {0, 3 * square(x[1]) - 2}});
    double[][] starts = {{1, 1e-3}, {1, 0}, {0, 0}, {1e-9, 0}, {-3, 1e-12}};
    for (double[] start : starts) {
      Minimum end = minimize(method, saddle, start);
      assertThat(end.isMinimum()).as(end.toString()).isTrue();
      assertThat(end.value()).as(Arrays.toString(start)).isEqualTo(-1, within(1e-12));
    }
    SmoothFunction maximum =
        new SmoothFunction(
            1,
            x -> StrictMath.cos(x[0]),
            x -> new double[] {-StrictMath.sin(x[0])},
            x -> new double[][] {{-StrictMath.cos(x[0])}});
    assertThat(minimize(method, maximum, 0).value()).isEqualTo(-1);
  }

  @ParameterizedTest
  @MethodSource("leaving")
  void whatFallsWithoutABoundIsNamed(Minimizer method) {
    SmoothFunction down = SmoothFunction.quadratic(new double[] {2, -2}, new double[2]);
    assertThat(minimize(method, down, 1, 1e-3).reason()).isEqualTo(Reason.UNBOUNDED);
    SmoothFunction line = SmoothFunction.quadratic(new double[2], new double[] {-1, 1});
    assertThat(minimize(method, line, 1, 1e-3).reason()).isEqualTo(Reason.UNBOUNDED);
  }

  @Test
  void newtonsMethodsNeedOneIterationForAQuadratic() {
    double[] eigenvalues = new double[20];
    double[] b = new double[20];
    for (int i = 0; i < 20; i++) {
      eigenvalues[i] = Math.scalb(1.0, i / 2);
      b[i] = i - 9.5;
    }
    SmoothFunction bowl = SmoothFunction.quadratic(eigenvalues, b);
    for (Minimizer method : List.of(new SaddleFreeNewton(), new RegularizedNewton())) {
      double[] theta = new double[20];
      method.stopping(Stopping.DEFAULT.iterations(1)).minimize(bowl, theta);
      for (int i = 0; i < 20; i++) {
        assertThat(theta[i]).as("%s", method).isEqualTo(-b[i] / eigenvalues[i], within(1e-13));
      }
    }
  }

  @Test
  void aKrylovSpaceOfAllDimensionsIsTheWholeMatrix() {
    double[] start = {-1.2, 1, -0.5, 0.8};
    double[] other = start.clone();
    SaddleFreeNewton dense = new SaddleFreeNewton().stopping(Stopping.DEFAULT.iterations(4));
    Minimizer krylov = new SaddleFreeNewton(0, 4, dense.stopping());
    dense.minimize(new ChainedRosenbrock<>(Precision.DOUBLE, 4), start);
    krylov.minimize(new ChainedRosenbrock<>(Precision.DOUBLE, 4), other);
    for (int i = 0; i < 4; i++) {
      assertThat(other[i]).isEqualTo(start[i], within(1e-8));
    }
  }

  @Test
  void settingsOutOfRangeAreRefusedByName() {
    assertThatThrownBy(() -> new HessianFree(0, Stopping.DEFAULT))
        .hasMessage("damping is 0.0, must be greater than 0 and finite");
    assertThatThrownBy(() -> new SaddleFreeNewton(5000, 3, Stopping.DEFAULT))
        .hasMessage("dense is 5000, must be from 0 to 4096");
    assertThatThrownBy(() -> new SaddleFreeNewton(0, 0, Stopping.DEFAULT))
        .hasMessage("vectors is 0, must be at least 1");
  }

  @ParameterizedTest
  @MethodSource("methods")
  void noiseEndsByAName(Minimizer method) {
    SplittableRandom random = new SplittableRandom(7);
    SmoothFunction noise =
        new SmoothFunction(
            2,
            x -> square(x[0]) + square(x[1]) + 1e-3 * random.nextDouble(),
            x -> new double[] {2 * x[0], 2 * x[1]},
            x -> new double[][] {{2, 0}, {0, 2}});
    Minimum end = method.minimize(noise, new double[] {3, 4});
    assertThat(end.value()).as(end.toString()).isLessThan(1e-3);
    assertThat(end.reason()).isNotEqualTo(Reason.ITERATIONS);
  }

  // ---------------------------------------------------------------- one digest

  /** Of both precisions. */
  private static final Map<Minimizer, List<String>> DIGESTS =
      Map.of(
          new SteihaugTrustRegion(), List.of("bef17565", "70116b4b"),
          new SaddleFreeNewton(), List.of("a2f47d61", "cc49e489"),
          new SaddleFreeNewton(0, 3, Stopping.DEFAULT), List.of("e83e7132", "bd831d10"),
          new HessianFree(), List.of("61db8a4f", "ee3bfff3"),
          new RegularizedNewton(), List.of("13f19769", "8695a7a"));

  /** The build does not know at which width and with which kernels it runs this. */
  @ParameterizedTest
  @MethodSource("methods")
  void aNetworkIsMinimizedWithTheSameBits(Minimizer method) {
    List<String> digests = DIGESTS.get(method);
    for (int threads = 1; threads <= 3; threads += 2) {
      assertThat(
              List.of(
                  digest(method, Precision.DOUBLE, threads),
                  digest(method, Precision.FLOAT, threads)))
          .as("%d threads", threads)
          .isEqualTo(digests);
    }
  }

  /** Classes that can be separated: H falls until nothing is left of its elements. */
  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aRunEndsWhereTheHessianVanishes() {
    Network<double[]> network =
        Network.perceptron(Precision.DOUBLE, Activation.tanh(), Activation.identity(), 2, 3, 2);
    double[] theta = new double[network.parameters()];
    Arrays.fill(theta, 0.5);
    double[] inputs = {0.1, 0.7, 0.3, 0.2, 0.9, 0.4};
    NetworkObjective<double[]> objective =
        new NetworkObjective<>(
            network.newWorkspace(3),
            Loss.softmaxCrossEntropy(),
            inputs,
            Targets.labels(Precision.DOUBLE, new int[] {0, 1, 1}, 2));
    assertThat(new RegularizedNewton().minimize(objective, theta).value()).isLessThan(1e-6);
  }

  private static <A> String digest(Minimizer method, Precision<A> precision, int threads) {
    int examples = 70;
    Network<A> network =
        Network.perceptron(precision, Activation.tanh(), Activation.identity(), 33, 7, 5);
    SplittableRandom random = new SplittableRandom(3);
    A inputs = precision.newArray(examples * 33);
    for (int i = 0; i < examples * 33; i++) {
      precision.set(inputs, i, random.nextDouble(-1, 1));
    }
    int[] labels = random.ints(examples, 0, 5).toArray();
    NetworkObjective<A> objective =
        new NetworkObjective<>(
            network.newWorkspace(examples, Parallelism.threads(threads)),
            Loss.softmaxCrossEntropy(),
            inputs,
            Targets.labels(precision, labels, 5));
    A theta = network.initialize(Initializer.FAN_IN, 1);
    method.stopping(Stopping.DEFAULT.iterations(12)).minimize(objective, theta);
    return Integer.toHexString(Arrays.hashCode(precision.toDoubles(theta)));
  }
}
