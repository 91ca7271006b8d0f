package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.optim.DiagonalLevenbergMarquardt;
import io.github.curvelane.optim.Momentum;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.UpdateRule;
import io.github.curvelane.optim.Updater;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkObjectiveTest {
  private static final Network<double[]> NETWORK =
      Network.perceptron(Precision.DOUBLE, Activation.tanh(), Activation.identity(), 5, 7, 4, 3);

  private final double[] inputs = gaussians(1, 11 * 5);
  private final Targets<double[]> targets = Targets.labels(Precision.DOUBLE, labels(2, 11, 3), 3);
  private final double[] theta = NETWORK.initialize(Initializer.FAN_IN, 3);

  private NetworkObjective<double[]> objective(Parallelism parallelism) {
    return new NetworkObjective<>(
        NETWORK.newWorkspace(11, parallelism), Loss.softmaxCrossEntropy(), inputs, targets);
  }

  @Test
  void gradientAgreesWithCentralDifferences() {
    var objective = objective(Parallelism.none());
    double[] gradient = new double[NETWORK.parameters()];
    double value = objective.valueAndGradient(theta, gradient);
    assertThat(value).isEqualTo(objective.value(theta));
    for (int i = 0; i < gradient.length; i++) {
      double coarse = centralDifference(objective, i, 1e-3);
      double fine = centralDifference(objective, i, 1e-5);
      assertThat(fine).as("parameter %d", i).isCloseTo(gradient[i], within(1e-9));
      assertThat(Math.abs(coarse - gradient[i])).isLessThan(1e-5);
    }
  }

  private double centralDifference(NetworkObjective<double[]> objective, int i, double step) {
    double[] moved = theta.clone();
    moved[i] = theta[i] + step;
    double above = objective.value(moved);
    moved[i] = theta[i] - step;
    return (above - objective.value(moved)) / (2 * step);
  }

  @Test
  void hessianVectorAgreesWithDifferencesOfGradients() {
    var objective = objective(Parallelism.none());
    double[] v = gaussians(4, theta.length);
    double[] product = new double[theta.length];
    objective.linearize(theta, new double[theta.length]);
    objective.hessianVector(v, product);
    double step = 1e-5;
    double[] above = gradientAt(objective, v, step);
    double[] below = gradientAt(objective, v, -step);
    for (int i = 0; i < v.length; i++) {
      assertThat(product[i])
          .as("parameter %d", i)
          .isCloseTo((above[i] - below[i]) / (2 * step), within(1e-8));
    }
  }

  @ParameterizedTest
  @CsvSource({"11, 1", "11, 2", "200, 1", "600, 2", "4100, 1"})
  void severalDirectionsAreTheSameBitsAsOneAfterAnother(int examples, int threads) {
    double[] x = gaussians(1, examples * 5);
    Targets<double[]> t = Targets.labels(Precision.DOUBLE, labels(2, examples, 3), 3);
    try (Parallelism parallelism = Parallelism.threads(threads)) {
      var workspace = NETWORK.newWorkspace(examples, parallelism);
      var objective = new NetworkObjective<>(workspace, Loss.softmaxCrossEntropy(), x, t);
      objective.linearize(theta, new double[theta.length]);
      List<double[]> vectors = new ArrayList<>();
      List<double[]> hessian = new ArrayList<>();
      List<double[]> gauss = new ArrayList<>();
      for (int k = 0; k < 5; k++) {
        vectors.add(gaussians(3 + k, theta.length));
        hessian.add(new double[theta.length]);
        gauss.add(new double[theta.length]);
      }
      objective.hessianVectors(vectors, hessian);
      objective.gaussNewtonVectors(vectors, gauss);
      for (int k = 0; k < 5; k++) {
        double[] single = new double[theta.length];
        objective.hessianVector(vectors.get(k), single);
        assertThat(hessian.get(k)).isEqualTo(single);
        objective.gaussNewtonVector(vectors.get(k), single);
        assertThat(gauss.get(k)).isEqualTo(single);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "11, 1", "200, 2", "4100, 1"})
  void aStepTakenWithTheGradientIsTheSameBitsAsOneAfterIt(int examples, int threads) {
    double[] x = gaussians(1, examples * 5);
    Targets<double[]> t = Targets.labels(Precision.DOUBLE, labels(2, examples, 3), 3);
    Kernels<double[]> kernels = Kernels.of(Precision.DOUBLE);
    UpdateRule rates = new DiagonalLevenbergMarquardt(0.02);
    for (UpdateRule rule : List.of(new Sgd(), new Momentum(0.9), rates)) {
      try (Parallelism parallelism = Parallelism.threads(threads)) {
        var objective =
            new NetworkObjective<>(
                NETWORK.newWorkspace(examples, parallelism), Loss.softmaxCrossEntropy(), x, t);
        double[] together = theta.clone();
        double[] apart = theta.clone();
        double[] gradient = new double[theta.length];
        Updater<double[]> first = rule.init(kernels, theta.length);
        Updater<double[]> second = rule.init(kernels, theta.length);
        if (rule == rates) {
          first.receive(gaussians(9, theta.length));
          second.receive(gaussians(9, theta.length));
        }
        for (int step = 0; step < 3; step++) {
          first.begin(0.1, together, gradient);
          double value = objective.valueAndUpdate(together, gradient, first);
          assertThat(value).isEqualTo(objective.valueAndGradient(apart, gradient));
          second.step(0.1, apart, gradient);
          assertThat(together).as("%s, step %d", rule, step).isEqualTo(apart);
        }
      }
    }
  }

  @Test
  void productsTakeAtMostTwiceTheMemoryOfAGradientInAddition() {
    Workspace<double[]> workspace = NETWORK.newWorkspace(11);
    var objective = new NetworkObjective<>(workspace, Loss.softmaxCrossEntropy(), inputs, targets);
    double[] gradient = new double[theta.length];
    objective.valueAndGradient(theta, gradient);
    long forGradient = workspace.bytes();
    objective.linearize(theta, gradient);
    objective.hessianVector(theta.clone(), gradient);
    objective.gaussNewtonVector(theta.clone(), gradient);
    assertThat(workspace.bytes()).isGreaterThan(forGradient).isLessThanOrEqualTo(3 * forGradient);
  }

  @Test
  void aPointIsLostWhenItsWorkspaceIsUsedForSomethingElse() {
    Workspace<double[]> workspace = NETWORK.newWorkspace(11);
    var objective = new NetworkObjective<>(workspace, Loss.softmaxCrossEntropy(), inputs, targets);
    var other = new NetworkObjective<>(workspace, Loss.softmaxCrossEntropy(), inputs, targets);
    double[] gradient = new double[theta.length];
    double[] elsewhere = gaussians(7, theta.length);
    List<Runnable> uses =
        List.of(
            () -> other.value(elsewhere),
            () -> other.linearize(elsewhere, gradient),
            () -> workspace.predict(elsewhere, inputs, 0, 11, new double[33]));
    double[] product = new double[theta.length];
    for (Runnable use : uses) {
      objective.linearize(theta, gradient);
      use.run();
      assertThatThrownBy(() -> objective.hessianVector(theta.clone(), product))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "no point is kept: the workspace was used for something else after linearize");
      assertThat(product).containsOnly(0);
    }
    objective.linearize(theta, gradient);
    objective.hessianVector(theta.clone(), product);
    assertThat(product).doesNotContain(0);
  }

  @Test
  void moreStateThanAnArrayHoldsIsRefused() {
    var wide = Network.of(Precision.DOUBLE, new Dense(1, 300_000, Activation.identity()));
    Workspace<double[]> workspace = wide.newWorkspace(Arithmetic.EXAMPLE_CHUNK);
    Targets<double[]> none = Targets.matrix(Precision.DOUBLE, new double[0], 300_000);
    assertThatThrownBy(
            () -> new NetworkObjective<>(workspace, Loss.halfSquaredError(), new double[0], none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "maxBatch is 4096: the loss keeps 600002 numbers for each of 4096 rows, too many for"
                + " one array");
  }

  private double[] gradientAt(NetworkObjective<double[]> objective, double[] v, double step) {
    double[] moved = new double[theta.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = theta[i] + step * v[i];
    }
    double[] gradient = new double[theta.length];
    objective.valueAndGradient(moved, gradient);
    return gradient;
  }

  @Test
  void threadsDoNotChangeABit() {
    double[] expected = new double[theta.length];
    double value = objective(Parallelism.none()).valueAndGradient(theta, expected);
    for (int threads = 2; threads <= 3; threads++) {
      try (Parallelism team = Parallelism.threads(threads)) {
        double[] gradient = new double[theta.length];
        assertThat(objective(team).valueAndGradient(theta, gradient)).isEqualTo(value);
        assertThat(gradient).isEqualTo(expected);
      }
    }
  }

  @Test
  void aPredictionDoesNotDependOnItsBatch() {
    double[] together = new double[11 * 3];
    NETWORK.newWorkspace(11).predict(theta, inputs, 0, 11, together);
    for (int batch = 1; batch <= 11; batch++) {
      double[] apart = new double[11 * 3];
      NETWORK.newWorkspace(batch).predict(theta, inputs, 0, 11, apart);
      assertThat(apart).as("batches of %d", batch).isEqualTo(together);
    }
  }

  @Test
  void aBatchOfOrderedExamplesIsThatOfTheirRows() {
    var objective = objective(Parallelism.none());
    int[] order = {9, 2, 5, 0};
    objective.select(order, 1, 4);
    double[] gradient = new double[theta.length];
    double value = objective.valueAndGradient(theta, gradient);

    double[] rows = new double[3 * 5];
    int[] rowLabels = new int[3];
    int[] labels = labels(2, 11, 3);
    for (int i = 0; i < 3; i++) {
      System.arraycopy(inputs, order[1 + i] * 5, rows, i * 5, 5);
      rowLabels[i] = labels[order[1 + i]];
    }
    var copied =
        new NetworkObjective<>(
            NETWORK.newWorkspace(3),
            Loss.softmaxCrossEntropy(),
            rows,
            Targets.labels(Precision.DOUBLE, rowLabels, 3));
    double[] expected = new double[theta.length];
    assertThat(value).isEqualTo(copied.valueAndGradient(theta, expected));
    assertThat(gradient).isEqualTo(expected);
  }

  @Test
  void sumsOverExamplesAreCombinedFromCanonicalChunks() {
    int examples = 2 * Arithmetic.EXAMPLE_CHUNK + 5;
    Network<double[]> small =
        Network.perceptron(Precision.DOUBLE, Activation.tanh(), Activation.identity(), 2, 3, 2);
    double[] x = gaussians(6, examples * 2);
    Targets<double[]> t = Targets.labels(Precision.DOUBLE, labels(7, examples, 2), 2);
    double[] at = small.initialize(Initializer.FAN_IN, 8);
    Loss loss = Loss.softmaxCrossEntropy();
    var whole = new NetworkObjective<>(small.newWorkspace(examples), loss, x, t);
    double[] gradient = new double[at.length];
    whole.valueAndGradient(at, gradient);

    var part = new NetworkObjective<>(small.newWorkspace(examples), loss, x, t);
    int[] order = IntStream.range(0, examples).toArray();
    double[] sum = new double[at.length];
    for (int start = 0; start < examples; start += Arithmetic.EXAMPLE_CHUNK) {
      int end = Math.min(examples, start + Arithmetic.EXAMPLE_CHUNK);
      part.select(order, start, end);
      double[] mean = new double[at.length];
      part.valueAndGradient(at, mean);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += mean[i] * (end - start);
      }
    }
    for (int i = 0; i < sum.length; i++) {
      assertThat(gradient[i]).isCloseTo(sum[i] / examples, within(1e-15 * examples));
    }
  }

  @Test
  void refusesWrongArguments() {
    var objective = objective(Parallelism.none());
    double[] n = new double[theta.length];
    assertThatThrownBy(() -> objective.value(new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("theta has 3 elements, must have the network's %d parameters", theta.length);
    assertThatThrownBy(() -> objective.valueAndGradient(theta, theta))
        .hasMessage("theta and gradient are the same array");
    assertThatThrownBy(() -> objective.hessianVector(n, new double[theta.length]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no point is kept: call linearize first");
    assertThatThrownBy(() -> objective.select(new int[] {0, 11}, 0, 2))
        .hasMessage("order[1] is 11, must be an example from 0 to 10");
    assertThatThrownBy(() -> objective.select(new int[] {0, 1}, 1, 1))
        .hasMessage("from and to are both 1, batch is empty");
    assertThatThrownBy(() -> objective.select(new int[12], 0, 12))
        .hasMessage("batch has 12 examples, must be at most the workspace's 11");
    double[] bad = inputs.clone();
    bad[7] = Double.NaN;
    assertThatThrownBy(
            () ->
                new NetworkObjective<>(
                    NETWORK.newWorkspace(11), Loss.softmaxCrossEntropy(), bad, targets))
        .hasMessage("inputs: example 1, column 2 is NaN, must be finite");
    double[] infinite = theta.clone();
    infinite[4] = Double.POSITIVE_INFINITY;
    assertThatThrownBy(() -> objective.linearize(infinite, n))
        .hasMessage("theta[4] is Infinity, must be finite");
  }

  @Test
  void refusesAWorkspaceInTwoThreads() throws InterruptedException {
    Workspace<double[]> workspace = NETWORK.newWorkspace(11);
    Thread holder = Thread.ofPlatform().name("holder").start(workspace::acquire);
    holder.join();
    assertThatThrownBy(() -> workspace.predict(theta, inputs, 0, 1, new double[3]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this workspace is in use by thread 'holder': each thread needs its own");
  }

  private static org.assertj.core.data.Offset<Double> within(double bound) {
    return org.assertj.core.data.Offset.offset(bound);
  }

  private static double[] gaussians(long seed, int n) {
    Random random = new Random(seed);
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }

  private static int[] labels(long seed, int n, int classes) {
    return new Random(seed).ints(n, 0, classes).toArray();
  }
}
