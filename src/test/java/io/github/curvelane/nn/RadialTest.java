package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Diagonal;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.curvature.DenseCurvature;
import io.github.curvelane.kernel.Activation;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What radial units promise beside what all layers do. */
class RadialTest {
  private static double[] random(int length, long seed) {
    return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
  }

  private static double[] positive(int length, long seed) {
    return Arrays.stream(random(length, seed)).map(k -> 1.3 + k).toArray();
  }

  private static float[] floats(double[] values) {
    return Precision.FLOAT.of(values);
  }

  // ---------------------------------------------------------------- the literal roundings

  /** Numbers of inputs, units and examples below, at and above the links that are made at once. */
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 5, 2", "4, 4, 4", "9, 7, 5", "18, 33, 11"})
  void outputsAndGradientsAreTheirChains(int m, int n, int batch) {
    Network<float[]> network =
        Network.of(Precision.FLOAT, new Dense(m, m, Activation.identity()), new Radial(m, n));
    double[] begin = random(network.parameters(), 1);
    float[] theta = floats(LayerCase.positiveKappas(network, begin));
    Arrays.fill(theta, 0, m * m + m, 0);
    for (int i = 0; i < m; i++) {
      theta[i * m + i] = 1; // so that the gradient of the bias is what comes back
    }
    float[] x = floats(random(batch * m, 2));
    int w = m * m + m;
    int k = w + m * n;
    float[] y = new float[batch * n];
    network.newWorkspace(batch).predict(theta, x, 0, batch, y);
    float[] squares = new float[batch * n];
    for (int p = 0; p < batch; p++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int i = 0; i < m; i++) {
          float d = x[p * m + i] - theta[w + i * n + j];
          sum = Math.fma(d, d, sum);
        }
        squares[p * n + j] = sum;
        assertThat(y[p * n + j]).isEqualTo(0.5f * theta[k + j] * sum);
      }
    }
    float[] gradient = new float[theta.length];
    NetworkObjective<float[]> objective =
        new NetworkObjective<>(
            network.newWorkspace(batch),
            Loss.halfSquaredError(),
            x,
            Targets.matrix(Precision.FLOAT, new float[batch * n], n));
    objective.valueAndGradient(theta, gradient);
    float mean = (float) (1.0 / batch);
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < m; i++) {
        float sum = 0;
        for (int p = 0; p < batch; p++) {
          float c = theta[k + j] * y[p * n + j];
          sum = Math.fma(c, theta[w + i * n + j] - x[p * m + i], sum);
        }
        assertThat(gradient[w + i * n + j]).isEqualTo(sum * mean);
      }
      float sum = 0;
      for (int p = 0; p < batch; p++) {
        sum = Math.fma(y[p * n + j], 0.5f * squares[p * n + j], sum);
      }
      assertThat(gradient[k + j]).isEqualTo(sum * mean);
    }
    for (int i = 0; i < m; i++) {
      float sum = 0;
      for (int p = 0; p < batch; p++) {
        float back = 0;
        for (int j = 0; j < n; j++) {
          float c = theta[k + j] * y[p * n + j];
          back = Math.fma(c, x[p * m + i] - theta[w + i * n + j], back);
        }
        sum += back;
      }
      assertThat(gradient[m * m + i]).isEqualTo(sum * mean);
    }
  }

  /** More elements than a single thread takes. */
  @Test
  void threadsDoNotMoveBits() {
    Network<float[]> network =
        Network.of(
            Precision.FLOAT,
            Layers.inputs(61).dense(53, Activation.tanh()).radial(47).radial(3).list());
    double[] begin = random(network.parameters(), 1);
    float[] theta = floats(LayerCase.positiveKappas(network, begin));
    float[][] alone = everything(network, theta, Parallelism.none());
    try (Parallelism two = Parallelism.threads(2)) {
      assertThat(everything(network, theta, two)).isDeepEqualTo(alone);
    }
  }

  private static float[][] everything(
      Network<float[]> network, float[] theta, Parallelism parallelism) {
    int batch = 70;
    NetworkObjective<float[]> objective =
        new NetworkObjective<>(
            network.newWorkspace(batch, parallelism),
            Loss.halfSquaredError(),
            floats(random(batch * 61, 3)),
            Targets.matrix(Precision.FLOAT, floats(random(batch * 3, 4)), 3));
    int n = theta.length;
    float[][] all = new float[6][n];
    objective.linearize(theta, all[0]);
    objective.hessianVector(floats(random(n, 5)), all[1]);
    objective.gaussNewtonVector(floats(random(n, 6)), all[2]);
    objective.diagonal(Diagonal.BECKER_LECUN, all[3]);
    objective.diagonal(Diagonal.BECKER_LECUN_SECOND_ORDER, all[4]);
    objective.diagonal(Diagonal.GAUSS_NEWTON, all[5]);
    return all;
  }

  // ---------------------------------------------------------------- curvature

  /** The loss's Hessian is diagonal, and there are two layers of parameters: nothing is dropped. */
  @Test
  void recursionsAreExactForRadialUnitsBelowADenseLayer() {
    Network<double[]> network =
        Network.of(
            Precision.DOUBLE, Layers.inputs(3).radial(5).dense(2, Activation.identity()).list());
    double[] theta = LayerCase.positiveKappas(network, random(network.parameters(), 1));
    NetworkObjective<double[]> objective =
        new NetworkObjective<>(
            network.newWorkspace(4),
            Loss.halfSquaredError(),
            random(12, 2),
            Targets.matrix(Precision.DOUBLE, random(8, 3), 2));
    int n = theta.length;
    double[] h = DenseCurvature.hessian(objective, theta);
    double[] g = DenseCurvature.gaussNewton(objective, theta);
    objective.linearize(theta, new double[n]);
    double[] squared = new double[n];
    double[] bent = new double[n];
    objective.diagonal(Diagonal.BECKER_LECUN, squared);
    objective.diagonal(Diagonal.BECKER_LECUN_SECOND_ORDER, bent);
    for (int i = 0; i < n; i++) {
      assertThat(squared[i]).isCloseTo(g[i * n + i], within(1e-14));
      assertThat(bent[i]).isCloseTo(h[i * n + i], within(1e-14));
    }
  }

  /** What is fixed is what a network that trains it is at that point. */
  @Test
  void fixedCentersAndKappasGiveWhatTrainedOnesDo() {
    double[] centers = random(4 * 3, 1);
    double[] kappas = positive(4, 2);
    Radial trained = new Radial(3, 4);
    Radial fixed = trained.withFixedCenters(centers).withFixedKappas(kappas);
    Network<double[]> one = Network.of(Precision.DOUBLE, trained);
    double[] theta = new double[one.parameters()];
    trained.start(Precision.DOUBLE, centers, kappas, theta, 0);
    double[] x = random(5 * 3, 3);
    double[] expected = new double[20];
    double[] outputs = new double[20];
    one.newWorkspace(5).predict(theta, x, 0, 5, expected);
    Network.of(Precision.DOUBLE, fixed).newWorkspace(5).predict(new double[0], x, 0, 5, outputs);
    assertThat(outputs).containsExactly(expected);
    assertThat(fixed.parameters()).isZero();
    assertThat(trained.withFixedKappas(kappas).parameters()).isEqualTo(12);
    assertThat(trained.withFixedCenters(centers).parameters()).isEqualTo(4);
    double[] ofKappas = new double[5];
    trained.withFixedCenters(centers).start(Precision.DOUBLE, centers, kappas, ofKappas, 1);
    assertThat(ofKappas).containsExactly(0, kappas[0], kappas[1], kappas[2], kappas[3]);
  }

  @Test
  void summariesTellWhatIsFixed() {
    Radial trained = new Radial(1, 2);
    double[] two = {1, 2};
    assertThat(Network.of(Precision.FLOAT, trained)).hasToString("float 1-2 radial");
    assertThat(Network.of(Precision.FLOAT, trained.withFixedCenters(two)))
        .hasToString("float 1-2 radial fixed centers");
    assertThat(Network.of(Precision.FLOAT, trained.withFixedKappas(two)))
        .hasToString("float 1-2 radial fixed kappas");
    assertThat(Network.of(Precision.FLOAT, trained.withFixedKappas(two).withFixedCenters(two)))
        .hasToString("float 1-2 radial fixed");
  }

  // ---------------------------------------------------------------- what is refused

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void refusesKappasThatAreNotPositive() {
    Radial layer = new Radial(2, 3);
    refused(
        () -> layer.withFixedKappas(new double[] {1, 0, 1}),
        "kappas[1] is 0.0, must be positive and finite");
    refused(
        () -> layer.withFixedKappas(new double[] {1, 1, Double.NaN}),
        "kappas[2] is NaN, must be positive and finite");
    Network<double[]> network =
        Network.of(Precision.DOUBLE, new Dense(2, 2, Activation.tanh()), layer);
    double[] theta = network.initialize(Initializer.FAN_IN, 1);
    theta[13] = -0.5;
    double[] outputs = {7, 7, 7};
    String message = "theta[13] is -0.5, must be positive and finite: it is kappa of radial unit 1";
    refused(() -> network.newWorkspace(1).predict(theta, new double[2], 0, 1, outputs), message);
    assertThat(outputs).containsOnly(7);
    NetworkObjective<double[]> objective =
        new NetworkObjective<>(
            network.newWorkspace(1),
            Loss.halfSquaredError(),
            new double[2],
            Targets.matrix(Precision.DOUBLE, new double[3], 3));
    double[] gradient = new double[theta.length];
    refused(() -> objective.valueAndGradient(theta, gradient), message);
    assertThat(gradient).containsOnly(0);
    theta[13] = 0.5;
    objective.valueAndGradient(theta, gradient);
    assertThat(gradient[13]).isNotZero();
  }

  @Test
  void refusesOtherNumbersOfCenters() {
    Radial layer = new Radial(2, 3);
    refused(() -> new Radial(0, 1), "inputs is 0, must be at least 1");
    refused(() -> new Radial(1, 0), "units is 0, must be at least 1");
    refused(
        () -> new Radial(1 << 16, 1 << 15),
        "a radial layer of 65536 inputs and 32768 outputs has more than 2147483647 parameters");
    refused(() -> layer.withFixedCenters(new double[5]), "centers has 5 elements, must have 6");
    refused(() -> layer.withFixedKappas(new double[2]), "kappas has 2 elements, must have 3");
    refused(
        () -> layer.withFixedCenters(new double[] {1, 2, 3, 4, 5, Double.NEGATIVE_INFINITY}),
        "centers[5] is -Infinity, must be finite");
    double[] theta = new double[9];
    refused(
        () -> layer.start(Precision.DOUBLE, new double[6], new double[3], theta, 0),
        "kappas[0] is 0.0, must be positive and finite");
    assertThat(theta).containsOnly(0);
  }
}
