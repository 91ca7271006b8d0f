package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.SamplingOrder;
import io.github.curvelane.optim.Sgd;
import io.github.curvelane.optim.Updater;
import io.github.curvelane.optim.batch.Lbfgs;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The 1-1-1 network of [EB 5.2], figures 13 and 14: LeCun's tanh for the hidden and the output
 * unit, ten examples of each of two classes about −1 and 1 with deviation 0.4, the means as
 * targets. θ = (w₀, b₀, w₁, b₁).
 */
final class MinimalNetworkTest {
  private static final int EXAMPLES = 20;
  private static final double[] START = {0.4, 0.3, -0.2, 0.5};

  private final double[] x = new double[EXAMPLES];
  private final double[] d = new double[EXAMPLES];
  private final NetworkObjective<double[]> objective;

  MinimalNetworkTest() {
    NormalNumbers numbers = new NormalNumbers(1);
    for (int p = 0; p < EXAMPLES; p++) {
      d[p] = p % 2 == 0 ? -1 : 1;
      x[p] = d[p] + 0.4 * numbers.next();
    }
    Network<double[]> network =
        Network.perceptron(
            Precision.DOUBLE, Activation.lecunTanh(), Activation.lecunTanh(), 1, 1, 1);
    objective =
        new NetworkObjective<>(
            network.newWorkspace(EXAMPLES),
            Loss.halfSquaredError(),
            x,
            Targets.matrix(Precision.DOUBLE, d, 1));
  }

  /**
   * With u = w₀x + b₀, y = f(u), v = w₁y + b₁, r = f(v) − d and J = ∂v/∂θ: H is the mean of (f′(v)²
   * + r·f″(v))·JJᵀ + r·f′(v)·∇²v.
   */
  private double[] hessianByHand(double... theta) {
    double[] h = new double[16];
    for (int p = 0; p < EXAMPLES; p++) {
      double[] u = curve(theta[0] * x[p] + theta[1]);
      double[] v = curve(theta[2] * u[0] + theta[3]);
      double r = v[0] - d[p];
      double[] j = {theta[2] * u[1] * x[p], theta[2] * u[1], u[0], 1};
      double second = theta[2] * u[2];
      double[] bends = {
        second * x[p] * x[p],
        second * x[p],
        u[1] * x[p],
        0,
        second * x[p],
        second,
        u[1],
        0,
        u[1] * x[p],
        u[1],
        0,
        0,
        0,
        0,
        0,
        0
      };
      for (int k = 0; k < 16; k++) {
        double outer = j[k / 4] * j[k % 4];
        h[k] += ((v[1] * v[1] + r * v[2]) * outer + r * v[1] * bends[k]) / EXAMPLES;
      }
    }
    return h;
  }

  /** f, f′ and f″. */
  private static double[] curve(double x) {
    double t = StrictMath.tanh(2 * x / 3);
    double slope = 1 - t * t;
    return new double[] {1.7159 * t, 1.7159 * 2 / 3 * slope, -2 * 1.7159 * 4 / 9 * t * slope};
  }

  private static Lanczos both() {
    return new Lanczos().largest(2).smallest(2);
  }

  @Test
  void theCurvatureIsThatWrittenByHand() {
    double[] expected = hessianByHand(START);
    double[] hessian = DenseCurvature.hessian(objective, START);
    for (int k = 0; k < 16; k++) {
      assertThat(hessian[k]).isEqualTo(expected[k], within(1e-14));
    }
    double[] values = JacobiEigenvalues.of(4, expected);
    Eigenpairs<double[]> pairs = both().find(objective.hessian()).orThrow();
    assertThat(pairs.largest().get(0).value()).isEqualTo(values[3], within(1e-13));
    assertThat(pairs.smallest().get(0).value()).isEqualTo(values[0], within(1e-13));
    // Neither minimum nor maximum: descent's matrix I − ηH expands along it for every rate.
    assertThat(values[0]).isNegative();
  }

  /** f is odd: the hidden unit's sign is free. */
  @Test
  void theHiddenUnitsSignChangesNothing() {
    double[] mirrored = {-START[0], -START[1], -START[2], START[3]};
    assertThat(objective.value(mirrored)).isEqualTo(objective.value(START), within(1e-15));
    assertThat(JacobiEigenvalues.of(4, DenseCurvature.hessian(objective, mirrored)))
        .containsExactly(
            JacobiEigenvalues.of(4, DenseCurvature.hessian(objective, START)), within(1e-14));
  }

