package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.LayerDescription.Numbers;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is so of every batch normalisation, and what it refuses. */
final class BatchNormalizationTest {
  private static final Activation TANH = Activation.tanh();
  private static final Activation NONE = Activation.identity();
  private static final double EPSILON = 0.02;

  private static double[] random(int length, long seed) {
    return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
  }

  private static NetworkObjective<double[]> objective(int batch, Layer... layers) {
    return objective(Precision.DOUBLE, batch, Parallelism.none(), layers);
  }

  private static <A> NetworkObjective<A> objective(
      Precision<A> precision, int batch, Parallelism parallelism, Layer... layers) {
    Network<A> network = Network.of(precision, layers);
    int[] labels = new int[batch];
    Arrays.setAll(labels, p -> p * p % network.outputs());
    return new NetworkObjective<>(
        network.newWorkspace(batch, parallelism),
        Loss.softmaxCrossEntropy(),
        precision.of(random(batch * network.inputs(), 7)),
        Targets.labels(precision, labels, network.outputs()));
  }

  /** Of E at θ and a random direction: gradient, Hv, Gv, and both recursions. */
  private static <A> List<A> everything(NetworkObjective<A> objective) {
    Precision<A> precision = objective.precision();
    int n = objective.dimension();
    List<A> all =
        List.of(
            precision.newArray(n),
            precision.newArray(n),
            precision.newArray(n),
            precision.newArray(n),
            precision.newArray(n));
    A v = precision.of(random(n, 9));
    objective.linearize(precision.of(random(n, 8)), all.get(0));
    objective.hessianVector(v, all.get(1));
    objective.gaussNewtonVector(v, all.get(2));
    objective.diagonal(Diagonal.BECKER_LECUN, all.get(3));
    objective.diagonal(Diagonal.BECKER_LECUN_SECOND_ORDER, all.get(4));
    return all;
  }

  // ---------------------------------------------------------------- what is so

  @Test
  void aBiasBeforeItHasNoGradient() {
    NetworkObjective<double[]> objective =
        objective(
            33,
            new Dense(5, 7, NONE),
            new BatchNormalization(7, EPSILON, TANH),
            new Dense(7, 3, NONE));
    double[] gradient = everything(objective).getFirst();
    assertThat(Arrays.copyOfRange(gradient, 35, 42)).containsExactly(new double[7], within(1e-16));
    assertThat(gradient[34]).isNotZero();
  }

  /** E depends on the length of a unit's weights only by ε. */
  @Test
  void theGradientAlongAUnitsWeightsIsThatByItsGain() {
    int batch = 20;
    int in = 4;
    int units = 6;
    NetworkObjective<double[]> objective =
        objective(
            batch,
            new Dense(in, units, NONE),
            new BatchNormalization(units, EPSILON, TANH),
            new Dense(units, 3, NONE));
    double[] theta = random(objective.dimension(), 8);
    double[] gradient = new double[theta.length];
    objective.valueAndGradient(theta, gradient);
    double[] x = random(batch * in, 7);
    int gains = (in + 1) * units;
    for (int j = 0; j < units; j++) {
      double mean = 0;
      double squares = 0;
      for (int p = 0; p < batch; p++) {
        double y = 0;
        for (int i = 0; i < in; i++) {
          y += x[p * in + i] * theta[i * units + j];
        }
        mean += y / batch;
        squares += y * y / batch;
      }
      double variance = squares - mean * mean;
      double along = 0;
      for (int i = 0; i < in; i++) {
        along += gradient[i * units + j] * theta[i * units + j];
      }
      double expected = EPSILON / (variance + EPSILON) * theta[gains + j] * gradient[gains + j];
      assertThat(along).isCloseTo(expected, within(1e-15)).isNotCloseTo(0, within(1e-8));
    }
  }

