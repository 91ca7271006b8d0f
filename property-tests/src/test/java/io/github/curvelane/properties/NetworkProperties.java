package io.github.curvelane.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What every network promises, whatever its layers, loss and batch. */
final class NetworkProperties {
  /**
   * E(θ + hv) − E(θ − hv) = 2h·gᵀv + O(h³). At h = 10⁻⁵ the remainder is below 10⁻¹⁰ of the
   * derivatives, and so is the rounding of E over h.
   */
  @Property(tries = 200)
  void gradientsAreCentralDifferences(@ForAll("networks") NetworkCase given) {
    double h = 1e-5;
    Network<double[]> network = given.network(Precision.DOUBLE);
    NetworkObjective<double[]> objective = given.objective(network, Parallelism.none());
    double[] theta = given.parameters(network);
    double[] gradient = new double[theta.length];
    objective.valueAndGradient(theta, gradient);
    double norm = norm(gradient);
    for (int i = 0; i < theta.length; i++) {
      double at = theta[i];
      theta[i] = at + h;
      double above = objective.value(theta);
      theta[i] = at - h;
      double below = objective.value(theta);
      theta[i] = at;
      double difference = (above - below) / (2 * h);
      assertThat(Math.abs(gradient[i] - difference))
          .as("∂E/∂θ[%d] = %s, by differences %s", i, gradient[i], difference)
          .isLessThanOrEqualTo(1e-7 * norm + 1e-9);
    }
  }

  /**
   * The remainder E(θ + hv) − E(θ) − h·gᵀv falls with h², as it does for no other vector than the
   * gradient.
   */
  @Property(tries = 200)
  void remaindersAreOfSecondOrder(@ForAll("networks") NetworkCase given) {
    Network<double[]> network = given.network(Precision.DOUBLE);
    NetworkObjective<double[]> objective = given.objective(network, Parallelism.none());
    double[] theta = given.parameters(network);
    double[] gradient = new double[theta.length];
    double value = objective.valueAndGradient(theta, gradient);
    double norm = norm(gradient);
    double[] v = new double[theta.length];
    SplittableRandom random = new SplittableRandom(given.seed());
    for (int i = 0; i < v.length; i++) {
      v[i] = gradient[i] / Math.max(norm, 1e-12) + random.nextDouble(-0.1, 0.1);
    }
    double slope = dot(gradient, v);
    double largest = 0;
    for (double h = 0x1p-5; h >= 0x1p-13; h /= 2) {
      double[] moved = theta.clone();
      for (int i = 0; i < v.length; i++) {
        moved[i] += h * v[i];
      }
      double remainder = Math.abs(objective.value(moved) - value - h * slope) / (h * h);
      if (h >= 0x1p-7) {
        largest = Math.max(largest, remainder);
      } else {
        double rounding = 1e-14 * (1 + Math.abs(value)) / (h * h);
        assertThat(remainder)
            .as("remainder / h² at h = %s", h)
            .isLessThanOrEqualTo(2 * largest + 1e-3 * norm + rounding);
      }
    }
  }

  @Property
  void predictionsDoNotDependOnTheBatch(
      @ForAll("precisions") Precision<?> precision,
      @ForAll("largerNetworks") NetworkCase given,
      @ForAll @IntRange(min = 1, max = 70) int batch) {
    checkPredictions(precision, given, batch);
  }

  @Property
  void permutingExamplesPermutesOutputs(
      @ForAll("precisions") Precision<?> precision, @ForAll("largerNetworks") NetworkCase given) {
    checkPermutation(precision, given);
  }

  @Property(tries = 150)
  void gradientsDoNotDependOnThreads(
      @ForAll("precisions") Precision<?> precision,
      @ForAll("largerNetworks") NetworkCase given,
      @ForAll @IntRange(min = 2, max = 4) int threads) {
    checkThreads(precision, given, threads);
  }

  /** Several canonical chunks of examples, in the products and in the sums over losses. */
  @Property(tries = 15)
  void largeBatchesDoNotDependOnThreads(
      @ForAll("precisions") Precision<?> precision,
      @ForAll("networks") NetworkCase small,
      @ForAll @IntRange(min = 4095, max = 9000) int examples,
      @ForAll @IntRange(min = 2, max = 3) int threads) {
    NetworkCase large =
        new NetworkCase(small.sizes(), small.activation(), small.loss(), examples, small.seed());
    checkThreads(precision, large, threads);
    checkPredictions(precision, large, 1000);
  }

  @Property
  void aSelectedBatchIsTheBatchOfItsExamples(
      @ForAll("precisions") Precision<?> precision, @ForAll("largerNetworks") NetworkCase given) {
    checkSelection(precision, given);
  }