  /** Figure 13: presentations one by one come down to the neighbourhood of a minimum. */
  @Test
  void theStochasticTrajectoryEndsNearAMinimum() {
    double[] minimum = minimum();
    double least = objective.value(minimum);
    double first = objective.value(START);
    double[] theta = START.clone();
    double[] gradient = new double[4];
    int[] order = new int[EXAMPLES];
    Updater<double[]> descent = descent();
    for (int epoch = 1; epoch <= 200; epoch++) {
      SamplingOrder.shuffled(1).arrange(epoch, order);
      for (int p = 0; p < EXAMPLES; p++) {
        objective.select(order, p, p + 1);
        objective.valueAndGradient(theta, gradient);
        descent.step(0.02, theta, gradient);
      }
    }
    all();
    assertThat(objective.value(theta) - least).isLessThan(0.02 * (first - least));
  }

  private void all() {
    int[] all = new int[EXAMPLES];
    Arrays.setAll(all, p -> p);
    objective.select(all, 0, EXAMPLES);
  }

  private static Updater<double[]> descent() {
    return new Sgd().init(Kernels.of(Precision.DOUBLE), 4);
  }

  private double[] minimum() {
    double[] theta = START.clone();
    new Lbfgs().minimize(objective, theta).orThrow();
    return theta;
  }

  /**
   * Near a minimum descent is that of the quadratic: a displacement of 1e-6 along the eigenvector
   * of λ_max becomes 0.998 or −1.002 times as much a step, but for its square.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.999, 1.001})
  void atTheMinimumTwiceTheInverseEigenvalueIsTheBoundOfTheRate(double part) {
    double[] minimum = minimum();
    double[] gradient = new double[4];
    objective.linearize(minimum, gradient);
    Eigenpair<double[]> top =
        both().eigenvectors(true).find(objective.hessian()).orThrow().largest().get(0);
    double[] direction = top.vector().orElseThrow();
    double[] theta = minimum.clone();
    for (int i = 0; i < 4; i++) {
      theta[i] += 1e-6 * direction[i];
    }
    double rate = part * LearningRates.divergenceBound(top.value());
    Updater<double[]> descent = descent();
    for (int t = 0; t < 500; t++) {
      objective.valueAndGradient(theta, gradient);
      descent.step(rate, theta, gradient);
    }
    double along = 0;
    for (int i = 0; i < 4; i++) {
      along += direction[i] * (theta[i] - minimum[i]);
    }
    double expected = 1e-6 * Math.pow(Math.abs(1 - 2 * part), 500);
    assertThat(along).isEqualTo(expected, within(0.01 * expected));
  }

  /**
   * [DL8 8.10]: −ε‖g‖² + ½ε²gᵀHg is what a step changes E by, up to ε³. So the error is ∝ ε beside
   * the term of curvature, and ∝ ε² beside the whole.
   */
  @Test
  void thePredictedDecreaseIsRightToThirdOrder() {
    CurvatureMonitor<double[]> monitor = new CurvatureMonitor<>(objective, 1, 1);
    monitor.measure(START);
    CurvatureReading reading = monitor.reading();
    double[] gradient = new double[4];
    objective.valueAndGradient(START, gradient);
    double before = Double.NaN;
    double relativeBefore = Double.NaN;
    for (double rate = 1.0 / 8; rate > 1.0 / 300; rate /= 2) {
      double[] theta = START.clone();
      descent().step(rate, theta, gradient);
      double first = reading.firstOrderTerm(rate);
      double second = reading.secondOrderTerm(rate);
      double change = objective.value(theta) - objective.value(START);
      double error = change - (first + second);
      double relative = error / (first + second);
      if (rate < 1.0 / 8) {
        assertThat(before / (error / second)).as("rate %s", rate).isBetween(1.75, 2.25);
        assertThat(relativeBefore / relative).as("rate %s", rate).isBetween(3.5, 4.5);
      }
      before = error / second;
      relativeBefore = relative;
    }
  }
}
