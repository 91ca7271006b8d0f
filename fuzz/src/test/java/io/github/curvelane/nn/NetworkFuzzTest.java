package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.curvelane.Precision;
import io.github.curvelane.fuzz.Budget;
import io.github.curvelane.fuzz.Refusal;
import io.github.curvelane.kernel.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Networks of any layers: refused by a sentence, or the same when they are described and made
 * again, with one loss and gradient however they are asked for.
 */
class NetworkFuzzTest {
  private static final int[] EDGES = {
    -1, 0, 7, 64, 1 << 15, 1 << 16, 999_999_999, Integer.MAX_VALUE
  };
  private static final int MOST_LAYERS = 5;
  private static final double LARGEST_FIELD = 64;
  private static final int MOST_UNITS = 1000;
  private static final int MOST_PARAMETERS = 4000;

  @FuzzTest
  void builds(FuzzedDataProvider data) {
    try (Budget _ = Budget.start()) {
      List<Layer> layers = layers(data);
      for (Layer layer : layers) {
        assertThat(Layer.of(layer.describe())).isEqualTo(layer).hasToString(layer.toString());
      }
      if (!layers.isEmpty() && layers.stream().allMatch(NetworkFuzzTest::isSmall)) {
        evaluate(layers, data);
      }
    }
  }

  private static void evaluate(List<Layer> layers, FuzzedDataProvider data) {
    try {
      evaluateAll(layers, data);
    } catch (RuntimeException e) {
      throw new AssertionError("of the layers " + layers, e);
    }
  }

  private static List<Layer> layers(FuzzedDataProvider data) {
    Layers layers;
    try {
      layers =
          data.consumeBoolean()
              ? Layers.inputs(number(data))
              : Layers.images(number(data), number(data), number(data));
    } catch (IllegalArgumentException e) {
      Refusal.check(e);
      return List.of();
    }
    append(layers, data, data.consumeInt(1, MOST_LAYERS), 0);
    return layers.list();
  }

  private static void append(Layers layers, FuzzedDataProvider data, int count, int depth) {
    for (int i = 0; i < count; i++) {
      try {
        append(layers, data, depth);
      } catch (IllegalArgumentException e) {
        Refusal.check(e);
      }
    }
  }

  private static void append(Layers layers, FuzzedDataProvider data, int depth) {
    Activation activation = activation(data);
    switch (data.consumeInt(0, depth < 2 ? 17 : 14)) {
      case 0 -> layers.dense(number(data), activation);
      case 1 -> layers.denseWithoutBiases(number(data), activation);
      case 2 -> layers.maxout(number(data), number(data));
      case 3 -> layers.convolution(number(data), window(data), activation);
      case 4 ->
          layers.convolution(
              number(data),
              window(data),
              number(data),
              data.pickValue(Biases.values()),
              activation);
      case 5 -> layers.local(number(data), window(data), activation);
      case 6 -> layers.subsampling(window(data), activation);
      case 7 -> layers.averagePooling(window(data));
      case 8 -> layers.globalAveragePooling();
      case 9 -> layers.maxPooling(window(data));
      case 10 -> layers.batchNormalization(activation);
      case 11 -> layers.layerNormalization(activation);
      case 12 -> layers.radial(number(data));
      case 13 -> layers.add(new Softmax(layers.units()));
      case 14 -> layers.add(fixed(layers.units(), data));
      case 15 -> layers.residual(body(data, depth), activation);
      default -> branches(layers, data, depth, activation);
    }
  }

  private static UnaryOperator<Layers> body(FuzzedDataProvider data, int depth) {
    return inner -> {
      append(inner, data, data.consumeInt(0, 2), depth + 1);
      return inner;
    };
  }

  @SuppressWarnings("unchecked")
  private static void branches(
      Layers layers, FuzzedDataProvider data, int depth, Activation activation) {
    layers.branches(
        data.pickValue(Join.values()), activation, body(data, depth), body(data, depth));
  }

