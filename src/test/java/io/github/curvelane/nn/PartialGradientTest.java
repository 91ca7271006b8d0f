package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.ParameterRange;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.Updater;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trained ranges have the bits of the whole gradient, and nothing is done for the others. */
final class PartialGradientTest {
  /** What no gradient is. */
  private static final double UNTOUCHED = 1e30;

  static List<LayerCase> cases() {
    return LayerCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void trainedRangesOfAnyNetworkHaveTheBitsOfTheWhole(LayerCase network) {
    assertSubsets(network.objective(Precision.FLOAT), Precision.FLOAT.of(network.theta()));
    assertSubsets(network.objective(Precision.DOUBLE), network.theta());
  }

  /** Sums of two chunks, which all parameters take part in, leave the others alone too. */
  @Test
  void trainedRangesOfSeveralChunksHaveTheBitsOfTheWhole() {
    Network<float[]> network =
        Network.perceptron(Precision.FLOAT, Activation.tanh(), Activation.identity(), 3, 4, 4, 2);
    int examples = 4099;
    var objective =
        new NetworkObjective<>(
            network.newWorkspace(examples),
            Loss.halfSquaredError(),
            Precision.FLOAT.of(random(examples * 3, 1)),
            Targets.matrix(Precision.FLOAT, Precision.FLOAT.of(random(examples * 2, 2)), 2));
    assertSubsets(objective, network.initialize(Initializer.FAN_IN, 1));
  }

  @Test
  void trainedRangesOfNormalizedBatchesHaveTheBitsOfTheWhole() {
    Network<double[]> network =
        Network.of(
            Precision.DOUBLE,
            new BatchNormalization(3, 1e-3, Activation.tanh()),
            new Dense(3, 4, Activation.identity()),
            new BatchNormalization(4, 1e-3, Activation.tanh()),
            new Dense(4, 2, Activation.identity()));
    var objective =
        new NetworkObjective<>(
            network.newWorkspace(9),
            Loss.halfSquaredError(),
            random(27, 1),
            Targets.matrix(Precision.DOUBLE, random(18, 2), 2));
    assertSubsets(objective, network.initialize(Initializer.FAN_IN, 1));
  }

  private static double[] random(int length, long seed) {
    return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
  }

  private static <A> void assertSubsets(NetworkObjective<A> objective, A theta) {
    int n = objective.dimension();
    if (n == 0) {
      return;
    }
    SplittableRandom random = new SplittableRandom(4);
    List<ParameterRange> blocks = objective.network().ranges();
    assertSame(objective, theta, List.of(new ParameterRange("all", 0, n)));
    for (ParameterRange block : blocks) {
      assertSame(objective, theta, List.of(block));
    }
    for (int draw = 0; draw < 3; draw++) {
      List<ParameterRange> some = new ArrayList<>();
      for (ParameterRange block : blocks) {
        if (random.nextBoolean()) {
          some.addFirst(block);
        }
      }
      if (!some.isEmpty()) {
        assertSame(objective, theta, some);
      }
    }
    if (n > 2) {
      int cut = 1 + random.nextInt(n - 2);
      assertSame(
          objective,
          theta,
          List.of(new ParameterRange("end", n - 1, n), new ParameterRange("begin", 0, cut)));
    }
  }

  private static <A> void assertSame(
      NetworkObjective<A> objective, A theta, List<ParameterRange> ranges) {
    Precision<A> precision = objective.precision();
    int n = objective.dimension();
    objective.trainAll();
    A whole = precision.newArray(n);
    double value = objective.linearize(theta, whole);
    A v = precision.of(random(n, 3));
    A product = precision.newArray(n);
    objective.hessianVector(v, product);
    A expected = precision.newArray(n);
    precision.fill(expected, 0, n, UNTOUCHED);
    A moved = precision.newArray(n);
    precision.copy(theta, 0, moved, 0, n);
    Updater<A> descent = new Sgd().init(Kernels.of(precision), n);
    descent.begin(0.3, moved, whole);
    for (ParameterRange range : ranges) {
      precision.copy(whole, range.from(), expected, range.from(), range.to() - range.from());
      descent.update(moved, whole, range.from(), range.to());
    }

    objective.train(ranges);
    A gradient = precision.newArray(n);
    precision.fill(gradient, 0, n, UNTOUCHED);
    assertThat(objective.valueAndGradient(theta, gradient)).as("value").isEqualTo(value);
    assertThat(precision.sameBits(gradient, expected)).as("gradient of %s", ranges).isTrue();
    precision.fill(gradient, 0, n, UNTOUCHED);
    assertThat(objective.linearize(theta, gradient)).as("value").isEqualTo(value);
    assertThat(precision.sameBits(gradient, expected)).as("linearized, %s", ranges).isTrue();
    A again = precision.newArray(n);
    objective.hessianVector(v, again);
    assertThat(precision.sameBits(again, product)).as("product with %s", ranges).isTrue();

    A theta1 = precision.newArray(n);
    precision.copy(theta, 0, theta1, 0, n);
    descent.begin(0.3, theta1, gradient);
    objective.valueAndUpdate(theta1, gradient, descent);
    assertThat(precision.sameBits(theta1, moved)).as("descent of %s", ranges).isTrue();
    int[] passed = new int[n];
    precision.copy(theta, 0, theta1, 0, n);
    precision.fill(gradient, 0, n, UNTOUCHED);
    objective.valueAndUpdate(
        theta1,
        gradient,
        (t, g, from, to) -> {
          for (int i = from; i < to; i++) {
            passed[i]++;
          }
          descent.update(t, g, from, to);
        });
    assertThat(precision.sameBits(theta1, moved)).as("step of %s", ranges).isTrue();
    int[] once = new int[n];
    ranges.forEach(range -> Arrays.fill(once, range.from(), range.to(), 1));
    assertThat(passed).as("indices passed of %s", ranges).isEqualTo(once);
    for (int i = 0; i < n; i++) {
      if (once[i] == 0) {
        assertThat(precision.get(gradient, i)).isEqualTo(precision.round(UNTOUCHED));
      }
    }
    objective.trainAll();
    assertThat(objective.valueAndGradient(theta, gradient)).isEqualTo(value);
    assertThat(precision.sameBits(gradient, whole)).as("the whole again").isTrue();
  }

  /** Memory is taken when a pass first needs it. */
  @Test
  void noSignalGoesBelowTheLowestTrainedLayer() {
    Network<float[]> network =
        Network.perceptron(
            Precision.FLOAT, Activation.tanh(), Activation.identity(), 7, 50, 40, 30, 2);
    int batch = 10;
    long outputs = 50 + 40 + 30 + 2;
    long[] slopes = {50, 40, 30, 0};
    long[] signals = {50, 40, 30, 2};
    for (int lowest = 0; lowest < 4; lowest++) {
      Workspace<float[]> workspace = network.newWorkspace(batch);
      var objective =
          new NetworkObjective<>(
              workspace,
              Loss.halfSquaredError(),
              new float[batch * 7],
              Targets.matrix(Precision.FLOAT, new float[batch * 2], 2));
      objective.train(network.ranges().subList(2 * lowest, 2 * lowest + 1));
      float[] theta = network.initialize(Initializer.FAN_IN, 1);
      objective.valueAndGradient(theta, new float[theta.length]);
      long units = outputs;
      for (int l = lowest; l < 4; l++) {
        units += slopes[l] + signals[l];
      }
      assertThat(workspace.bytes()).as("lowest layer %d", lowest).isEqualTo(4 * batch * units);
    }
  }

  @Test
  void rangesAreTheBlocks() {
    Network<float[]> network =
        Network.of(
            Precision.FLOAT,
            new Convolution(new ImageShape(4, 4, 1), Window.of(3), 2, Activation.tanh()),
            new Dense(8, 3, Activation.identity()));
    assertThat(network.ranges())
        .containsExactly(
            new ParameterRange("layers.0.weight", 0, 18, 9, 4, false),
            new ParameterRange("layers.0.bias", 18, 20, 9, 4, true),
            new ParameterRange("layers.1.weight", 20, 44, 8, 1, false),
            new ParameterRange("layers.1.bias", 44, 47, 8, 1, true));
  }

  @Test
  void rangesThatDoNotFitAreRefused() {
    Network<double[]> network =
        Network.perceptron(Precision.DOUBLE, Activation.tanh(), Activation.identity(), 2, 3, 1);
    var objective =
        new NetworkObjective<>(
            network.newWorkspace(1),
            Loss.halfSquaredError(),
            new double[2],
            Targets.matrix(Precision.DOUBLE, new double[1], 1));
    refused("ranges is empty, must have at least one", () -> objective.train(List.of()));
    refused(
        "range far ends at 14, must end within the network's 13 parameters",
        () -> objective.train(List.of(new ParameterRange("far", 12, 14))));
    refused(
        "ranges a and b overlap: 1 to 5 and 4 to 6",
        () ->
            objective.train(List.of(new ParameterRange("b", 4, 6), new ParameterRange("a", 1, 5))));
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}
