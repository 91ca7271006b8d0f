package io.github.curvelane.nn;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.check.Checks;
import io.github.curvelane.check.Verdict;
import io.github.curvelane.curvature.DenseCurvature;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.Updater;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks that are more than a chain of dense layers. */
class GraphTest {
  private static final Activation TANH = Activation.tanh();
  private static final Activation NONE = Activation.identity();
  private static final int BATCH = 4;

  static double[] random(int length, long seed) {
    return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
  }

  private static final Map<String, List<Layer>> NETWORKS =
      Map.ofEntries(
          entry(
              "activation",
              List.of(
                  new Dense(4, 5, NONE),
                  new Activate(5, Activation.silu()),
                  new Dense(5, 3, NONE))),
          entry(
              "activation last and of the input",
              List.of(new Activate(4, TANH), new Dense(4, 3, NONE), new Activate(3, TANH))),
          entry(
              "fixed linear first",
              List.of(
                  new FixedLinear(4, 3, random(12, 1), random(3, 2)),
                  new Dense(3, 4, TANH),
                  new Dense(4, 3, NONE))),
          entry(
              "fixed linear between and last",
              List.of(
                  new Dense(4, 5, TANH),
                  new FixedLinear(5, 4, random(20, 3)),
                  new Dense(4, 2, TANH),
                  new FixedLinear(2, 3, random(6, 4), random(3, 5)))),
          entry(
              "residual",
              List.of(
                  new Dense(4, 5, TANH),
                  new Residual(List.of(new Dense(5, 3, TANH), new Dense(3, 5, NONE)), TANH),
                  new Dense(5, 3, NONE))),
          entry(
              "residual of the input, nested, last",
              List.of(
                  Residual.of(new Dense(4, 4, TANH)),
                  new Residual(
                      List.of(
                          Residual.of(new Dense(4, 4, Activation.logistic())),
                          new Activate(4, Activation.silu()),
                          Residual.of(Residual.of(new Dense(4, 4, TANH)))),
                      Activation.silu()),
                  new Dense(4, 3, TANH),
                  Residual.of(new Dense(3, 3, TANH)))),
          entry(
              "residual without parameters",
              List.of(
                  Residual.of(new Activate(4, TANH)),
                  new Dense(4, 3, NONE),
                  Residual.of(new Activate(3, TANH)))),
          entry("softmax", List.of(new Dense(4, 5, TANH), new Softmax(5), new Dense(5, 3, NONE))),
          entry(
              "softmax last, of the input, in a residual",
              List.of(
                  new Softmax(4),
                  new Dense(4, 3, TANH),
                  Residual.of(new Softmax(3), new Dense(3, 3, TANH)),
                  new Softmax(3))),
          entry("maxout", List.of(new Dense(4, 6, NONE), new Maxout(3, 2), new Dense(3, 3, TANH))),
          entry(
              "dense without biases",
              List.of(
                  Dense.withoutBiases(4, 5, TANH),
                  new LayerNormalization(5, 0.1, TANH),
                  Dense.withoutBiases(5, 3, NONE))),
          entry(
              "layer normalisation",
              List.of(
                  new Dense(4, 7, NONE),
                  new LayerNormalization(7, 1e-5, TANH),
                  Residual.of(new LayerNormalization(7, 0.1, NONE), new Dense(7, 7, TANH)),
                  new Dense(7, 3, NONE),
                  new LayerNormalization(3, 0.1, NONE))),
          entry(
              "gain of maps",
              List.of(
                  new Dense(4, 12, TANH),
                  new Gain(new ImageShape(2, 3, 2), TANH),
                  new Dense(12, 3, NONE))),
          entry(
              "transform with parameters",
              List.of(
                  new Dense(4, 5, TANH),
                  Residual.of(new SquaredDistances(5), new Dense(5, 5, TANH)),
                  new Dense(5, 3, NONE),
                  new SquaredDistances(3))),
          entry("gain", List.of(new Dense(4, 5, NONE), new Gain(5, TANH), new Dense(5, 3, NONE))),
          entry(
              "convolutions",
              List.of(
                  new Convolution(
                      new ImageShape(3, 3, 1), Window.of(2).padding(1), 2, 1, Biases.UNIT, TANH),
                  new Convolution(
                      new ImageShape(4, 4, 2), Window.of(2).stride(2), 2, 2, Biases.MAP, TANH),
                  new Convolution(new ImageShape(2, 2, 2), Window.of(2), 3, NONE))),
          entry(
              "locally connected",
              List.of(
                  new LocallyConnected(new ImageShape(3, 3, 1), Window.of(2), 1, TANH),
                  new LocallyConnected(
                      new ImageShape(2, 2, 1), Window.of(3).padding(1).stride(2), 3, NONE))),
          entry(
              "branches that are added",
              List.of(
                  new Dense(4, 5, TANH),
                  new Branches(
                      List.of(
                          List.of(new Dense(5, 3, TANH), new Dense(3, 4, NONE)),
                          List.of(new Dense(5, 4, NONE))),
                      Join.SUM,
                      TANH),
                  new Dense(4, 3, NONE))),
          entry(
              "branches of the input side by side, nested, last",
              List.of(
                  new Branches(
                      List.of(
                          List.of(),
                          List.of(new Activate(4, TANH), new Dense(4, 2, TANH)),
                          List.of(new Activate(4, TANH))),
                      Join.CONCAT,
                      NONE),
                  new Branches(
                      List.of(
                          List.of(new Dense(10, 2, NONE)),
                          List.of(
                              new Branches(
                                  List.of(List.of(new Dense(10, 1, TANH)), List.of()),
                                  Join.CONCAT,
                                  Activation.silu()),
                              new Dense(11, 1, NONE))),
                      Join.CONCAT,
                      NONE))),
          entry(
              "radial units",
              List.of(
                  new Radial(4, 6),
                  new Activate(6, Activation.gaussian()),
                  new Dense(6, 3, TANH),
                  new Radial(3, 3))),
          entry(
              "radial units of fixed centres and widths",
              List.of(
                  new Radial(4, 5).withFixedKappas(new double[] {1, 2, 0.5, 0.3, 1}),
                  new Activate(5, Activation.gaussian()),
                  new Dense(5, 3, TANH),
                  new Radial(3, 3).withFixedCenters(random(9, 6)),
                  Residual.of(
                      new Radial(3, 3)
                          .withFixedCenters(random(9, 7))
                          .withFixedKappas(new double[] {1, 2, 3}),
                      new Activate(3, Activation.gaussian())))),
          entry(
              "maps of different windows side by side, around a skip",
              Layers.images(3, 2, 1)
                  .branches(
                      Join.CONCAT,
                      TANH,
                      near -> near.convolution(1, Window.of(1), NONE),
                      far -> far.convolution(2, Window.of(3).padding(1), TANH),
                      skip -> skip)
                  .residual(body -> body.convolution(4, Window.of(1), TANH), NONE)
                  .dense(3, NONE)
                  .list()),
          entry(
              "channels side by side",
              List.of(
                  Branches.ofImages(
                      new ImageShape(2, 1, 2),
                      List.of(List.of(), List.of(new Gain(4, TANH)), List.of(new Gain(4, NONE))),
                      Join.CONCAT,
                      TANH),
                  new Dense(12, 3, NONE))),
          entry(
              "gain of the input, in a residual, last",
              List.of(
                  new Gain(4, Activation.silu()),
                  Residual.of(new Gain(4, TANH), new Gain(4, NONE)),
                  new Dense(4, 3, TANH),
                  new Gain(3, NONE))));

