package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.nn.NetworkCase.Cost;
import io.github.curvelane.nn.NetworkCase.Unit;
import io.github.curvelane.optim.DiagonalLevenbergMarquardt;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.optim.Updater;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that an objective gives has the same bits on several threads and with the scalar
 * kernels. The build runs this at each vector width.
 */
final class NetworkBitsTest {
  /** No number of elements is a multiple of a vector's. */
  static final NetworkCase WIDE =
      new NetworkCase(Unit.LECUN_TANH, Unit.IDENTITY, Cost.SOFTMAX, 91, 40, 70, 33, 10);

  /** Products of 97 examples by 160 by 160 are large enough to be shared by threads. */
  private static final NetworkCase SHARED =
      new NetworkCase(Unit.TANH, Unit.IDENTITY, Cost.SOFTMAX, 97, 160, 160, 10);

  /** The diagonal of the Hessian takes a product a parameter. */
  private static final int FEW_PARAMETERS = 10_000;

  /** Everything that the objective gives, in one list of arrays. */
  private static <A> List<A> everything(NetworkCase network, Precision<A> precision, int threads) {
    try (Parallelism parallelism =
        threads == 1 ? Parallelism.none() : Parallelism.threads(threads)) {
      return everything(network, network.objective(precision, parallelism));
    }
  }

  private static <A> List<A> everything(NetworkCase network, NetworkObjective<A> objective) {
    Precision<A> precision = objective.precision();
    A theta = precision.of(network.theta());
    int n = objective.dimension();
    List<A> all = new ArrayList<>();
    A gradient = precision.newArray(n);
    all.add(precision.of(objective.linearize(theta, gradient)));
    all.add(gradient);
    A v = precision.of(random(n, 7));
    A u = precision.of(random(objective.outputs(), 8));
    for (int product = 0; product < 4; product++) {
      A result = precision.newArray(n);
      switch (product) {
        case 0 -> objective.hessianVector(v, result);
        case 1 -> objective.gaussNewtonVector(v, result);
        case 2 -> objective.empiricalFisherVector(v, result);
        default -> objective.jacobianTransposeVector(u, result);
      }
      all.add(result);
    }
    List<A> vectors = List.of(precision.of(random(n, 9)), precision.of(random(n, 10)));
    List<A> products = List.of(precision.newArray(n), precision.newArray(n));
    objective.hessianVectors(vectors, products);
    all.addAll(products);
    A jv = precision.newArray(objective.outputs());
    objective.jacobianVector(v, jv);
    all.add(jv);
    for (Diagonal kind : Diagonal.values()) {
      if (kind != Diagonal.HESSIAN || n <= FEW_PARAMETERS) {
        A diagonal = precision.newArray(n);
        objective.diagonal(kind, diagonal);
        all.add(diagonal);
      }
    }
    A sampled = precision.newArray(n);
    objective.monteCarloGaussNewtonDiagonal(3, 11, sampled);
    all.add(sampled);
    A norms = precision.newArray(objective.batch());
    objective.squaredGradientNorms(norms);
    all.add(norms);
    A variance = precision.newArray(n);
    objective.gradientVariance(variance);
    all.add(variance);
    Updater<A> descent = new Sgd().init(Kernels.of(precision), n);
    descent.begin(0.1, theta, gradient);
    A moved = precision.of(network.theta());
    all.add(precision.of(objective.valueAndUpdate(moved, precision.newArray(n), descent)));
    all.add(moved);
    return all;
  }

