package io.github.curvelane.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The mean over workers against that of one objective with all examples. */
final class ClusterObjectiveTest {
  private static final int CHUNK = 4096;
  private static final List<Diagonal> DIAGONALS = List.of(Diagonal.values());

  static Stream<Precision<?>> precisions() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE);
  }

  /** A network of 4-3-3 and examples for it. */
  private static final class Case<A> {
    final Network<A> network;
    final A theta;
    final A inputs;
    final int[] labels;

    Case(Precision<A> precision, int examples) {
      network = Network.perceptron(precision, Activation.tanh(), Activation.identity(), 4, 3, 3);
      theta = network.initialize(Initializer.FAN_IN, 3);
      Random random = new Random(examples);
      inputs = precision.newArray(examples * 4);
      for (int i = 0; i < examples * 4; i++) {
        precision.set(inputs, i, random.nextGaussian());
      }
      labels = random.ints(examples, 0, 3).toArray();
    }

    Targets<A> targets() {
      return Targets.labels(network.precision(), labels, 3);
    }

    NetworkChunks<A> chunks() {
      return new NetworkChunks<>(network, Loss.softmaxCrossEntropy());
    }

    ThreadWorkers<A> workers(Parallelism parallelism) {
      return ThreadWorkers.of(chunks(), ExampleBlock.cut(inputs, targets()), parallelism);
    }

    /** What one objective of the examples in some chunks gives. */
    Map<String, String> inOneProcess(int... chunks) {
      Precision<A> precision = network.precision();
      List<Integer> order = new ArrayList<>();
      for (int chunk : chunks) {
        for (int i = chunk * CHUNK; i < Math.min(labels.length, (chunk + 1) * CHUNK); i++) {
          order.add(i);
        }
      }
      A rows = precision.newArray(order.size() * 4);
      int[] classes = new int[order.size()];
      for (int i = 0; i < order.size(); i++) {
        precision.copy(inputs, order.get(i) * 4, rows, i * 4, 4);
        classes[i] = labels[order.get(i)];
      }
      var objective =
          new NetworkObjective<>(
              network.newWorkspace(order.size()),
              Loss.softmaxCrossEntropy(),
              rows,
              Targets.labels(precision, classes, 3));
      return QuantityDigests.of(objective, theta, DIAGONALS);
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void everyQuantityHasTheBitsOfOneProcess(Precision<A> precision) {
    for (int examples : new int[] {1, CHUNK, 2 * CHUNK + 700, 4 * CHUNK + 5}) {
      Case<A> c = new Case<>(precision, examples);
      int[] all = IntStream.range(0, (examples + CHUNK - 1) / CHUNK).toArray();
      Map<String, String> expected = c.inOneProcess(all);
      for (int threads = 1; threads <= 3; threads++) {
        try (Parallelism parallelism = Parallelism.threads(threads);
            Workers<A> workers = c.workers(parallelism)) {
          var objective = new ClusterObjective<>(workers);
          assertThat(QuantityDigests.of(objective, c.theta, DIAGONALS))
              .as("%d examples, %d threads", examples, threads)
              .isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void someChunksAreTheObjectiveOfTheirExamples(Precision<A> precision) {
    Case<A> c = new Case<>(precision, 4 * CHUNK + 5);
    try (Parallelism parallelism = Parallelism.threads(2);
        Workers<A> workers = c.workers(parallelism)) {
      var objective = new ClusterObjective<>(workers);
      for (int[] some : new int[][] {{0}, {4}, {1, 3}, {0, 2, 3, 4}}) {
        ClusterObjective<A> part = objective.ofChunks(some);
        assertThat(QuantityDigests.of(part, c.theta, DIAGONALS))
            .as(Arrays.toString(some))
            .isEqualTo(c.inOneProcess(some));
      }
      ClusterObjective<A> twice = objective.ofChunks(1, 3, 4).ofChunks(0, 2);
      assertThat(twice.examples()).isEqualTo(CHUNK + 5);
      assertThat(QuantityDigests.of(twice, c.theta, DIAGONALS)).isEqualTo(c.inOneProcess(1, 4));
    }
  }
}