  static List<String> names() {
    return NETWORKS.keySet().stream().sorted().toList();
  }

  private static <A> NetworkObjective<A> objective(
      Precision<A> precision, List<Layer> layers, Parallelism parallelism) {
    Network<A> network = Network.of(precision, layers);
    return new NetworkObjective<>(
        network.newWorkspace(BATCH, parallelism),
        Loss.softmaxCrossEntropy(),
        precision.of(random(BATCH * network.inputs(), 7)),
        Targets.labels(precision, new int[] {0, 2, 1, 2}, network.outputs()));
  }

  private static NetworkObjective<double[]> objective(List<Layer> layers) {
    return objective(Precision.DOUBLE, layers, Parallelism.none());
  }

  private static double[] theta(NetworkObjective<?> objective) {
    return LayerCase.positiveKappas(objective.network(), random(objective.dimension(), 8));
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyCheckPasses(String name) {
    NetworkObjective<double[]> objective = objective(NETWORKS.get(name));
    assertThat(Checks.all(objective, theta(objective))).matches(Verdict::passed);
  }

  @ParameterizedTest
  @MethodSource("names")
  void diagonalsAreThoseOfProducts(String name) {
    NetworkObjective<double[]> objective = objective(NETWORKS.get(name));
    double[] theta = theta(objective);
    int n = theta.length;
    double[] h = DenseCurvature.hessian(objective, theta);
    double[] g = DenseCurvature.gaussNewton(objective, theta);
    objective.linearize(theta, new double[n]);
    double[] hessian = new double[n];
    double[] gaussNewton = new double[n];
    objective.diagonal(Diagonal.HESSIAN, hessian);
    objective.diagonal(Diagonal.GAUSS_NEWTON, gaussNewton);
    double bound = 1e-13 * Math.max(1, Arrays.stream(h).map(Math::abs).max().orElse(0));
    for (int i = 0; i < n; i++) {
      assertThat(hessian[i]).isCloseTo(h[i * n + i], within(bound));
      assertThat(gaussNewton[i]).isCloseTo(g[i * n + i], within(bound));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void singleExamplesAddUp(String name) {
    NetworkObjective<double[]> objective = objective(NETWORKS.get(name));
    double[] theta = theta(objective);
    int n = theta.length;
    double[] gradient = new double[n];
    objective.linearize(theta, gradient);
    double[] each = new double[BATCH * n];
    objective.gradients(0, BATCH, each);
    double[] norms = new double[BATCH];
    objective.squaredGradientNorms(norms);
    double[] fisher = new double[n];
    objective.diagonal(Diagonal.EMPIRICAL_FISHER, fisher);
    for (int p = 0; p < BATCH; p++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += each[p * n + i] * each[p * n + i];
      }
      assertThat(norms[p]).isCloseTo(sum, within(1e-14 * n));
    }
    for (int i = 0; i < n; i++) {
      double mean = 0;
      double squares = 0;
      for (int p = 0; p < BATCH; p++) {
        mean += each[p * n + i] / BATCH;
        squares += each[p * n + i] * each[p * n + i] / BATCH;
      }
      assertThat(gradient[i]).isCloseTo(mean, within(1e-14));
      assertThat(fisher[i]).isCloseTo(squares, within(1e-14));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void severalDirectionsAndThreadsGiveTheBitsOfOne(String name) {
    bitsOfOne(Precision.FLOAT, NETWORKS.get(name));
    bitsOfOne(Precision.DOUBLE, NETWORKS.get(name));
  }

  private static <A> void bitsOfOne(Precision<A> precision, List<Layer> layers) {
    NetworkObjective<A> one = objective(precision, layers, Parallelism.none());
    int n = one.dimension();
    A theta = precision.of(theta(one));
    List<A> vectors = List.of(precision.of(random(n, 9)), precision.of(random(n, 10)), theta);
    try (Parallelism two = Parallelism.threads(2)) {
      NetworkObjective<A> several = objective(precision, layers, two);
      one.linearize(theta, precision.newArray(n));
      several.linearize(theta, precision.newArray(n));
      List<A> h = List.of(precision.newArray(n), precision.newArray(n), precision.newArray(n));
      List<A> g = List.of(precision.newArray(n), precision.newArray(n), precision.newArray(n));
      several.hessianVectors(vectors, h);
      several.gaussNewtonVectors(vectors, g);
      A single = precision.newArray(n);
      for (int k = 0; k < vectors.size(); k++) {
        one.hessianVector(vectors.get(k), single);
        assertThat(precision.sameBits(h.get(k), single)).isTrue();
        one.gaussNewtonVector(vectors.get(k), single);
        assertThat(precision.sameBits(g.get(k), single)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void aDirectionIsMovedAsAfterItsProduct(String name) {
    NetworkObjective<double[]> objective = objective(NETWORKS.get(name));
    double[] theta = theta(objective);
    int n = theta.length;
    double[] product = new double[n];
    double value = objective.linearize(theta, product);
    double[] moved = random(n, 9);
    objective.hessianVector(moved, product);
    double[] expected = new double[n];
    Arrays.setAll(expected, i -> Math.fma(0.5, product[i], moved[i]));
    double[] scratch = new double[n];
    assertThat(objective.keep(theta, scratch)).isEqualTo(value);
    objective.hessianVectorAndUpdate(
        moved,
        scratch,
        (v, hv, from, to) -> {
          for (int i = from; i < to; i++) {
            v[i] = Math.fma(0.5, hv[i], v[i]);
            hv[i] = Double.NaN; // may be overwritten
          }
        });
    assertThat(moved).containsExactly(expected);
    // The point stays kept.
    double[] again = new double[n];
    objective.hessianVector(random(n, 9), again);
    assertThat(again).containsExactly(product);
  }

  @ParameterizedTest
  @MethodSource("names")
  void aPredictionDoesNotDependOnItsBatch(String name) {
    Network<float[]> network = Network.of(Precision.FLOAT, NETWORKS.get(name));
    float[] theta =
        Precision.FLOAT.of(LayerCase.positiveKappas(network, random(network.parameters(), 8)));
    float[] inputs = Precision.FLOAT.of(random(9 * network.inputs(), 12));
    int n = network.outputs();
    float[] together = new float[9 * n];
    network.newWorkspace(9).predict(theta, inputs, 0, 9, together);
    float[] alone = new float[n];
    Workspace<float[]> single = network.newWorkspace(1);
    for (int p = 0; p < 9; p++) {
      single.predict(theta, inputs, p, 1, alone);
      assertThat(Arrays.copyOfRange(together, p * n, (p + 1) * n)).containsExactly(alone);
    }
  }

  // ---------------------------------------------------------------- bit for bit the same

  private static double[][] everything(NetworkObjective<double[]> objective, double[] theta) {
    int n = theta.length;
    double[][] all = new double[6][n];
    objective.linearize(theta, all[0]);
    objective.hessianVector(random(n, 20), all[1]);
    objective.gaussNewtonVector(random(n, 21), all[2]);
    objective.diagonal(Diagonal.BECKER_LECUN_SECOND_ORDER, all[3]);
    objective.diagonal(Diagonal.HESSIAN, all[4]);
    objective.jacobianTransposeVector(random(objective.outputs(), 22), all[5]);
    return all;
  }

  private static void assertSame(List<Layer> one, List<Layer> other) {
    NetworkObjective<double[]> a = objective(one);
    double[] theta = theta(a);
    assertThat(everything(a, theta)).isDeepEqualTo(everything(objective(other), theta));
  }

  @Test
  void anActivationApartIsThatOfTheLayerBefore() {
    assertSame(
        List.of(new Dense(4, 5, NONE), new Activate(5, TANH), new Dense(5, 3, NONE)),
        List.of(new Dense(4, 5, TANH), new Dense(5, 3, NONE)));
  }

  @Test
  void theFixedIdentityChangesNothing() {
    double[] identity = new double[25];
    for (int i = 0; i < 5; i++) {
      identity[6 * i] = 1;
    }
    assertSame(
        List.of(new Dense(4, 5, TANH), new FixedLinear(5, 5, identity), new Dense(5, 3, NONE)),
        List.of(new Dense(4, 5, TANH), new Dense(5, 3, NONE)));
  }

  /** fma(γ_j, x_j, β_j), and the same gradient and products as of a diagonal matrix. */
  @Test
  void aGainIsADenseLayerOfADiagonalMatrix() {
    List<Layer> gain = List.of(new Dense(4, 3, TANH), new Gain(3, TANH), new Dense(3, 3, NONE));
    NetworkObjective<double[]> one = objective(gain);
    double[] theta = theta(one);
    List<Layer> dense =
        List.of(new Dense(4, 3, TANH), new Dense(3, 3, TANH), new Dense(3, 3, NONE));
    NetworkObjective<double[]> other = objective(dense);
    int n = other.dimension();
    int[] place = new int[theta.length];
    for (int i = 0; i < place.length; i++) {
      place[i] = i < 15 ? i : i < 18 ? 15 + 4 * (i - 15) : i + 6;
    }
    double[] wide = spread(theta, place, n);
    double[] gradient = new double[theta.length];
    double[] wideGradient = new double[n];
    assertThat(one.linearize(theta, gradient))
        .isCloseTo(other.linearize(wide, wideGradient), within(1e-14));
    assertThat(gradient).containsExactly(gathered(wideGradient, place), within(1e-14));
    double[] direction = random(theta.length, 20);
    one.hessianVector(direction, gradient);
    other.hessianVector(spread(direction, place, n), wideGradient);
    assertThat(gradient).containsExactly(gathered(wideGradient, place), within(1e-14));
    for (Diagonal kind : List.of(Diagonal.BECKER_LECUN, Diagonal.BECKER_LECUN_SECOND_ORDER)) {
      one.diagonal(kind, gradient);
      other.diagonal(kind, wideGradient);
      assertThat(gradient).containsExactly(gathered(wideGradient, place), within(1e-14));
    }
    double[] block = new double[9];
    double[] wideBlock = new double[9];
    one.outputCurvature(0, 1, true, block);
    other.outputCurvature(0, 1, true, wideBlock);
    assertThat(block).containsExactly(wideBlock, within(1e-14));
  }

  private static double[] spread(double[] values, int[] place, int length) {
    double[] spread = new double[length];
    for (int i = 0; i < place.length; i++) {
      spread[place[i]] = values[i];
    }
    return spread;
  }

  private static double[] gathered(double[] values, int[] place) {
    return Arrays.stream(place).mapToDouble(i -> values[i]).toArray();
  }

  @Test
  void maxoutOfOnePieceChangesNothing() {
    assertSame(
        List.of(new Dense(4, 5, TANH), new Maxout(5, 1), new Dense(5, 3, NONE)),
        List.of(new Dense(4, 5, TANH), new Dense(5, 3, NONE)));
  }

  @Test
  void aResidualThatEndsInZerosIsTheIdentity() {
    Network<double[]> with =
        Network.of(
            Precision.DOUBLE,
            new Dense(4, 3, TANH),
            Residual.of(new Dense(3, 2, TANH), new Dense(2, 3, NONE)));
    double[] theta = random(with.parameters(), 13);
    Arrays.fill(theta, with.parameters() - 9, with.parameters(), 0);
    Network<double[]> without = Network.of(Precision.DOUBLE, new Dense(4, 3, TANH));
    double[] inputs = random(5 * 4, 14);
    double[] expected = new double[15];
    double[] outputs = new double[15];
    without.newWorkspace(5).predict(Arrays.copyOf(theta, 15), inputs, 0, 5, expected);
    with.newWorkspace(5).predict(theta, inputs, 0, 5, outputs);
    assertThat(outputs).containsExactly(expected);
  }

  @Test
  void minusZeroBecomesPlusZeroOnTheWayAround() {
    Network<double[]> network =
        Network.of(Precision.DOUBLE, Residual.of(new Dense(2, 2, Activation.relu())));
    double[] outputs = new double[2];
    double[] inputs = {-0.0, -Double.MIN_VALUE};
    network.newWorkspace(1).predict(new double[6], inputs, 0, 1, outputs);
    assertThat(outputs).containsExactly(0.0, -Double.MIN_VALUE);
  }

  @Test
  void aResidualIsASumOfBranches() {
    Layer inner = new Dense(5, 5, TANH);
    assertSame(
        List.of(new Dense(4, 5, TANH), Residual.of(inner), new Dense(5, 3, NONE)),
        List.of(
            new Dense(4, 5, TANH),
            new Branches(List.of(List.of(), List.of(inner)), Join.SUM, NONE),
            new Dense(5, 3, NONE)));
  }

  @Test
  void aSingleBranchIsTheSameHoweverItIsJoined() {
    List<List<Layer>> one = List.of(List.of(new Dense(4, 5, TANH), new Gain(5, NONE)));
    List<Layer> sum = List.of(new Branches(one, Join.SUM, NONE), new Dense(5, 3, NONE));
    assertSame(sum, List.of(new Branches(one, Join.CONCAT, NONE), new Dense(5, 3, NONE)));
    assertSame(sum, List.of(new Dense(4, 5, TANH), new Gain(5, NONE), new Dense(5, 3, NONE)));
  }

  /** Columns of a wide layer are layers of fewer units side by side, and sums over them alike. */
  @Test
  void branchesSideBySideAreOneWideLayer() {
    List<Layer> wide = List.of(new Dense(4, 5, TANH), new Dense(5, 3, NONE));
    List<Layer> split =
        List.of(
            new Branches(
                List.of(List.of(new Dense(4, 2, TANH)), List.of(new Dense(4, 3, TANH))),
                Join.CONCAT,
                NONE),
            new Dense(5, 3, NONE));
    NetworkObjective<double[]> one = objective(wide);
    NetworkObjective<double[]> other = objective(split);
    double[] theta = theta(one);
    int n = theta.length;
    int[] place = new int[n];
    for (int i = 0; i < n; i++) {
      int row = i / 5;
      int column = i % 5;
      place[i] = i >= 25 ? i : column < 2 ? 2 * row + column : 10 + 3 * row + column - 2;
    }
    double[] moved = spread(theta, place, n);
    double[] gradient = new double[n];
    double[] moving = new double[n];
    assertThat(one.linearize(theta, gradient)).isEqualTo(other.linearize(moved, moving));
    assertThat(gathered(moving, place)).containsExactly(gradient);
    double[] v = random(n, 20);
    one.hessianVector(v, gradient);
    other.hessianVector(spread(v, place, n), moving);
    assertThat(gathered(moving, place)).containsExactly(gradient, within(1e-15));
    for (Diagonal kind : Diagonal.values()) {
      one.diagonal(kind, gradient);
      other.diagonal(kind, moving);
      assertThat(gathered(moving, place)).containsExactly(gradient, within(1e-15));
    }
  }

  /** Of an image of two places the channels of both branches stand together at each. */
  @Test
  void channelsStandTogetherAtEachPlace() {
    Layers layers =
        Layers.images(1, 2, 2)
            .branches(Join.CONCAT, NONE, b -> b, b -> b.add(new Activate(4, Activation.relu())));
    assertThat(layers.shape()).contains(new ImageShape(1, 2, 4));
    Network<double[]> network = Network.of(Precision.DOUBLE, layers.list());
    double[] outputs = new double[8];
    network.newWorkspace(1).predict(new double[0], new double[] {1, -2, -3, 4}, 0, 1, outputs);
    assertThat(outputs).containsExactly(1, -2, 1, 0, -3, 4, 0, 4);
    assertThat(network).hasToString("double 4-8 branches(skip, 4 activation relu) identity");
  }

  @Test
  void sumsOfImagesAreImages() {
    assertThat(
            Layers.images(2, 3, 1)
                .branches(Join.SUM, TANH, b -> b, b -> b.add(new Gain(6, TANH)))
                .shape())
        .contains(new ImageShape(2, 3, 1));
    assertThat(
            Layers.images(2, 3, 1).branches(Join.SUM, TANH, b -> b, b -> b.dense(6, TANH)).shape())
        .isEmpty();
    assertThat(
            Layers.images(2, 3, 1)
                .branches(Join.CONCAT, TANH, b -> b, b -> b.dense(6, TANH))
                .shape())
        .isEmpty();
  }

  /** X + XW + b = X(I + W) + b, which has the same value and derivatives by W and b. */
  @Test
  void aLinearResidualIsADenseLayer() {
    NetworkObjective<double[]> residual =
        objective(List.of(Residual.of(new Dense(3, 3, NONE)), new Dense(3, 3, TANH)));
    NetworkObjective<double[]> dense =
        objective(List.of(new Dense(3, 3, NONE), new Dense(3, 3, TANH)));
    double[] theta = theta(residual);
    double[] shifted = theta.clone();
    for (int i = 0; i < 3; i++) {
      shifted[4 * i] += 1;
    }
    double[][] actual = everything(residual, theta);
    double[][] expected = everything(dense, shifted);
    for (int q = 0; q < actual.length; q++) {
      for (int i = 0; i < theta.length; i++) {
        assertThat(actual[q][i]).as("quantity %d", q).isCloseTo(expected[q][i], within(1e-13));
      }
    }
  }

  /** Of one example and of several: the step as the unfused one, and what stands behind stays. */
  @Test
  void aStepWithoutBiasesIsThatOfTheGradient() {
    List<Layer> layers = List.of(Dense.withoutBiases(4, 3, TANH), new Gain(3, NONE));
    NetworkObjective<double[]> objective = objective(layers);
    int n = objective.dimension();
    Updater<double[]> sgd = new Sgd().init(Kernels.of(Precision.DOUBLE), n);
    for (int batch : new int[] {1, BATCH}) {
      objective.select(new int[] {3, 1, 2, 0}, 0, batch);
      double[] theta = random(n, 8);
      double[] gradient = new double[n];
      objective.valueAndGradient(theta, gradient);
      double[] expected = new double[n];
      Arrays.setAll(expected, i -> Math.fma(-0.125, gradient[i], theta[i]));
      sgd.begin(0.125, theta, new double[n]);
      objective.valueAndUpdate(theta, new double[n], sgd);
      assertThat(theta).containsExactly(expected);
    }
  }

  /** δ of X is one chain: δ of the sum, and then the terms of its product with Wᵀ. */
  @Test
  void aSignalComesBackByTheWayAroundFirst() {
    int n = 5;
    Network<double[]> network =
        Network.of(Precision.DOUBLE, new Dense(1, n, NONE), Residual.of(new Dense(n, n, NONE)));
    double[] inputs = {0.7};
    double[] targets = random(n, 16);
    double[] theta = random(network.parameters(), 17);
    double[] outputs = new double[n];
    network.newWorkspace(1).predict(theta, inputs, 0, 1, outputs);
    double[] gradient = new double[theta.length];
    new NetworkObjective<>(
            network.newWorkspace(1),
            Loss.halfSquaredError(),
            inputs,
            Targets.matrix(Precision.DOUBLE, targets, n))
        .valueAndGradient(theta, gradient);
    for (int i = 0; i < n; i++) {
      double chain = outputs[i] - targets[i];
      for (int j = 0; j < n; j++) {
        double w = theta[2 * n + i * n + j];
        chain = Math.fma(outputs[j] - targets[j], w, chain);
      }
      assertThat(gradient[n + i]).isEqualTo(chain);
    }
  }

  @Test
  void theFirstOfEqualPiecesCounts() {
    Network<double[]> network = Network.of(Precision.DOUBLE, new Maxout(2, 3));
    double[] outputs = new double[4];
    double nan = Double.NaN;
    network
        .newWorkspace(2)
        .predict(
            new double[0],
            new double[] {-0.0, 0, -1, 1, 3, 2, nan, 5, 9, 1, nan, 4},
            0,
            2,
            outputs);
    assertThat(outputs).containsExactly(-0.0, 3, nan, nan);
  }

  // ---------------------------------------------------------------- memory and what is refused

  @Test
  void blocksGoThroughChainsOfLinearMapsOnly() {
    NetworkObjective<double[]> objective =
        objective(
            List.of(
                Residual.of(new Dense(4, 4, TANH)),
                new Dense(4, 3, TANH),
                new FixedLinear(3, 3, random(9, 15)),
                new Activate(3, TANH)));
    double[] theta = theta(objective);
    objective.linearize(theta, new double[theta.length]);
    double[] block = new double[16];
    objective.outputCurvature(0, 1, true, block);
    NetworkObjective<double[]> branched =
        objective(List.of(new Dense(4, 3, TANH), Residual.of(new Dense(3, 3, TANH))));
    branched.linearize(theta(branched), new double[branched.dimension()]);
    double[] untouched = new double[9];
    assertThatThrownBy(() -> branched.outputCurvature(0, 1, true, untouched))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("do not go down to layer 0");
    assertThat(untouched).containsOnly(0);
    branched.outputCurvature(1, 1, true, untouched);
    NetworkObjective<double[]> beside =
        objective(NETWORKS.get("branches of the input side by side, nested, last"));
    beside.linearize(theta(beside), new double[beside.dimension()]);
    assertThatThrownBy(() -> beside.outputCurvature(0, 0, true, new double[100]))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @MethodSource("names")
  void memoryIsCountedAndNotTakenTwice(String name) {
    NetworkObjective<double[]> objective = objective(NETWORKS.get(name));
    double[] theta = theta(objective);
    Network<double[]> network = objective.network();
    Workspace<double[]> workspace = network.newWorkspace(BATCH);
    workspace.predict(theta, random(BATCH * network.inputs(), 1), 0, BATCH, new double[3 * BATCH]);
    long bytes = workspace.bytes();
    assertThat(bytes).isPositive();
    workspace.predict(theta, random(BATCH * network.inputs(), 1), 0, BATCH, new double[3 * BATCH]);
    assertThat(workspace.bytes()).isEqualTo(bytes);
  }
}