  @Test
  void productsAreThoseOfDifferencesOfGradients() {
    NetworkObjective<double[]> objective =
        objective(
            20,
            new Dense(4, 6, NONE),
            new BatchNormalization(6, EPSILON, TANH),
            new Dense(6, 3, NONE));
    int n = objective.dimension();
    double[] theta = random(n, 8);
    double[] v = random(n, 9);
    double[] product = new double[n];
    double[] above = new double[n];
    double[] below = new double[n];
    objective.linearize(theta, above);
    objective.hessianVector(v, product);
    double step = 1e-5;
    double[] moved = theta.clone();
    Arrays.setAll(moved, i -> theta[i] + step * v[i]);
    objective.valueAndGradient(moved, above);
    Arrays.setAll(moved, i -> theta[i] - step * v[i]);
    objective.valueAndGradient(moved, below);
    double largest = Arrays.stream(product).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < n; i++) {
      double difference = (above[i] - below[i]) / (2 * step);
      assertThat(product[i]).isCloseTo(difference, within(3e-8 * largest));
    }
  }

  @Test
  void unitsAreMapsOfOnePlace() {
    List<double[]> units =
        everything(
            objective(
                9,
                new Dense(3, 5, TANH),
                new BatchNormalization(5, EPSILON, TANH),
                new Dense(5, 3, NONE)));
    List<double[]> maps =
        everything(
            objective(
                9,
                new Dense(3, 5, TANH),
                new BatchNormalization(new ImageShape(1, 1, 5), EPSILON, TANH),
                new Dense(5, 3, NONE)));
    for (int k = 0; k < units.size(); k++) {
      assertThat(maps.get(k)).containsExactly(units.get(k));
    }
  }

  /** The rows of a map are as good as examples: a network that is the same at each place. */
  @Test
  void placesAreExamples() {
    int places = 6;
    Network<double[]> images =
        Network.of(
            Precision.DOUBLE,
            new BatchNormalization(new ImageShape(2, 3, 4), EPSILON, TANH),
            new Gain(new ImageShape(2, 3, 4), NONE));
    Network<double[]> rows =
        Network.of(Precision.DOUBLE, new BatchNormalization(4, EPSILON, TANH), new Gain(4, NONE));
    double[] x = random(5 * places * 4, 3);
    double[] t = random(5 * places * 4, 4);
    NetworkObjective<double[]> one =
        new NetworkObjective<>(
            images.newWorkspace(5),
            Loss.halfSquaredError(),
            x,
            Targets.matrix(Precision.DOUBLE, t, places * 4));
    NetworkObjective<double[]> other =
        new NetworkObjective<>(
            rows.newWorkspace(5 * places),
            Loss.halfSquaredError(),
            x,
            Targets.matrix(Precision.DOUBLE, t, 4));
    List<double[]> ofImages = everything(one);
    List<double[]> ofRows = everything(other);
    for (int k = 0; k < ofImages.size(); k++) {
      double[] scaled = Arrays.stream(ofRows.get(k)).map(value -> value * places).toArray();
      assertThat(ofImages.get(k)).containsExactly(scaled, within(1e-13));
    }
  }

  @Test
  void theBitsDoNotDependOnThreads() {
    bitsOfOne(Precision.FLOAT);
    bitsOfOne(Precision.DOUBLE);
  }

  private static <A> void bitsOfOne(Precision<A> precision) {
    Layer[] layers = {
      new Dense(20, 192, NONE),
      new BatchNormalization(new ImageShape(8, 8, 3), 1e-5, TANH),
      new Dense(192, 40, NONE),
      new BatchNormalization(40, 1e-5, TANH),
      new Dense(40, 3, NONE)
    };
    try (Parallelism two = Parallelism.threads(2)) {
      List<A> one = everything(objective(precision, 150, Parallelism.none(), layers));
      List<A> several = everything(objective(precision, 150, two, layers));
      for (int k = 0; k < one.size(); k++) {
        assertThat(precision.sameBits(one.get(k), several.get(k))).isTrue();
      }
    }
  }

  /** What rounding leaves of h is no less than 0, with as few as two examples. */
  @Test
  void theRecursionIsNotNegative() {
    NetworkObjective<float[]> objective =
        objective(
            Precision.FLOAT,
            2,
            Parallelism.none(),
            new Dense(3, 40, NONE),
            new BatchNormalization(40, 1e-5, NONE),
            new Dense(40, 3, NONE));
    float[] h = everything(objective).get(3);
    for (float each : h) {
      assertThat(each).isNotNegative();
    }
  }

  // ---------------------------------------------------------------- refusals

  private static void refused(String message, Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void whatIsOfSingleExamplesIsRefusedByName() {
    NetworkObjective<double[]> objective =
        objective(4, new Dense(2, 3, NONE), new BatchNormalization(3, EPSILON, TANH));
    int n = objective.dimension();
    double[] theta = random(n, 8);
    double[] out = new double[20 * n];
    objective.linearize(theta, new double[n]);
    assertThat(objective.network().statistics()).isEqualTo(6);
    assertThat(objective.hasExamples()).isFalse();
    assertThat(objective.hasDistribution()).isFalse();
    assertThat(objective.hasJacobianRows()).isFalse();
    assertThat(objective.diagonals())
        .containsExactlyInAnyOrder(Diagonal.BECKER_LECUN, Diagonal.BECKER_LECUN_SECOND_ORDER);
    double[] whole = new double[n];
    noneOf("gradients of examples", () -> objective.gradients(0, 1, out));
    noneOf("gradient norms", () -> objective.squaredGradientNorms(new double[4]));
    noneOf("gradient variance", () -> objective.gradientVariance(whole));
    noneOf("empirical Fisher matrix", () -> objective.empiricalFisherVector(theta, whole));
    noneOf("rows of the Jacobian", () -> objective.jacobianRows(0, 1, out));
    noneOf("sampled diagonal", () -> objective.monteCarloGaussNewtonDiagonal(1, 1, whole));
    for (Diagonal kind :
        List.of(Diagonal.HESSIAN, Diagonal.GAUSS_NEWTON, Diagonal.EMPIRICAL_FISHER)) {
      noneOf("exact diagonal " + kind, () -> objective.diagonal(kind, whole));
    }
    Workspace<double[]> workspace = objective.network().newWorkspace(4);
    noneOf("predictions", () -> workspace.predict(theta, random(8, 1), 0, 4, out));
    assertThat(out).containsOnly(0);
    assertThat(whole).containsOnly(0);
    assertThatThrownBy(() -> objective.outputCurvature(0, 0, false, new double[9]))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("do not go down to layer 0");
  }

  private static void noneOf(String what, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "no "
                + what
                + ": layer 1 normalises by the statistics of the batch,"
                + " so each output depends on all examples");
  }

  @Test
  void aBatchThatHasNoStatisticsIsRefused() {
    NetworkObjective<double[]> objective =
        objective(4, new Dense(2, 3, NONE), new BatchNormalization(3, EPSILON, TANH));
    double[] gradient = new double[objective.dimension()];
    double[] theta = random(gradient.length, 8);
    refused(
        "batch has 1 example: batch statistics of one row, by which layer 1 normalises;"
            + " must be at least 2",
        () -> objective.select(new int[] {2, 1}, 1, 2));
    NetworkObjective<double[]> one = objective(1, new BatchNormalization(3, EPSILON, TANH));
    refused(
        "batch has 1 example: batch statistics of one row, by which layer 0 normalises;"
            + " must be at least 2",
        () -> one.value(random(6, 8)));
    int most = Arithmetic.EXAMPLE_CHUNK;
    NetworkObjective<double[]> many =
        objective(most + 1, new Dense(2, 3, NONE), new BatchNormalization(3, EPSILON, TANH));
    refused(
        "batch has 4097 examples: batch statistics of more than a chunk's examples, by which"
            + " layer 1 normalises; must be at most 4096",
        () -> many.valueAndGradient(theta, gradient));
    assertThat(gradient).containsOnly(0);
    many.select(new int[most], 0, most);
    assertThat(many.value(theta)).isFinite();
    NetworkObjective<double[]> places =
        objective(1, new BatchNormalization(new ImageShape(1, 2, 3), EPSILON, TANH));
    assertThat(places.value(random(6, 8))).isFinite();
  }

  @Test
  void refusesWhatIsNoLayer() {
    refused("units is 0, must be at least 1", () -> new BatchNormalization(0, EPSILON, TANH));
    for (double epsilon : new double[] {0, -1, Double.NaN, 1e-300, Double.POSITIVE_INFINITY}) {
      refused(
          "epsilon is " + epsilon + ", must be at least 1.0E-37 and finite",
          () -> new BatchNormalization(3, epsilon, TANH));
    }
  }

  @Test
  void refusesDescriptionsByTheirFields() {
    LayerDescription trained = new BatchNormalization(2, EPSILON, TANH).describe();
    Numbers two = new Numbers(List.of(2), new double[] {1, 2});
    refused(
        "a batch-normalization layer has no 'variance'", () -> Layer.of(trained.with("mean", two)));
    refused(
        "a batch-normalization layer has no 'mean'", () -> Layer.of(trained.with("variance", two)));
    refused(
        "the 'mean' of a batch-normalization layer has the shape [3], must be [2]",
        () ->
            Layer.of(
                trained
                    .with("mean", new Numbers(List.of(3), new double[3]))
                    .with("variance", two)));
    refused(
        "mean[1] of a batch-normalization layer is NaN, must be finite",
        () ->
            Layer.of(
                trained
                    .with("mean", new Numbers(List.of(2), new double[] {0, Double.NaN}))
                    .with("variance", two)));
    refused(
        "variance[0] of a batch-normalization layer is -1.0, must be finite and at least 0",
        () ->
            Layer.of(
                trained
                    .with("mean", two)
                    .with("variance", new Numbers(List.of(2), new double[] {-1, 2}))));
    refused(
        "a batch-normalization layer has no 'channels'",
        () ->
            Layer.of(
                LayerDescription.of("batch-normalization")
                    .with("height", 2)
                    .with("width", 2)
                    .with("epsilon", 1)
                    .with("activation", TANH)));
    refused(
        "units is 0, must be at least 1",
        () ->
            Layer.of(
                LayerDescription.of("batch-normalization")
                    .with("units", 0)
                    .with("epsilon", 1)
                    .with("activation", TANH)));
  }
}
