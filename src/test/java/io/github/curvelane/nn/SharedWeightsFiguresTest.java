package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.curvelane.Precision;
import io.github.curvelane.data.IdxFile;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Schedule;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.StochasticTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The nets with shared weights whose learning [EB] shows in its figures 19, 24 and 26. */
final class SharedWeightsFiguresTest {
  private static final Activation LECUN = Activation.lecunTanh();
  private static final int DIGITS = 1_000;
  private static final int EPOCHS = 5;

  private static Network<double[]> figure26() {
    return Network.of(
        Precision.DOUBLE,
        Layers.images(32, 32, 1)
            .convolution(2, Window.of(5), LECUN)
            .subsampling(2, LECUN)
            .convolution(4, Window.of(5), LECUN)
            .subsampling(2, LECUN)
            .dense(10, LECUN)
            .list());
  }

  @Test
  void figure26HasItsParametersAndConnections() {
    Network<double[]> network = figure26();
    assertThat(network.parameters()).isEqualTo(1_278);
    assertThat(network.connections()).isEqualTo(64_638);
  }

  @Test
  void figure19HasItsParametersAndConnections() {
    Network<double[]> network =
        Network.of(
            Precision.DOUBLE,
            Layers.images(16, 16, 1)
                .convolution(2, Window.of(3).stride(2).padding(1), 1, Biases.UNIT, LECUN)
                .convolution(4, Window.of(5).stride(2).padding(2), 1, Biases.UNIT, LECUN)
                .dense(10, LECUN)
                .list());
    assertThat(network.parameters()).isEqualTo(1_060);
    assertThat(network.connections()).isEqualTo(5_194);
  }

  /**
   * Online descent from one start is best near 1/λ, λ the largest eigenvalue of the Hessian there,
   * and fails at four times that.
   */
  @Tag("exhaustive")
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theRateOfFigure26IsTheLargestEigenvaluesInverse(long seed) throws IOException {
    Path mnist = Path.of(System.getProperty("curvelane.test.mnist", "none"));
    assumeTrue(Files.isDirectory(mnist));
    Network<double[]> network = figure26();
    NetworkObjective<double[]> objective = objective(network, mnist);
    double[] start = network.initialize(Initializer.FAN_IN, seed);
    double largest = largestEigenvalue(objective, start);
    double[] factors = {0.125, 0.25, 0.5, 1, 2, 4};
    double[] errors = new double[factors.length];
    for (int k = 0; k < factors.length; k++) {
      double[] theta = start.clone();
      StochasticTrainer.of(new Sgd(), Schedule.constant(factors[k] / largest))
          .epochs(EPOCHS)
          .batch(1)
          .order(SamplingOrder.shuffled(seed))
          .build()
          .train(objective, theta);
      int[] all = new int[DIGITS];
      Arrays.setAll(all, i -> i);
      objective.select(all, 0, DIGITS);
      double error = objective.value(theta);
      errors[k] = Double.isFinite(error) ? error : Double.MAX_VALUE;
    }
    double least = Arrays.stream(errors).min().orElseThrow();
    String what = "seed %d, λ %s: %s".formatted(seed, largest, Arrays.toString(errors));
    assertThat(errors[3]).as(what).isLessThanOrEqualTo(1.12 * least);
    assertThat(errors[5]).as(what).isGreaterThanOrEqualTo(3 * least);
  }

  /** Half squared error, targets of −1 and 1, 32 × 32 pixels centred with one scale. */
  private static NetworkObjective<double[]> objective(Network<double[]> network, Path mnist)
      throws IOException {
    double[] pixels =
        IdxFile.read(mnist.resolve("t10k-images-idx3-ubyte.gz")).values(Precision.DOUBLE);
    double[] labels =
        IdxFile.read(mnist.resolve("t10k-labels-idx1-ubyte.gz")).values(Precision.DOUBLE);
    double[] inputs = new double[DIGITS * 32 * 32];
    for (int p = 0; p < DIGITS; p++) {
      for (int y = 0; y < 28; y++) {
        System.arraycopy(pixels, (p * 28 + y) * 28, inputs, (p * 32 + y + 2) * 32 + 2, 28);
      }
    }
    double mean = Arrays.stream(inputs).average().orElseThrow();
    double variance =
        Arrays.stream(inputs).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    Arrays.setAll(inputs, i -> (inputs[i] - mean) / Math.sqrt(variance));
    double[] targets = new double[DIGITS * 10];
    Arrays.fill(targets, -1);
    for (int p = 0; p < DIGITS; p++) {
      targets[p * 10 + (int) labels[p]] = 1;
    }
    return new NetworkObjective<>(
        network.newWorkspace(DIGITS),
        Loss.halfSquaredError(),
        inputs,
        Targets.matrix(Precision.DOUBLE, targets, 10));
  }

  /**
   * Power iterations; once more with a shift where the eigenvalue largest in modulus is negative.
   */
  private static double largestEigenvalue(NetworkObjective<double[]> objective, double[] theta) {
    objective.linearize(theta, new double[theta.length]);
    double first = power(objective, theta.length, 0);
    return first > 0 ? first : power(objective, theta.length, -first) + first;
  }

  private static double power(NetworkObjective<double[]> objective, int n, double shift) {
    double[] v = new double[n];
    double[] product = new double[n];
    Arrays.setAll(v, i -> StrictMath.sin(i + 1));
    double quotient = 0;
    for (int k = 0; k < 300; k++) {
      double norm = Math.sqrt(Kernels.of(Precision.DOUBLE).newReductions().sumOfSquares(n, v, 0));
      for (int i = 0; i < n; i++) {
        v[i] /= norm;
      }
      objective.hessianVector(v, product);
      quotient = 0;
      for (int i = 0; i < n; i++) {
        product[i] += shift * v[i];
        quotient += v[i] * product[i];
      }
      System.arraycopy(product, 0, v, 0, n);
    }
    return quotient;
  }
}
