package io.github.curvelane.nn;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.Arithmetic;
import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.check.Checks;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.NetworkCase.Cost;
import io.github.curvelane.nn.NetworkCase.Unit;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks, threads, memory and arguments of second-order quantities. */
final class NetworkCurvatureTest {
  private static double[] random(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, length).mapToDouble(i -> 2 * random.nextDouble() - 1).toArray();
  }

  /** A quantity with a mean over examples in its definition. */
  private enum Mean {
    GRADIENT((o, r) -> o.linearize(THETA, r)),
    HESSIAN_VECTOR((o, r) -> o.hessianVector(DIRECTION, r)),
    GAUSS_NEWTON_VECTOR((o, r) -> o.gaussNewtonVector(DIRECTION, r)),
    FISHER_VECTOR((o, r) -> o.empiricalFisherVector(DIRECTION, r)),
    BECKER_LECUN((o, r) -> o.diagonal(Diagonal.BECKER_LECUN, r)),
    SECOND_ORDER((o, r) -> o.diagonal(Diagonal.BECKER_LECUN_SECOND_ORDER, r)),
    GAUSS_NEWTON((o, r) -> o.diagonal(Diagonal.GAUSS_NEWTON, r)),
    FISHER((o, r) -> o.diagonal(Diagonal.EMPIRICAL_FISHER, r));

    final BiConsumer<NetworkObjective<double[]>, double[]> quantity;

    Mean(BiConsumer<NetworkObjective<double[]>, double[]> quantity) {
      this.quantity = quantity;
    }

    double[] of(NetworkObjective<double[]> objective) {
      double[] result = new double[THETA.length];
      quantity.accept(objective, result);
      return result;
    }
  }

  // ---------------------------------------------------------------- canonical chunks

  private static final int[] TINY = {2, 3, 2};
  private static final double[] THETA = random(17, 1);
  private static final double[] DIRECTION = random(17, 2);

  /** The last chunk's length is a power of two, so that its mean times its length is its sum. */
  private static final int MANY = 6 * Arithmetic.EXAMPLE_CHUNK + 512;

  private static NetworkObjective<double[]> many() {
    Network<double[]> network =
        Network.perceptron(Precision.DOUBLE, Activation.tanh(), Activation.identity(), TINY);
    int[] labels = new SplittableRandom(3).ints(MANY, 0, 2).toArray();
    return new NetworkObjective<>(
        network.newWorkspace(MANY),
        Loss.softmaxCrossEntropy(),
        random(MANY * 2, 4),
        Targets.labels(Precision.DOUBLE, labels, 2));
  }

  @ParameterizedTest
  @EnumSource(Mean.class)
  void meansAreOfChunksAddedByTheTree(Mean mean) {
    NetworkObjective<double[]> objective = many();
    objective.linearize(THETA, new double[THETA.length]);
    double[] whole = mean.of(objective);
    assertThat(whole).containsExactly(meanOfChunks(objective, chunk -> mean.of(objective)));
  }

  /** Chunk c draws what a batch of its examples alone draws with the chunk's seed. */
  @Test
  void eachChunkHasAGeneratorOfItsOwn() {
    NetworkObjective<double[]> objective = many();
    objective.linearize(THETA, new double[THETA.length]);
    double[] whole = new double[THETA.length];
    objective.monteCarloGaussNewtonDiagonal(1, 11, whole);
    double[] expected =
        meanOfChunks(
            objective,
            chunk -> {
              double[] part = new double[THETA.length];
              long seed = Arithmetic.chunkSeed(11, chunk);
              objective.monteCarloGaussNewtonDiagonal(1, seed, part);
              return part;
            });
    assertThat(whole).containsExactly(expected);
    assertThat(Arithmetic.chunkSeed(11, 0)).isEqualTo(11);
    assertThat(Arithmetic.chunkSeed(0, 1)).isEqualTo(0xE220A8397B1DCDAFL);
  }

  /** The means of chunks, each selected alone, combined as the law says. */
  private static double[] meanOfChunks(
      NetworkObjective<double[]> objective, IntFunction<double[]> mean) {
    int[] order = IntStream.range(0, MANY).toArray();
    List<double[]> sums = new ArrayList<>();
    for (int start = 0; start < MANY; start += Arithmetic.EXAMPLE_CHUNK) {
      int end = Math.min(MANY, start + Arithmetic.EXAMPLE_CHUNK);
      objective.select(order, start, end);
      objective.linearize(THETA, new double[THETA.length]);
      double[] part = mean.apply(sums.size());
      for (int i = 0; i < part.length; i++) {
        part[i] *= end - start;
      }
      sums.add(part);
    }
    double[] total = tree(sums);
    for (int i = 0; i < total.length; i++) {
      total[i] *= 1.0 / MANY;
    }
    return total;
  }

  /** T(a, n) = T(a, h) + T(a + h, n − h), h the largest power of two below n. */
  private static double[] tree(List<double[]> sums) {
    if (sums.size() == 1) {
      return sums.getFirst();
    }
    int h = Integer.highestOneBit(sums.size() - 1);
    double[] left = tree(sums.subList(0, h));
    double[] right = tree(sums.subList(h, sums.size()));
    for (int i = 0; i < left.length; i++) {
      left[i] += right[i];
    }
    return left;
  }

  @Test
  void theHessianDiagonalOfManyExamplesIsThatOfProducts() {
    NetworkObjective<double[]> objective = many();
    objective.linearize(THETA, new double[THETA.length]);
    double[] diagonal = new double[THETA.length];
    objective.diagonal(Diagonal.HESSIAN, diagonal);
    double[] column = new double[THETA.length];
    double[] unit = new double[THETA.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = 1;
      objective.hessianVector(unit, column);
      unit[i] = 0;
      assertThat(diagonal[i]).isCloseTo(column[i], Close.to(1));
    }
  }

  @Test
  void singleExamplesOfLaterChunksAreFound() {
    NetworkObjective<double[]> objective = many();
    int n = THETA.length;
    objective.linearize(THETA, new double[n]);
    int from = Arithmetic.EXAMPLE_CHUNK - 3;
    int to = 2 * Arithmetic.EXAMPLE_CHUNK + 2;
    double[] rows = new double[(to - from) * n];
    objective.gradients(from, to, rows);
    double[] norms = new double[MANY];
    objective.squaredGradientNorms(norms);
    double[] jacobian = new double[objective.outputs()];
    objective.jacobianVector(DIRECTION, jacobian);
    int[] one = {0};
    for (int p : new int[] {from, from + 3, 6000, to - 1}) {
      one[0] = p;
      objective.select(one, 0, 1);
      double[] gradient = new double[n];
      objective.linearize(THETA, gradient);
      assertThat(Arrays.copyOfRange(rows, (p - from) * n, (p - from + 1) * n))
          .containsExactly(gradient);
      double[] norm = new double[1];
      objective.squaredGradientNorms(norm);
      assertThat(norms[p]).isEqualTo(norm[0]);
      double[] output = new double[2];
      objective.jacobianVector(DIRECTION, output);
      assertThat(Arrays.copyOfRange(jacobian, 2 * p, 2 * p + 2)).containsExactly(output);
    }
  }

  @Test
  void theTransposeSumsOverChunksWithoutAMean() {
    NetworkObjective<double[]> objective = many();
    objective.linearize(THETA, new double[THETA.length]);
    double[] u = random(objective.outputs(), 5);
    double[] jtu = new double[THETA.length];
    double[] jv = new double[objective.outputs()];
    objective.jacobianTransposeVector(u, jtu);
    objective.jacobianVector(DIRECTION, jv);
    double left = 0;
    double right = 0;
    for (int i = 0; i < jtu.length; i++) {
      left += jtu[i] * DIRECTION[i];
    }
    for (int i = 0; i < jv.length; i++) {
      right += jv[i] * u[i];
    }
    assertThat(left).isCloseTo(right, Close.to(MANY));
  }

  // ---------------------------------------------------------------- memory

  @Test
  void nothingIsAllocatedAfterWarmUp() {
    NetworkObjective<float[]> objective =
        NetworkBitsTest.WIDE.objective(Precision.FLOAT, Parallelism.none());
    float[] theta = Precision.FLOAT.of(NetworkBitsTest.WIDE.theta());
    int n = theta.length;
    float[] v = Precision.FLOAT.of(random(n, 7));
    float[] u = Precision.FLOAT.of(random(objective.outputs(), 8));
    float[] result = new float[n];
    float[] jv = new float[objective.outputs()];
    float[] norms = new float[objective.batch()];
    Map<String, Runnable> calls =
        Map.ofEntries(
            entry("linearize", () -> objective.linearize(theta, result)),
            entry("Hv", () -> objective.hessianVector(v, result)),
            entry("Gv", () -> objective.gaussNewtonVector(v, result)),
            entry("Fv", () -> objective.empiricalFisherVector(v, result)),
            entry("Jv", () -> objective.jacobianVector(v, jv)),
            entry("Jᵀu", () -> objective.jacobianTransposeVector(u, result)),
            entry("recursion", () -> objective.diagonal(Diagonal.BECKER_LECUN, result)),
            entry(
                "recursion with f″",
                () -> objective.diagonal(Diagonal.BECKER_LECUN_SECOND_ORDER, result)),
            entry("G diagonal", () -> objective.diagonal(Diagonal.GAUSS_NEWTON, result)),
            entry("F diagonal", () -> objective.diagonal(Diagonal.EMPIRICAL_FISHER, result)),
            entry("norms", () -> objective.squaredGradientNorms(norms)),
            entry("variance", () -> objective.gradientVariance(result)));
    objective.linearize(theta, result);
    calls.forEach((name, call) -> assertThat(settledBytes(call)).as(name).isZero());
  }

  /** The bytes of a call once it is compiled, which takes some hundred calls. */
  private static long settledBytes(Runnable call) {
    ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = Long.MAX_VALUE;
    for (int round = 0; round < 400 && bytes > 0; round++) {
      for (int i = 0; i < 50; i++) {
        call.run();
      }
      long before = memory.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 50; i++) {
        call.run();
      }
      bytes = (memory.getCurrentThreadAllocatedBytes() - before) / 50;
    }
    return bytes;
  }

  // ---------------------------------------------------------------- sampling

  @ParameterizedTest
  @EnumSource(
      value = Cost.class,
      names = {"SOFTMAX", "BINARY", "HALF_SQUARED_ERROR", "MEAN_SQUARED_ERROR"})
  void theMonteCarloDiagonalIsUnbiased(Cost cost) {
    NetworkCase network = new NetworkCase(Unit.TANH, Unit.IDENTITY, cost, 6, 3, 4, 3);
    NetworkObjective<double[]> objective = network.objective();
    double[] theta = network.theta();
    int n = theta.length;
    objective.linearize(theta, new double[n]);
    double[] exact = new double[n];
    objective.diagonal(Diagonal.GAUSS_NEWTON, exact);
    int runs = 60;
    double[] mean = new double[n];
    double[] square = new double[n];
    double[] estimate = new double[n];
    for (int run = 0; run < runs; run++) {
      objective.monteCarloGaussNewtonDiagonal(20, 100 + run, estimate);
      for (int i = 0; i < n; i++) {
        mean[i] += estimate[i] / runs;
        square[i] += estimate[i] * estimate[i] / runs;
      }
    }
    double chiSquare = 0;
    for (int i = 0; i < n; i++) {
      double error = Math.sqrt((square[i] - mean[i] * mean[i]) / (runs - 1));
      assertThat(Math.abs(mean[i] - exact[i])).as("element %d", i).isLessThan(4.5 * error);
      chiSquare += Math.pow((mean[i] - exact[i]) / error, 2);
    }
    assertThat(chiSquare / n).isLessThan(3);
    double[] again = new double[n];
    objective.monteCarloGaussNewtonDiagonal(20, 100 + runs - 1, again);
    assertThat(again).containsExactly(estimate);
  }

  // ---------------------------------------------------------------- arguments

  private static NetworkObjective<double[]> small() {
    return new NetworkCase(Unit.TANH, Unit.IDENTITY, Cost.HUBER, 4, 2, 3, 2).objective();
  }

  private static final double[] KEPT = random(17, 9);

  @ParameterizedTest
  @ValueSource(ints = {16, 18})
  void wrongLengthsAreRefusedAndNothingIsWritten(int length) {
    NetworkObjective<double[]> objective = small();
    objective.linearize(KEPT, new double[17]);
    double[] wrong = new double[length];
    double[] out = new double[17];
    Arrays.fill(out, 7);
    List<Runnable> calls =
        List.of(
            () -> objective.hessianVector(wrong, out),
            () -> objective.gaussNewtonVector(wrong, out),
            () -> objective.empiricalFisherVector(wrong, out),
            () -> objective.jacobianTransposeVector(wrong, out),
            () -> objective.hessianVector(KEPT.clone(), wrong),
            () -> objective.diagonal(Diagonal.GAUSS_NEWTON, wrong),
            () -> objective.gradientVariance(wrong),
            () -> objective.squaredGradientNorms(wrong),
            () -> objective.jacobianVector(out, wrong),
            () -> objective.linearize(wrong, out));
    for (Runnable call : calls) {
      assertThatThrownBy(call::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(String.valueOf(length));
    }
    assertThat(out).containsOnly(7);
    assertThat(wrong).containsOnly(0);
  }

  /** With as many outputs as parameters, one array could serve for both. */
  @Test
  void resultsOfTheJacobianAndOutputsAreArraysOfTheirOwn() {
    Network<double[]> network =
        Network.perceptron(Precision.DOUBLE, Activation.tanh(), Activation.identity(), 1, 1);
    Workspace<double[]> workspace = network.newWorkspace(2);
    double[] inputs = {1, 2};
    Targets<double[]> targets = Targets.matrix(Precision.DOUBLE, new double[] {3, 4}, 1);
    NetworkObjective<double[]> objective =
        new NetworkObjective<>(workspace, Loss.halfSquaredError(), inputs, targets);
    double[] theta = {5, 6};
    double[] v = {7, 8};
    objective.linearize(theta, new double[2]);
    refusedAsSame("v and result", () -> objective.jacobianVector(v, v));
    refusedAsSame("theta and result", () -> objective.jacobianVector(v, theta));
    refusedAsSame("u and result", () -> objective.jacobianTransposeVector(v, v));
    refusedAsSame("theta and result", () -> objective.jacobianTransposeVector(v, theta));
    refusedAsSame("theta and outputs", () -> workspace.predict(theta, inputs, 0, 2, theta));
    assertThat(theta).containsExactly(5, 6);
    assertThat(v).containsExactly(7, 8);
  }

  private static void refusedAsSame(String arguments, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(arguments + " are the same array");
  }

  @Test
  void oneArrayForTwoPurposesIsRefused() {
    NetworkObjective<double[]> objective = small();
    double[] theta = KEPT.clone();
    double[] v = random(17, 10);
    objective.linearize(theta, new double[17]);
    assertThatThrownBy(() -> objective.hessianVector(v, v))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same array");
    assertThatThrownBy(() -> objective.hessianVector(v, theta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same array");
    assertThatThrownBy(() -> objective.diagonal(Diagonal.HESSIAN, theta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same array");
    assertThatThrownBy(() -> objective.linearize(theta, theta))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same array");
    assertThat(theta).containsExactly(KEPT);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void parametersThatAreNotFiniteAreRefusedByIndex(double bad) {
    double[] theta = KEPT.clone();
    theta[5] = bad;
    double[] gradient = {7};
    assertThatThrownBy(() -> small().linearize(theta, Arrays.copyOf(gradient, 17)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("theta[5] is " + bad + ", must be finite");
  }

  @Test
  void withoutAKeptPointEverythingIsRefused() {
    NetworkObjective<double[]> objective = small();
    double[] v = random(17, 11);
    double[] out = new double[17];
    List<Runnable> calls =
        List.of(
            () -> objective.hessianVector(v, out),
            () -> objective.gaussNewtonVector(v, out),
            () -> objective.empiricalFisherVector(v, out),
            () -> objective.jacobianVector(v, new double[8]),
            () -> objective.jacobianTransposeVector(new double[8], out),
            () -> objective.diagonal(Diagonal.BECKER_LECUN, out),
            () -> objective.squaredGradientNorms(new double[4]),
            () -> objective.gradientVariance(out),
            () -> objective.gradients(0, 1, out));
    List<Runnable> forgetters =
        List.of(
            () -> {},
            () -> objective.value(KEPT),
            () -> objective.valueAndGradient(KEPT, new double[17]),
            () -> objective.select(new int[] {2, 0}, 0, 2),
            () -> objective.select(new int[] {0, 1, 2, 3}, 0, 4));
    for (Runnable forgetter : forgetters) {
      forgetter.run();
      for (Runnable call : calls) {
        if (objective.batch() == 4) {
          assertThatThrownBy(call::run)
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("linearize");
        }
      }
      objective.linearize(KEPT, new double[17]);
    }
  }

  @Test
  void aDirectionOfZerosGivesZeros() {
    NetworkObjective<double[]> objective = small();
    objective.linearize(KEPT, new double[17]);
    double[] out = new double[17];
    objective.hessianVector(new double[17], out);
    assertThat(Arrays.stream(out)).allMatch(x -> x == 0);
  }

  @Test
  void aLossWithoutDistributionHasNoMonteCarloDiagonal() {
    NetworkObjective<double[]> objective = small();
    objective.linearize(KEPT, new double[17]);
    double[] out = new double[17];
    assertThatThrownBy(() -> objective.monteCarloGaussNewtonDiagonal(2, 1, out))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("huber");
    assertThat(out).containsOnly(0);
    assertThatThrownBy(() -> objective.monteCarloGaussNewtonDiagonal(0, 1, out))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("samples is 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hinge", "perceptron"})
  void aLossWithoutCurvatureHasNoneOfTheGaussNewtonKind(String name) {
    Network<double[]> network =
        Network.perceptron(Precision.DOUBLE, Activation.tanh(), Activation.identity(), 2, 3, 2);
    Targets<double[]> targets = Targets.coded(Precision.DOUBLE, new int[] {0, 1, 1, 0}, 2, -1, 1);
    NetworkObjective<double[]> objective =
        new NetworkObjective<>(network.newWorkspace(4), Loss.parse(name), random(8, 6), targets);
    objective.linearize(KEPT, new double[17]);
    double[] out = new double[17];
    Diagonal[] kinds = {Diagonal.GAUSS_NEWTON, Diagonal.BECKER_LECUN};
    for (Diagonal kind : kinds) {
      Arrays.fill(out, 7);
      objective.diagonal(kind, out);
      assertThat(Arrays.stream(out)).as(kind.name()).allMatch(x -> x == 0);
    }
    Arrays.fill(out, 7);
    objective.gaussNewtonVector(random(17, 13), out);
    assertThat(Arrays.stream(out)).allMatch(x -> x == 0);
    assertThat(Checks.all(objective, KEPT)).matches(verdict -> !verdict.failed());
  }

  @Test
  void weightsMultiplyEveryQuantityOfAnExample() {
    NetworkCase network = new NetworkCase(Unit.SILU, Unit.IDENTITY, Cost.SOFTMAX, 2, 3, 4, 3);
    double[] theta = network.theta();
    Network<double[]> mlp = network.network(Precision.DOUBLE);
    double[] x = NetworkCase.flat(network.inputs());
    double[] t = NetworkCase.flat(network.targets());
    Targets<double[]> targets = Targets.matrix(Precision.DOUBLE, t, 3);
    NetworkObjective<double[]> weighted =
        new NetworkObjective<>(
            mlp.newWorkspace(2), Cost.SOFTMAX.loss, x, targets.withWeights(new double[] {2, 0}));
    NetworkObjective<double[]> plain =
        new NetworkObjective<>(mlp.newWorkspace(2), Cost.SOFTMAX.loss, x, targets);
    plain.select(new int[] {0}, 0, 1);
    int n = theta.length;
    double[] g = new double[n];
    double[] expected = new double[n];
    assertThat(weighted.linearize(theta, g))
        .isCloseTo(plain.linearize(theta, expected), Close.to(1));
    Close.assertClose("gradient", g, expected);
    double[] v = random(n, 12);
    weighted.hessianVector(v, g);
    plain.hessianVector(v, expected);
    Close.assertClose("Hv", g, expected);
    for (Diagonal kind : Diagonal.values()) {
      weighted.diagonal(kind, g);
      plain.diagonal(kind, expected);
      if (kind == Diagonal.EMPIRICAL_FISHER) {
        // (2g)²/2: the gradient of the one example counts twice, the mean is over two.
        Arrays.setAll(expected, i -> 2 * expected[i]);
      }
      Close.assertClose(kind.name(), g, expected);
    }
  }
}
