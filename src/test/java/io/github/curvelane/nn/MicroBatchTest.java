package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.optim.Updater;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A batch in pieces gives the bits of the batch at once. */
final class MicroBatchTest {
  private static final Activation TANH = Activation.tanh();
  private static final Activation NONE = Activation.identity();

  /** A network on examples, which it can be made for with any workspace. */
  private record Problem<A>(Network<A> network, A inputs, Targets<A> targets, A theta) {
    static <A> Problem<A> of(Precision<A> precision, List<? extends Layer> layers, int examples) {
      Network<A> network = Network.of(precision, layers);
      double[] theta = random(network.parameters(), 8);
      return new Problem<>(
          network,
          precision.of(random(examples * network.inputs(), 1)),
          Targets.matrix(
              precision, precision.of(random(examples * network.outputs(), 2)), network.outputs()),
          precision.of(LayerCase.positiveKappas(network, theta)));
    }

    NetworkObjective<A> objective(int rows, Parallelism parallelism) {
      Workspace<A> whole = network.newWorkspace(targets.examples(), parallelism);
      return new NetworkObjective<>(
          rows == 0 ? whole : whole.microBatch(rows), Loss.halfSquaredError(), inputs, targets);
    }
  }

  private static double[] random(int length, long seed) {
    return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
  }

  private static <A> void assertSame(Problem<A> problem, int... pieces) {
    assertSame(problem, Parallelism.none(), pieces);
  }

  private static <A> void assertSame(Problem<A> problem, Parallelism team, int... pieces) {
    Precision<A> precision = problem.network.precision();
    int n = problem.network.parameters();
    int examples = problem.targets.examples();
    int[] order = IntStream.range(0, examples).map(i -> examples - 1 - i).toArray();
    NetworkObjective<A> whole = problem.objective(0, Parallelism.none());
    whole.select(order, 0, examples);
    A expected = precision.newArray(n);
    double value = whole.valueAndGradient(problem.theta, expected);
    for (int rows : pieces) {
      NetworkObjective<A> objective = problem.objective(rows, team);
      objective.select(order, 0, examples);
      A gradient = precision.newArray(n);
      precision.fill(gradient, 0, n, Double.NaN);
      for (int time = 0; time < 2; time++) {
        assertThat(objective.value(problem.theta)).as("value, %d rows", rows).isEqualTo(value);
        assertThat(objective.valueAndGradient(problem.theta, gradient)).isEqualTo(value);
        assertThat(precision.sameBits(gradient, expected))
            .as("gradient of %s, %d of %d examples", problem.network, rows, examples)
            .isTrue();
      }
      for (UpdateRule rule : List.of(new Sgd(), new Momentum(0.9))) {
        A moved = copy(precision, problem.theta);
        Updater<A> after = rule.init(Kernels.of(precision), n);
        after.step(0.1, moved, copy(precision, expected));
        A theta = copy(precision, problem.theta);
        Updater<A> within = rule.init(Kernels.of(precision), n);
        within.begin(0.1, theta, gradient);
        assertThat(objective.valueAndUpdate(theta, gradient, within)).isEqualTo(value);
        assertThat(precision.sameBits(theta, moved)).as("%s, %d rows", rule, rows).isTrue();
      }
    }
  }

  private static <A> A copy(Precision<A> precision, A array) {
    int length = precision.length(array);
    A copy = precision.newArray(length);
    precision.copy(array, 0, copy, 0, length);
    return copy;
  }

