package io.github.curvelane.cluster;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.util.Random;

/** A network of 4-3-3 and examples for it: on workers, and as one objective. */
final class ClusterCase<A> {
  static final int CHUNK = 4096;
  private static final int INPUTS = 4;
  private static final int CLASSES = 3;
  private static final Loss LOSS = Loss.softmaxCrossEntropy();

  final Network<A> network;
  final A theta;
  private final A inputs;
  private final int[] labels;

  ClusterCase(Precision<A> precision, int examples) {
    network =
        Network.perceptron(precision, Activation.tanh(), Activation.identity(), INPUTS, 3, CLASSES);
    theta = network.initialize(Initializer.FAN_IN, 3);
    Random random = new Random(examples);
    inputs = precision.newArray(examples * INPUTS);
    for (int i = 0; i < examples * INPUTS; i++) {
      precision.set(inputs, i, random.nextGaussian());
    }
    labels = random.ints(examples, 0, CLASSES).toArray();
  }

  Targets<A> targets() {
    return Targets.labels(network.precision(), labels, CLASSES);
  }

  ThreadWorkers<A> workers(Parallelism parallelism) {
    return ThreadWorkers.of(
        new NetworkChunks<>(network, LOSS), ExampleBlock.cut(inputs, targets()), parallelism);
  }

  /** One objective of all examples. */
  NetworkObjective<A> inOneProcess() {
    return new NetworkObjective<>(network.newWorkspace(labels.length), LOSS, inputs, targets());
  }

  /** One objective of the examples of some chunks. */
  NetworkObjective<A> inOneProcess(int... chunks) {
    Precision<A> precision = network.precision();
    int last = chunks[chunks.length - 1];
    int examples = (chunks.length - 1) * CHUNK + Math.min(labels.length - last * CHUNK, CHUNK);
    A rows = precision.newArray(examples * INPUTS);
    int[] classes = new int[examples];
    for (int i = 0; i < examples; i++) {
      int example = chunks[i / CHUNK] * CHUNK + i % CHUNK;
      precision.copy(inputs, example * INPUTS, rows, i * INPUTS, INPUTS);
      classes[i] = labels[example];
    }
    return new NetworkObjective<>(
        network.newWorkspace(examples), LOSS, rows, Targets.labels(precision, classes, CLASSES));
  }

  A vector() {
    return network.precision().newArray(network.parameters());
  }
}