  static List<Precision<?>> precisions() {
    return List.of(Precision.FLOAT, Precision.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void theBitsDoNotDependOnThreads(Precision<A> precision) {
    for (NetworkCase network : List.of(WIDE, SHARED)) {
      List<A> alone = everything(network, precision, 1);
      for (int threads = 2; threads <= 3; threads++) {
        List<A> shared = everything(network, precision, threads);
        for (int i = 0; i < alone.size(); i++) {
          assertThat(precision.sameBits(shared.get(i), alone.get(i)))
              .as("quantity %d with %d threads", i, threads)
              .isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void theBitsAreThoseOfTheScalarKernels(Precision<A> precision) {
    List<A> chosen = everything(WIDE, precision, 1);
    Network<A> network = WIDE.network(precision);
    Workspace<A> workspace =
        new Workspace<>(network, Kernels.scalar(precision), WIDE.batch(), Parallelism.none());
    List<A> plain = everything(WIDE, WIDE.objective(workspace));
    for (int i = 0; i < chosen.size(); i++) {
      assertThat(precision.sameBits(chosen.get(i), plain.get(i))).as("quantity %d", i).isTrue();
    }
  }

  /** A step within the gradient's product: where its chains have one block, several, or chunks. */
  @ParameterizedTest
  @MethodSource("precisions")
  <A> void aStepOfDescentIsTheOneAfterTheGradient(Precision<A> precision) {
    for (int batch : new int[] {1, 2, 3, 15, 16, 17, 127, 128, 129, 600, 1100, 4097}) {
      NetworkCase network =
          batch > 200
              ? new NetworkCase(Unit.TANH, Unit.IDENTITY, Cost.SOFTMAX, batch, 13, 33, 10)
              : new NetworkCase(Unit.TANH, Unit.IDENTITY, Cost.SOFTMAX, batch, 101, 300, 30, 10);
      for (boolean finite : batch > 200 ? new boolean[] {true} : new boolean[] {true, false}) {
        double[] start = network.theta();
        if (!finite) {
          start[5] = Double.NEGATIVE_INFINITY;
          start[31_000] = Double.POSITIVE_INFINITY; // a unit of the first layer gets signals of NaN
        }
        for (UpdateRule rule : List.of(new Sgd(), new DiagonalLevenbergMarquardt(0.1))) {
          checkStep(precision, network, precision.of(start), rule, batch + ", finite: " + finite);
        }
      }
    }
  }

  private static <A> void checkStep(
      Precision<A> precision, NetworkCase network, A start, UpdateRule rule, String what) {
    int n = precision.length(start);
    A expected = precision.newArray(n);
    precision.copy(start, 0, expected, 0, n);
    A gradient = precision.newArray(n);
    Updater<A> descent = rule.init(Kernels.of(precision), n);
    if (descent.curvature().isPresent()) {
      descent.receive(precision.of(random(n, 4)));
    }
    NetworkObjective<A> alone = network.objective(precision, Parallelism.none());
    Double value = alone.valueAndGradient(expected, gradient);
    descent.step(0.3, expected, gradient);
    for (int threads = 1; threads <= 2; threads++) {
      A theta = precision.newArray(n);
      precision.copy(start, 0, theta, 0, n);
      try (Parallelism team = Parallelism.threads(threads)) {
        descent.begin(0.3, theta, gradient);
        NetworkObjective<A> objective = network.objective(precision, team);
        assertThat(objective.valueAndUpdate(theta, gradient, descent)).isEqualTo(value);
      }
      assertThat(precision.sameBits(theta, expected))
          .as("%s, batch %s, %d threads", rule, what, threads)
          .isTrue();
    }
  }

  /** The same for a direction along the product: its first layer has one chain, the others two. */
  @ParameterizedTest
  @MethodSource("precisions")
  <A> void aDirectionThatIsMovedIsTheOneAfterTheProduct(Precision<A> precision) {
    for (int batch : new int[] {1, 2, 16, 17, 129, 4097}) {
      NetworkCase network =
          batch > 200
              ? new NetworkCase(Unit.TANH, Unit.IDENTITY, Cost.SOFTMAX, batch, 13, 33, 10)
              : new NetworkCase(Unit.TANH, Unit.IDENTITY, Cost.SOFTMAX, batch, 101, 70, 30, 10);
      A theta = precision.of(network.theta());
      int n = network.theta().length;
      double[] start = random(n, 3);
      for (UpdateRule rule : List.of(new Sgd(), new Momentum(0.9))) {
        A expected = precision.of(start);
        A product = precision.newArray(n);
        Updater<A> updater = rule.init(Kernels.of(precision), n);
        NetworkObjective<A> alone = network.objective(precision, Parallelism.none());
        double value = alone.linearize(theta, product);
        for (int step = 0; step < 2; step++) {
          alone.hessianVector(expected, product);
          updater.step(0.3, expected, product);
        }
        for (int threads = 1; threads <= 2; threads++) {
          A moved = precision.of(start);
          Updater<A> fused = rule.init(Kernels.of(precision), n);
          try (Parallelism team = Parallelism.threads(threads)) {
            NetworkObjective<A> objective = network.objective(precision, team);
            assertThat(objective.keep(theta, product)).isEqualTo(value);
            for (int step = 0; step < 2; step++) {
              fused.begin(0.3, moved, product);
              objective.hessianVectorAndUpdate(moved, product, fused);
            }
          }
          assertThat(precision.sameBits(moved, expected))
              .as("%s, batch %d, %d threads", rule, batch, threads)
              .isTrue();
        }
      }
    }
  }

  private static double[] random(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, length).mapToDouble(i -> 2 * random.nextDouble() - 1).toArray();
  }
}
