package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CurvatureMonitorTest {
  /** ½ Σ λ_i θ_i². */
  private static HessianProducts<double[]> quadratic(double... lambda) {
    return Objective.of(
        Precision.DOUBLE,
        lambda.length,
        t -> {
          double sum = 0;
          for (int i = 0; i < lambda.length; i++) {
            sum += lambda[i] * t[i] * t[i] / 2;
          }
          return sum;
        },
        (t, g) -> {
          for (int i = 0; i < lambda.length; i++) {
            g[i] = lambda[i] * t[i];
          }
        },
        (t, v, product) -> {
          for (int i = 0; i < lambda.length; i++) {
            product[i] = lambda[i] * v[i];
          }
        });
  }

  @Test
  void measuresBothTermsOfTheExpansion() {
    CurvatureMonitor<double[]> monitor = new CurvatureMonitor<>(quadratic(1, 4), 1, 1);
    monitor.measure(new double[] {2, -1});
    CurvatureReading now = monitor.reading();
    assertThat(now.value()).isEqualTo(4);
    assertThat(now.gradientSquares()).isEqualTo(20); // g = (2, −4)
    assertThat(now.gradientCurvature()).isEqualTo(68);
    assertThat(now.alongGradient()).isEqualTo(3.4);
    assertThat(now.firstOrderTerm(0.5)).isEqualTo(-10);
    assertThat(now.secondOrderTerm(0.5)).isEqualTo(8.5);
  }

  /** The largest in value, though the others are larger in magnitude. */
  @Test
  void findsTheAlgebraicallyLargestEigenvalue() {
    CurvatureMonitor<double[]> monitor = new CurvatureMonitor<>(quadratic(-10, 1, 2, -7), 3, 1);
    for (int k = 0; k < 12; k++) {
      monitor.measure(new double[4]);
    }
    CurvatureReading now = monitor.reading();
    assertThat(now.largestEigenvalue()).isCloseTo(2, within(1e-12));
    assertThat(now.residual()).isLessThan(1e-6);
    assertThat(now.gradientSquares()).isZero();
    assertThat(now.alongGradient()).isNaN();
  }

  /** Ratios of eigenvalues as large as networks have. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void isBelowTheLargestByNoMoreThanItSays(long seed) {
    double[] lambda = new double[400];
    for (int i = 0; i < lambda.length; i++) {
      lambda[i] = 20.0 / ((1 + i) * (1 + i)) - 0.05;
    }
    CurvatureMonitor<double[]> monitor = new CurvatureMonitor<>(quadratic(lambda), 3, seed);
    double before = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < 4; k++) {
      monitor.measure(new double[400]);
      CurvatureReading now = monitor.reading();
      assertThat(now.largestEigenvalue()).isBetween(before, lambda[0] * (1 + 1e-13));
      assertThat(lambda[0] - now.largestEigenvalue()).isLessThanOrEqualTo(now.residual() + 1e-12);
      before = now.largestEigenvalue();
    }
    assertThat(before).isCloseTo(lambda[0], within(1e-6));
  }

  @Test
  void followsAMatrixThatChanges() {
    double[] lambda = {9, 5, 1, 1, 1, 0.5};
    CurvatureMonitor<double[]> monitor = new CurvatureMonitor<>(quadratic(lambda), 3, 7);
    monitor.measure(new double[] {1, -1, 1, 1, -1, 1});
    for (int k = 0; k < 60; k++) {
      lambda[0] *= 0.97; // crosses the second after twenty measurements
      monitor.measure(new double[] {1, -1, 1, 1, -1, 1});
    }
    assertThat(monitor.reading().largestEigenvalue()).isCloseTo(5, within(1e-3));
  }

  @Test
  void ofAMatrixOfZerosItIsZero() {
    CurvatureMonitor<double[]> monitor = new CurvatureMonitor<>(quadratic(0, 0), 3, 1);
    monitor.measure(new double[2]);
    assertThat(monitor.reading().largestEigenvalue()).isZero();
    assertThat(monitor.reading().residual()).isZero();
  }

  private static NetworkObjective<float[]> network(Network<float[]> network) {
    SplittableRandom random = new SplittableRandom(3);
    float[] inputs = new float[12 * 40];
    int[] labels = new int[40];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextDouble(-1, 1);
    }
    for (int p = 0; p < labels.length; p++) {
      labels[p] = random.nextInt(5);
    }
    return new NetworkObjective<>(
        network.newWorkspace(40),
        Loss.softmaxCrossEntropy(),
        inputs,
        Targets.labels(Precision.FLOAT, labels, 5));
  }

  private final Network<float[]> perceptron =
      Network.perceptron(Precision.FLOAT, Activation.lecunTanh(), Activation.identity(), 12, 9, 5);

  /** What both terms leave over is of third order: half of it relative to the second at half ε. */
  @Test
  void predictsWhatAStepDoes() {
    HessianProducts<double[]> cubic =
        Objective.of(
            Precision.DOUBLE,
            1,
            t -> t[0] * t[0] * t[0],
            (t, g) -> g[0] = 3 * t[0] * t[0],
            (t, v, product) -> product[0] = 6 * t[0] * v[0]);
    CurvatureMonitor<double[]> monitor = new CurvatureMonitor<>(cubic, 1, 1);
    double[] theta = {0.7};
    monitor.measure(theta);
    CurvatureReading now = monitor.reading();
    double[] errors = new double[2];
    for (int k = 0; k < 2; k++) {
      double rate = 0x1p-7 / (k + 1);
      double moved = theta[0] - rate * 3 * theta[0] * theta[0];
      double change = moved * moved * moved - now.value();
      double second = now.secondOrderTerm(rate);
      errors[k] = (change - now.firstOrderTerm(rate) - second) / second;
    }
    assertThat(errors[0] / errors[1]).isCloseTo(2, within(1e-6));
  }

  @Test
  void aMeasurementAllocatesNothing() {
    float[] theta = perceptron.initialize(Initializer.FAN_IN, 1);
    CurvatureMonitor<float[]> monitor = new CurvatureMonitor<>(network(perceptron), 3, 1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = -1;
    for (int round = 0; round < 4_000 && allocated != 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int k = 0; k < 10; k++) {
        monitor.measure(theta);
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).isZero();
  }

  @Test
  void whatIsNotFiniteIsRefusedAndTheReadingStays() {
    double[] lambda = {3, 1};
    CurvatureMonitor<double[]> monitor = new CurvatureMonitor<>(quadratic(lambda), 3, 1);
    monitor.measure(new double[] {1, 1});
    CurvatureReading before = monitor.reading();
    lambda[1] = Double.NaN;
    assertThatThrownBy(() -> monitor.measure(new double[] {1, 1}))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("the value is not finite: NaN");
    assertThat(monitor.reading()).isEqualTo(before);
  }

  @Test
  void argumentsAreChecked() {
    assertThatThrownBy(() -> new CurvatureMonitor<>(quadratic(1), 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("products is 0, must be at least 1");
  }
}