  static List<LayerCase> cases() {
    return LayerCase.all().stream()
        .filter(c -> !c.name().startsWith("radial") && !c.name().startsWith("transforms"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anyNetworkInPieces(LayerCase c) {
    List<Layer> layers = c.layers().stream().map(LayerCase.Twin::layer).toList();
    assertSame(Problem.of(Precision.FLOAT, layers, 67), 1, 7, 64);
    assertSame(Problem.of(Precision.DOUBLE, layers, 67), 7, 64, 67, 100);
  }

  /** Chains of 341 to 4,096 examples, within a chunk and over several. */
  @Test
  void chainsOfImagesGoOnFromPieceToPiece() {
    ImageShape image = new ImageShape(3, 4, 2);
    List<Layer> layers =
        List.of(
            new Gain(image, TANH),
            new Convolution(image, Window.of(2).padding(1), 3, 1, Biases.UNIT, TANH),
            new Convolution(new ImageShape(4, 5, 3), Window.of(2), 2, TANH),
            new Subsampling(new ImageShape(3, 4, 2), Window.of(1, 2), TANH),
            new LocallyConnected(new ImageShape(3, 3, 2), Window.of(2, 1), 2, TANH),
            new Dense(12, 2, NONE));
    assertSame(Problem.of(Precision.FLOAT, layers, 1000), 7, 205);
    assertSame(Problem.of(Precision.DOUBLE, layers, 4200), 1000);
  }

  @Test
  void overSeveralChunks() {
    List<Layer> layers = List.of(new Dense(3, 5, TANH), new Dense(5, 2, NONE));
    int examples = 3 * 4096 + 77;
    assertSame(Problem.of(Precision.FLOAT, layers, examples), 64);
    assertSame(Problem.of(Precision.DOUBLE, layers, examples), 4095);
  }

  /** Products of 80 examples by 160 by 160 are large enough to be shared by threads. */
  @Test
  void onSeveralThreads() {
    List<Layer> layers =
        List.of(new Dense(97, 160, TANH), new Dense(160, 160, TANH), new Dense(160, 10, NONE));
    try (Parallelism team = Parallelism.threads(2)) {
      assertSame(Problem.of(Precision.FLOAT, layers, 256), team, 80);
      assertSame(Problem.of(Precision.DOUBLE, layers, 160), team, 64);
    }
  }

  @Test
  void frozenRangesInPieces() {
    Problem<float[]> problem =
        Problem.of(
            Precision.FLOAT,
            List.of(new Dense(3, 5, TANH), new Dense(5, 4, TANH), new Dense(4, 2, NONE)),
            50);
    float[] whole = new float[problem.theta.length];
    double value = problem.objective(0, Parallelism.none()).valueAndGradient(problem.theta, whole);
    NetworkObjective<float[]> objective = problem.objective(8, Parallelism.none());
    objective.train(problem.network.ranges().subList(2, 5));
    float[] gradient = new float[whole.length];
    assertThat(objective.valueAndGradient(problem.theta, gradient)).isEqualTo(value);
    for (int i = 0; i < whole.length; i++) {
      boolean trained = 20 <= i && i < whole.length - 2;
      assertThat(gradient[i]).isEqualTo(trained ? whole[i] : 0);
    }
  }

  @Test
  void theSignalsTakeTheMemoryOfAPiece() {
    Problem<float[]> problem =
        Problem.of(Precision.FLOAT, List.of(new Dense(30, 50, TANH), new Dense(50, 4, NONE)), 256);
    float[] gradient = new float[problem.theta.length];
    long[] bytes = new long[2];
    for (int k = 0; k < 2; k++) {
      Workspace<float[]> workspace = problem.network.newWorkspace(256);
      workspace = k == 0 ? workspace : workspace.microBatch(64);
      new NetworkObjective<>(workspace, Loss.halfSquaredError(), problem.inputs, problem.targets)
          .valueAndGradient(problem.theta, gradient);
      bytes[k] = workspace.bytes();
    }
    assertThat(bytes[1]).isPositive().isEqualTo(bytes[0] / 4);
  }

  @Test
  void whatNeedsWholeBatchesIsRefused() {
    Network<double[]> normalized =
        Network.of(Precision.DOUBLE, new Dense(2, 2, TANH), new BatchNormalization(2, 1e-5, NONE));
    Network<double[]> radial =
        Network.of(Precision.DOUBLE, new Radial(2, 3), new Dense(3, 2, NONE));
    refused(
        "rows is 4, must be at least 32: layer 1 works on whole batches",
        () -> normalized.newWorkspace(32).microBatch(4));
    refused(
        "rows is 31, must be at least 32: layer 0 works on whole batches",
        () -> radial.newWorkspace(32).microBatch(31));
    assertThat(radial.newWorkspace(32).microBatch(32)).asString().doesNotContain("pieces");
    refused("rows is 0, must be at least 1", () -> radial.newWorkspace(32).microBatch(0));

    Problem<double[]> problem = Problem.of(Precision.DOUBLE, List.of(new Dense(3, 2, NONE)), 9);
    NetworkObjective<double[]> objective = problem.objective(4, Parallelism.none());
    double[] vector = new double[8];
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> objective.linearize(problem.theta, vector),
            () -> objective.keep(problem.theta, vector),
            () -> objective.residuals(problem.theta, new double[18]))) {
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(call)
          .withMessage(
              "no point can be kept in micro-batches of 4 examples: second derivatives, and what"
                  + " is of single examples, need the 9 of the batch");
    }
    objective.select(new int[] {1, 2, 3, 4}, 0, 4);
    objective.linearize(problem.theta, vector);
    assertThat(problem.network.newWorkspace(9).microBatch(4))
        .hasToString(
            "workspace of "
                + problem.network
                + ", at most 9 examples in pieces of 4,"
                + " Parallelism[1]");
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}
