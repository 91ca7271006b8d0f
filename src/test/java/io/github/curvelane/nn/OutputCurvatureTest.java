package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The block at a layer's outputs is the Hessian with respect to the bias of a layer that passes a
 * constant on: weights 0, bias A, identity, followed by the layers above.
 */
class OutputCurvatureTest {
  private static final int EXAMPLES = 4;

  @ParameterizedTest
  @CsvSource({"0, true", "1, true", "2, true", "0, false", "1, false", "2, false"})
  void blockIsTheHessianAtTheOutputs(int layer, boolean secondDerivative) {
    List<Layer> layers =
        List.of(
            new Dense(3, 5, Activation.tanh()),
            new Dense(5, 4, Activation.logistic()),
            new Dense(4, 3, Activation.identity()));
    Network<double[]> network = Network.of(Precision.DOUBLE, layers);
    double[] theta = network.initialize(Initializer.FAN_IN, 1);
    double[] inputs = new Random(2).doubles(EXAMPLES * 3, -1, 1).toArray();
    int[] labels = {2, 0, 1, 1};
    var objective =
        new NetworkObjective<>(
            network.newWorkspace(EXAMPLES),
            Loss.softmaxCrossEntropy(),
            inputs,
            Targets.labels(Precision.DOUBLE, labels, 3));
    objective.linearize(theta, new double[theta.length]);
    for (int p = 0; p < EXAMPLES; p++) {
      int n = layers.get(layer).outputs();
      double[] block = new double[n * n];
      objective.outputCurvature(layer, p, secondDerivative, block);
      double[] expected =
          biasHessian(network, theta, layer, outputs(network, theta, layer, inputs, p), labels[p])
              .hessian(secondDerivative);
      for (int i = 0; i < n * n; i++) {
        assertThat(block[i])
            .as("example %d, element %d", p, i)
            .isCloseTo(expected[i], within(1e-14));
      }
    }
  }

  private static double[] outputs(
      Network<double[]> network, double[] theta, int layer, double[] inputs, int example) {
    Network<double[]> below = Network.of(Precision.DOUBLE, network.layers().subList(0, layer + 1));
    double[] part = java.util.Arrays.copyOf(theta, below.parameters());
    double[] a = new double[below.outputs()];
    below.newWorkspace(1).predict(part, inputs, example, 1, a);
    return a;
  }

  private static Constant biasHessian(
      Network<double[]> network, double[] theta, int layer, double[] a, int label) {
    List<Layer> above = new ArrayList<>();
    above.add(new Dense(1, a.length, Activation.identity()));
    above.addAll(network.layers().subList(layer + 1, network.layers().size()));
    Network<double[]> constant = Network.of(Precision.DOUBLE, above);
    double[] at = new double[constant.parameters()];
    System.arraycopy(a, 0, at, a.length, a.length);
    int rest = layer + 1 < network.layers().size() ? network.offset(layer + 1) : theta.length;
    System.arraycopy(theta, rest, at, 2 * a.length, theta.length - rest);
    var objective =
        new NetworkObjective<>(
            constant.newWorkspace(1),
            Loss.softmaxCrossEntropy(),
            new double[1],
            Targets.labels(Precision.DOUBLE, new int[] {label}, 3));
    return new Constant(objective, at, a.length);
  }

  private record Constant(NetworkObjective<double[]> objective, double[] theta, int n) {
    double[] hessian(boolean secondDerivative) {
      objective.linearize(theta, new double[theta.length]);
      double[] hessian = new double[n * n];
      for (int i = 0; i < n; i++) {
        double[] unit = new double[theta.length];
        unit[n + i] = 1;
        double[] column = new double[theta.length];
        if (secondDerivative) {
          objective.hessianVector(unit, column);
        } else {
          objective.gaussNewtonVector(unit, column);
        }
        System.arraycopy(column, n, hessian, i * n, n);
      }
      return hessian;
    }
  }
}
