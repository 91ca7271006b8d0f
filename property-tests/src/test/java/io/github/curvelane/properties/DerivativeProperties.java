package io.github.curvelane.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Precision;
import io.github.curvelane.check.CheckOptions;
import io.github.curvelane.check.Checks;
import io.github.curvelane.check.Verdict;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** All derivatives of networks of any shape pass the checks that users run on theirs. */
final class DerivativeProperties {
  private static final List<String> ACTIVATIONS =
      List.of(
          "identity",
          "logistic",
          "tanh",
          "lecun-tanh",
          "lecun-tanh(0.1)",
          "relu",
          "leaky-relu(0.2)",
          "softplus",
          "elu(1)",
          "gelu",
          "silu");
  private static final List<String> LOSSES =
      List.of(
          "half-squared-error",
          "mean-squared-error",
          "softmax-cross-entropy",
          "softmax-cross-entropy(0.1)",
          "binary-cross-entropy",
          "huber(0.7)",
          "log-cosh",
          "hinge");

  @Property(tries = 40)
  void derivativesPassTheChecks(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int layers = random.nextInt(1, 4);
    List<Layer> stack = new ArrayList<>();
    int inputs = random.nextInt(1, 6);
    int width = inputs;
    for (int l = 0; l < layers; l++) {
      int next = random.nextInt(1, 7);
      stack.add(new Dense(width, next, Activation.parse(one(ACTIVATIONS, random))));
      width = next;
    }
    Network<double[]> network = Network.of(Precision.DOUBLE, stack);
    Loss loss = Loss.parse(one(LOSSES, random));
    int batch = random.nextInt(1, 9);
    int[] labels = random.ints(batch, 0, width).toArray();
    boolean margin = loss.equals(Loss.hinge());
    Targets<double[]> targets =
        loss.toString().startsWith("softmax")
            ? Targets.labels(Precision.DOUBLE, labels, width)
            : Targets.coded(Precision.DOUBLE, labels, width, margin ? -1 : 0.25, margin ? 1 : 0.75);
    NetworkObjective<double[]> objective =
        new NetworkObjective<>(
            network.newWorkspace(batch), loss, numbers(batch * inputs, random), targets);
    double[] theta = numbers(network.parameters(), random);
    CheckOptions options = CheckOptions.DEFAULT.withSeed(seed).withCoordinates(60);
    Verdict verdict = Checks.all(objective, theta, options);
    assertThat(verdict.failed()).as("%s, %s: %s", network, loss, verdict).isFalse();
  }

  private static String one(List<String> names, SplittableRandom random) {
    return names.get(random.nextInt(names.size()));
  }

  private static double[] numbers(int n, SplittableRandom random) {
    double[] numbers = new double[n];
    Arrays.setAll(numbers, i -> 3 * random.nextDouble() - 1.5);
    return numbers;
  }
}
