package io.github.curvelane.properties;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** A network, a loss and a batch, all drawn from a seed, in either precision. */
record NetworkCase(
    List<Integer> sizes, Activation activation, LossKind loss, int examples, long seed) {
  /** Losses that are smooth, each with targets that suit it. */
  enum LossKind {
    HALF_SQUARED_ERROR(Loss.halfSquaredError()) {
      @Override
      <A> Targets<A> targets(Precision<A> precision, SplittableRandom random, int b, int n) {
        return Targets.matrix(precision, uniform(precision, random, b * n, -1, 1), n);
      }
    },
    SOFTMAX_CROSS_ENTROPY(Loss.softmaxCrossEntropy()) {
      @Override
      <A> Targets<A> targets(Precision<A> precision, SplittableRandom random, int b, int n) {
        return Targets.labels(precision, random.ints(b, 0, n).toArray(), n);
      }
    },
    BINARY_CROSS_ENTROPY(Loss.binaryCrossEntropy()) {
      @Override
      <A> Targets<A> targets(Precision<A> precision, SplittableRandom random, int b, int n) {
        return Targets.matrix(precision, uniform(precision, random, b * n, 0, 1), n);
      }
    };

    private final Loss description;

    LossKind(Loss description) {
      this.description = description;
    }

    Loss description() {
      return description;
    }

    abstract <A> Targets<A> targets(
        Precision<A> precision, SplittableRandom random, int examples, int outputs);
  }

  private static final List<Activation> SMOOTH =
      List.of(
          Activation.identity(),
          Activation.logistic(),
          Activation.tanh(),
          Activation.lecunTanh(),
          Activation.lecunTanh(0.05),
          Activation.softplus(),
          Activation.gelu(),
          Activation.silu());

  static Arbitrary<NetworkCase> smooth(int mostUnits, int mostExamples) {
    return Combinators.combine(
            Arbitraries.integers().between(1, mostUnits).list().ofMinSize(2).ofMaxSize(4),
            Arbitraries.of(SMOOTH),
            Arbitraries.of(LossKind.class),
            Arbitraries.integers().between(1, mostExamples),
            Arbitraries.longs())
        .as(NetworkCase::new);
  }

  <A> Network<A> network(Precision<A> precision) {
    return Network.perceptron(
        precision,
        activation,
        Activation.identity(),
        sizes.stream().mapToInt(Integer::intValue).toArray());
  }

  <A> A parameters(Network<A> network) {
    A theta = network.initialize(Initializer.GLOROT, seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < network.parameters(); i++) {
      // Biases start at zero: move every parameter away from special points.
      double value = network.precision().get(theta, i) + random.nextDouble(-0.1, 0.1);
      network.precision().set(theta, i, value);
    }
    return theta;
  }

  <A> A inputs(Network<A> network) {
    SplittableRandom random = new SplittableRandom(seed + 1);
    return uniform(network.precision(), random, examples * network.inputs(), -1.5, 1.5);
  }

  <A> Targets<A> targets(Network<A> network) {
    SplittableRandom random = new SplittableRandom(seed + 2);
    return loss.targets(network.precision(), random, examples, network.outputs());
  }

  <A> NetworkObjective<A> objective(Network<A> network, Parallelism parallelism) {
    return new NetworkObjective<>(
        network.newWorkspace(examples, parallelism),
        loss.description(),
        inputs(network),
        targets(network));
  }

  static <A> A uniform(
      Precision<A> precision, SplittableRandom random, int length, double low, double high) {
    A array = precision.newArray(length);
    for (int i = 0; i < length; i++) {
      precision.set(array, i, random.nextDouble(low, high));
    }
    return array;
  }
}