  private static FixedLinear fixed(int units, FuzzedDataProvider data) {
    int outputs = number(data);
    double[] matrix = new double[Math.clamp((long) units * outputs, 0, MOST_UNITS)];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] = (i * 7 % 5 - 2) / 4.0;
    }
    return new FixedLinear(units, outputs, matrix);
  }

  private static Window window(FuzzedDataProvider data) {
    Window window = Window.of(number(data), number(data));
    return data.consumeBoolean()
        ? window
        : window.stride(number(data)).padding(number(data)).dilation(number(data));
  }

  private static int number(FuzzedDataProvider data) {
    return data.consumeInt(0, 31) == 0 ? data.pickValue(EDGES) : data.consumeInt(1, 6);
  }

  private static Activation activation(FuzzedDataProvider data) {
    double number = data.consumeRegularDouble(-2, 4);
    return switch (data.consumeInt(0, 9)) {
      case 0 -> Activation.relu();
      case 1 -> Activation.tanh();
      case 2 -> Activation.elu(number);
      case 3 -> Activation.scaledTanh(number, 1);
      case 4 -> Activation.gelu();
      case 5 -> Activation.softplus();
      case 6 -> Activation.gaussian();
      case 7 -> Activation.leakyRelu(number);
      case 8 -> Activation.softsign();
      default -> Activation.identity();
    };
  }

  private static boolean isSmall(Layer layer) {
    return layer.inputs() <= MOST_UNITS
        && layer.outputs() <= MOST_UNITS
        && layer.parameters() <= MOST_PARAMETERS
        && isSmall(layer.describe());
  }

  private static boolean isSmall(LayerDescription layer) {
    return layer.fields().values().stream()
        .allMatch(
            field ->
                switch (field) {
                  case Double number -> number <= LARGEST_FIELD;
                  case List<?> layers ->
                      layers.stream().allMatch(inner -> isSmall((LayerDescription) inner));
                  default -> true;
                });
  }

  // ---------------------------------------------------------------- loss and gradient

  private static Loss loss(FuzzedDataProvider data) {
    return data.pickValue(
        List.of(
            Loss.halfSquaredError(),
            Loss.softmaxCrossEntropy(),
            Loss.binaryCrossEntropy(),
            Loss.huber(0.5),
            Loss.logCosh(),
            Loss.hinge()));
  }

  private static void evaluateAll(List<Layer> layers, FuzzedDataProvider data) {
    Network<double[]> network = Network.of(Precision.DOUBLE, layers);
    int examples = data.consumeInt(1, 5);
    double[] inputs = new double[examples * network.inputs()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (i * 31 % 17 - 8) / 4.0;
    }
    double[] theta = network.initialize(data.pickValue(Initializer.values()), 1);
    NetworkObjective<double[]> objective;
    double[] gradient = new double[network.parameters()];
    double value;
    Loss loss = loss(data);
    Targets<double[]> targets = targets(examples, network.outputs(), data);
    try {
      objective = new NetworkObjective<>(network.newWorkspace(examples), loss, inputs, targets);
      value = objective.valueAndGradient(theta, gradient);
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      Refusal.check(e);
      return;
    }
    requireSame("value", value, objective.value(theta));
    requireSameInPieces(network, loss, inputs, targets, theta, gradient, value);
    if (Precision.DOUBLE.indexOfNonFinite(gradient, 0, gradient.length) < 0) {
      requireProductOfZeros(objective, theta);
    }
    if (network.layers().stream().noneMatch(NetworkFuzzTest::hasStatistics)) {
      double[] outputs = new double[examples * network.outputs()];
      network.newWorkspace(1 + examples / 2).predict(theta, inputs, 0, examples, outputs);
      double mean = loss.mean(targets, outputs);
      if (Math.abs(mean - value) > 1e-10 * (1 + Math.abs(value))) {
        throw new AssertionError("the loss is " + value + ", of predictions " + mean);
      }
    }
  }

  private static boolean hasStatistics(Layer layer) {
    return layer.describe().toString().contains(BatchNormalization.KIND);
  }

  private static Targets<double[]> targets(int examples, int outputs, FuzzedDataProvider data) {
    if (data.consumeBoolean()) {
      int[] labels = new int[examples];
      for (int i = 0; i < examples; i++) {
        labels[i] = i % outputs;
      }
      return Targets.labels(Precision.DOUBLE, labels, outputs);
    }
    double[] values = new double[examples * outputs];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 3 == 0 ? 1 : 0;
    }
    return Targets.matrix(Precision.DOUBLE, values, outputs);
  }

  private static void requireSame(String what, double one, double other) {
    if (Double.doubleToLongBits(one) != Double.doubleToLongBits(other)) {
      throw new AssertionError(what + " is " + one + " and then " + other);
    }
  }

  private static void requireSameInPieces(
      Network<double[]> network,
      Loss loss,
      double[] inputs,
      Targets<double[]> targets,
      double[] theta,
      double[] gradient,
      double value) {
    Workspace<double[]> workspace;
    try {
      workspace = network.newWorkspace(targets.examples()).microBatch(1 + targets.examples() / 3);
    } catch (IllegalArgumentException | UnsupportedOperationException e) {
      Refusal.check(e);
      return;
    }
    double[] again = new double[gradient.length];
    requireSame(
        "value in pieces",
        value,
        new NetworkObjective<>(workspace, loss, inputs, targets).valueAndGradient(theta, again));
    assertThat(Precision.DOUBLE.sameBits(again, gradient)).isTrue();
  }

  private static void requireProductOfZeros(NetworkObjective<double[]> objective, double[] theta) {
    double[] gradient = new double[theta.length];
    double[] product = new double[theta.length];
    objective.linearize(theta, gradient);
    objective.hessianVector(new double[theta.length], product);
    List<Double> others = new ArrayList<>();
    for (double element : product) {
      if (element != 0) {
        others.add(element);
      }
    }
    assertThat(others).isEmpty();
  }
}
