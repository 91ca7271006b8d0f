package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * For one example of a linear network with ½ squared error g = x δᵀ and G = xxᵀ ⊗ I, so κ = ‖x‖² of
 * that example.
 */
final class GradientCurvatureTest {
  private static final int INPUTS = 7;
  private static final int EXAMPLES = 30;

  private final double[] inputs =
      new SplittableRandom(5).doubles(INPUTS * EXAMPLES, -2, 2).toArray();
  private final int[] order = IntStream.range(0, EXAMPLES).map(i -> EXAMPLES - 1 - i).toArray();
  private final Network<double[]> network =
      Network.of(Precision.DOUBLE, Dense.withoutBiases(INPUTS, 3, Activation.identity()));
  private final double[] theta = network.initialize(Initializer.FAN_IN, 2);
  private final double[] targets = new double[3 * EXAMPLES];

  private NetworkObjective<double[]> objective() {
    return new NetworkObjective<>(
        network.newWorkspace(EXAMPLES),
        Loss.halfSquaredError(),
        inputs,
        Targets.matrix(Precision.DOUBLE, targets, 3));
  }

  private double[] squaredNorms(int count) {
    return Arrays.stream(order)
        .limit(count)
        .mapToDouble(
            p -> {
              double sum = 0;
              for (int i = 0; i < INPUTS; i++) {
                sum += inputs[p * INPUTS + i] * inputs[p * INPUTS + i];
              }
              return sum;
            })
        .toArray();
  }

  @Test
  void ofSingleExamplesItIsTheirSquaredNorm() {
    GradientCurvature found = GradientCurvature.measure(objective(), theta, order, 1);
    double[] expected = squaredNorms(20);
    // Three products and sums of seven terms and an inner product of 21 on either side.
    assertThat(found.curvatures())
        .usingComparatorWithPrecision(1e-14 * 28)
        .containsExactly(expected);
    Arrays.sort(expected);
    double median = (expected[9] + expected[10]) / 2;
    assertThat(found.median()).isCloseTo(median, within(1e-14 * median));
    assertThat(found.rate()).isEqualTo(1 / found.median());
    assertThat(found.measured()).isEqualTo(20);
    assertThat(found.batch()).isEqualTo(1);
  }

  /** The gradient of a batch is an average, and the curvature along it is of the same batch. */
  @Test
  void ofABatchItIsAlongTheAverageGradient() {
    NetworkObjective<double[]> objective = objective();
    GradientCurvature found = GradientCurvature.measure(objective, theta, order, 13);
    double[] gradient = new double[theta.length];
    double[] product = new double[theta.length];
    objective.select(order, 13, 26);
    objective.linearize(theta, gradient);
    objective.gaussNewtonVector(gradient, product);
    double gg = 0;
    double ggg = 0;
    for (int i = 0; i < gradient.length; i++) {
      gg += gradient[i] * gradient[i];
      ggg += gradient[i] * product[i];
    }
    assertThat(found.curvatures()[1]).isCloseTo(ggg / gg, within(1e-13 * ggg / gg));
  }

  @Test
  void batchesWithoutAGradientAreLeftOut() {
    System.arraycopy(outputs(), 0, targets, 0, 3 * EXAMPLES);
    for (int p = 10; p < 15; p++) {
      targets[3 * p] += 1;
    }
    GradientCurvature found = GradientCurvature.measure(objective(), theta, order, 1);
    assertThat(found.measured()).isEqualTo(20);
    assertThat(found.curvatures()).hasSize(5);
    // An odd number: the median is one of them.
    assertThat(found.curvatures()).contains(found.median());
  }

  @Test
  void withoutAnyPositiveCurvatureThereIsNoRate() {
    System.arraycopy(outputs(), 0, targets, 0, 3 * EXAMPLES);
    GradientCurvature found = GradientCurvature.measure(objective(), theta, order, 2);
    assertThat(found.median()).isNaN();
    assertThatThrownBy(found::rate)
        .isInstanceOf(ArithmeticException.class)
        .hasMessage(
            "none of 20 batches of 2 has a positive curvature along its gradient: it gives no"
                + " learning rate");
  }

  private double[] outputs() {
    double[] outputs = new double[3 * EXAMPLES];
    network.newWorkspace(1).predict(theta, inputs, 0, EXAMPLES, outputs);
    return outputs;
  }

  @Test
  void theWatchSeesEveryProductAndEndsTheWork() {
    long[] seen = {0};
    ProductWatch watch =
        new ProductWatch() {
          @Override
          public void product(long products) {
            assertThat(products).isEqualTo(seen[0] + 1);
            seen[0] = products;
          }

          @Override
          public boolean cancelled() {
            return seen[0] == 7;
          }
        };
    GradientCurvature found = GradientCurvature.measure(objective(), theta, order, 1, watch);
    assertThat(found.measured()).isEqualTo(7);
    assertThat(found.curvatures()).hasSize(7);
  }

  @Test
  void batchesThatDoNotFitAreRefused() {
    NetworkObjective<double[]> objective =
        new NetworkObjective<>(
            network.newWorkspace(8),
            Loss.halfSquaredError(),
            inputs,
            Targets.matrix(Precision.DOUBLE, targets, 3));
    for (int batch : new int[] {0, 9, 31}) {
      assertThatThrownBy(() -> GradientCurvature.measure(objective, theta, order, batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "batch is %d, must be from 1 to 8: the order has 30 examples, the objective takes 8"
                  .formatted(batch));
    }
  }
}