  private static <A> void checkPredictions(Precision<A> precision, NetworkCase given, int batch) {
    Network<A> network = given.network(precision);
    A theta = given.parameters(network);
    A inputs = given.inputs(network);
    A together = predict(network, theta, inputs, given.examples());
    int n = network.outputs();
    A apart = precision.newArray(given.examples() * n);
    for (int from = 0; from < given.examples(); from += batch) {
      int count = Math.min(batch, given.examples() - from);
      A outputs = precision.newArray(count * n);
      network.newWorkspace(count).predict(theta, inputs, from, count, outputs);
      precision.copy(outputs, 0, apart, from * n, count * n);
    }
    assertThat(precision.sameBits(apart, together)).isTrue();
  }

  private static <A> void checkPermutation(Precision<A> precision, NetworkCase given) {
    Network<A> network = given.network(precision);
    A theta = given.parameters(network);
    A inputs = given.inputs(network);
    int[] order = permutation(given);
    A permuted = rows(precision, inputs, network.inputs(), order);
    A outputs = predict(network, theta, inputs, given.examples());
    A permutedOutputs = predict(network, theta, permuted, given.examples());
    assertThat(
            precision.sameBits(permutedOutputs, rows(precision, outputs, network.outputs(), order)))
        .isTrue();
  }

  private static <A> void checkThreads(Precision<A> precision, NetworkCase given, int threads) {
    Network<A> network = given.network(precision);
    A theta = given.parameters(network);
    A alone = precision.newArray(network.parameters());
    A together = precision.newArray(network.parameters());
    double value = given.objective(network, Parallelism.none()).valueAndGradient(theta, alone);
    try (Parallelism parallelism = Parallelism.threads(threads)) {
      NetworkObjective<A> objective = given.objective(network, parallelism);
      assertThat(objective.valueAndGradient(theta, together)).isEqualTo(value);
    }
    assertThat(precision.sameBits(together, alone)).isTrue();
  }

  private static <A> void checkSelection(Precision<A> precision, NetworkCase given) {
    Network<A> network = given.network(precision);
    A theta = given.parameters(network);
    int[] order = permutation(given);
    int to = Math.max(1, given.examples() / 2);
    int[] chosen = Arrays.copyOf(order, to);

    NetworkObjective<A> selecting = given.objective(network, Parallelism.none());
    selecting.select(order, 0, to);
    A selected = precision.newArray(network.parameters());
    double value = selecting.valueAndGradient(theta, selected);

    Targets<A> targets = given.targets(network);
    NetworkObjective<A> gathered =
        new NetworkObjective<>(
            network.newWorkspace(to),
            given.loss().description(),
            rows(precision, given.inputs(network), network.inputs(), chosen),
            rows(precision, targets, chosen));
    A expected = precision.newArray(network.parameters());
    assertThat(value).isEqualTo(gathered.valueAndGradient(theta, expected));
    assertThat(precision.sameBits(selected, expected)).isTrue();
  }

  private static <A> A predict(Network<A> network, A theta, A inputs, int examples) {
    A outputs = network.precision().newArray(examples * network.outputs());
    network.newWorkspace(examples).predict(theta, inputs, 0, examples, outputs);
    return outputs;
  }

  private static int[] permutation(NetworkCase given) {
    int[] order = new int[given.examples()];
    SplittableRandom random = new SplittableRandom(given.seed() + 3);
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private static <A> A rows(Precision<A> precision, A matrix, int columns, int[] order) {
    A gathered = precision.newArray(order.length * columns);
    for (int i = 0; i < order.length; i++) {
      precision.copy(matrix, order[i] * columns, gathered, i * columns, columns);
    }
    return gathered;
  }

  private static <A> Targets<A> rows(Precision<A> precision, Targets<A> targets, int[] order) {
    int n = targets.outputs();
    if (targets.areLabels()) {
      int[] labels = Arrays.stream(order).map(targets::label).toArray();
      return Targets.labels(precision, labels, n);
    }
    A values = precision.newArray(order.length * n);
    for (int i = 0; i < order.length * n; i++) {
      precision.set(values, i, targets.value(order[i / n], i % n));
    }
    return Targets.matrix(precision, values, n);
  }

  private static double norm(double[] x) {
    return Math.sqrt(dot(x, x));
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  @Provide
  Arbitrary<NetworkCase> networks() {
    return NetworkCase.smooth(6, 8);
  }

  @Provide
  Arbitrary<NetworkCase> largerNetworks() {
    return NetworkCase.smooth(60, 100);
  }

  @Provide
  Arbitrary<Precision<?>> precisions() {
    return Arbitraries.of(Precision.FLOAT, Precision.DOUBLE);
  }
}
