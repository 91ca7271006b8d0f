package io.github.curvelane.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.properties.NetworkCase.LossKind;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;

/** Networks of one linear layer, whose value and gradient have a closed form. */
final class RegressionProperties {
  private static final double TOLERANCE = 1e-12;

  /** E = ‖XW + 1bᵀ − D‖²/2B; ∂E/∂W = Xᵀ(XW + 1bᵀ − D)/B, ∂E/∂b its column sums. */
  @Property
  void linearRegression(
      @ForAll @IntRange(min = 1, max = 12) int inputs,
      @ForAll @IntRange(min = 1, max = 8) int outputs,
      @ForAll @IntRange(min = 1, max = 30) int examples,
      @ForAll long seed) {
    check(LossKind.HALF_SQUARED_ERROR, inputs, outputs, examples, seed);
  }

  /** E = −Σ ln p_t/B with p = softmax(xW + b); ∂E/∂W = Xᵀ(P − T)/B, ∂E/∂b its column sums. */
  @Property
  void softmaxRegression(
      @ForAll @IntRange(min = 1, max = 12) int inputs,
      @ForAll @IntRange(min = 2, max = 8) int classes,
      @ForAll @IntRange(min = 1, max = 30) int examples,
      @ForAll long seed) {
    check(LossKind.SOFTMAX_CROSS_ENTROPY, inputs, classes, examples, seed);
  }

  private static void check(LossKind loss, int inputs, int outputs, int examples, long seed) {
    NetworkCase given =
        new NetworkCase(List.of(inputs, outputs), Activation.identity(), loss, examples, seed);
    Network<double[]> network = given.network(Precision.DOUBLE);
    double[] theta = given.parameters(network);
    double[] x = given.inputs(network);
    Targets<double[]> targets = given.targets(network);

    double value = 0;
    double[] expected = new double[theta.length];
    for (int p = 0; p < examples; p++) {
      double[] y = new double[outputs];
      for (int j = 0; j < outputs; j++) {
        y[j] = theta[inputs * outputs + j];
        for (int i = 0; i < inputs; i++) {
          y[j] += x[p * inputs + i] * theta[i * outputs + j];
        }
      }
      double[] delta = new double[outputs];
      value +=
          loss == LossKind.HALF_SQUARED_ERROR
              ? squaredError(y, targets, p, delta)
              : crossEntropy(y, targets.label(p), delta);
      for (int j = 0; j < outputs; j++) {
        for (int i = 0; i < inputs; i++) {
          expected[i * outputs + j] += x[p * inputs + i] * delta[j] / examples;
        }
        expected[inputs * outputs + j] += delta[j] / examples;
      }
    }

    NetworkObjective<double[]> objective = given.objective(network, Parallelism.none());
    double[] gradient = new double[theta.length];
    double actual = objective.valueAndGradient(theta, gradient);
    assertThat(actual).isCloseTo(value / examples, Offset.offset(TOLERANCE * (1 + value)));
    for (int i = 0; i < gradient.length; i++) {
      assertThat(gradient[i]).as("θ[%d]", i).isCloseTo(expected[i], Offset.offset(TOLERANCE));
    }
  }

  private static double squaredError(
      double[] y, Targets<double[]> targets, int example, double[] delta) {
    double value = 0;
    for (int j = 0; j < y.length; j++) {
      delta[j] = y[j] - targets.value(example, j);
      value += delta[j] * delta[j] / 2;
    }
    return value;
  }

  private static double crossEntropy(double[] y, int label, double[] delta) {
    double sum = 0;
    for (double logit : y) {
      sum += StrictMath.exp(logit);
    }
    for (int j = 0; j < y.length; j++) {
      delta[j] = StrictMath.exp(y[j]) / sum - (j == label ? 1 : 0);
    }
    return StrictMath.log(sum) - y[label];
  }
}
