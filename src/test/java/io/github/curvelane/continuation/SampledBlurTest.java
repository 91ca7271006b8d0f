package io.github.curvelane.continuation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.HessianProducts;
import io.github.curvelane.Objective;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkObjective;
import io.github.curvelane.nn.Targets;
import io.github.curvelane.optim.batch.Allocations;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A blur by samples beside closed forms, and the derivatives of what it computes. */
final class SampledBlurTest {
  private static final Network<double[]> NETWORK =
      Network.perceptron(Precision.DOUBLE, Activation.tanh(), Activation.identity(), 3, 4, 2);

  private static NetworkObjective<double[]> network() {
    SplittableRandom random = new SplittableRandom(6);
    return new NetworkObjective<>(
        NETWORK.newWorkspace(20),
        Loss.halfSquaredError(),
        random.doubles(60, -1, 1).toArray(),
        Targets.matrix(Precision.DOUBLE, random.doubles(40, -1, 1).toArray(), 2));
  }

  /** Six standard errors of the mean of pairs, whose deviation is measured on the pairs. */
  @Test
  void tendsToTheClosedForm() {
    int pairs = 4000;
    double width = 0.3;
    GaussianBlur<double[]> exact = BlurredFunctions.rastrigin(2);
    double[] theta = {0.1, -0.05};
    double sum = 0;
    double squares = 0;
    for (int seed = 0; seed < 40; seed++) {
      double one = SampledBlur.of(exact, width, pairs / 40, seed).value(theta);
      sum += one;
      squares += one * one;
    }
    double mean = sum / 40;
    double error = Math.sqrt((squares / 40 - mean * mean) / 39);
    assertThat(error).isLessThan(0.5).isPositive();
    assertThat(mean).isCloseTo(exact.blurred(width).value(theta), within(6 * error));
    assertThat(mean).isNotCloseTo(exact.value(theta), within(6 * error));
  }

  /** Antithetic pairs leave a line as it is, and add (1/P) Σ σ²ξᵀξ to θᵀθ, about σ²N. */
  @Test
  void blursPolynomialsAsTheyAre() {
    int n = 50;
    Objective<double[]> bowl =
        Objective.of(
            Precision.DOUBLE,
            n,
            x -> {
              double sum = 0;
              for (double each : x) {
                sum += each * each + 3 * each;
              }
              return sum;
            },
            (x, g) -> {
              for (int i = 0; i < n; i++) {
                g[i] = 2 * x[i] + 3;
              }
            });
    SampledBlur<double[]> blur = SampledBlur.of(bowl, 0.5, 100, 2);
    double[] theta = new SplittableRandom(1).doubles(n, -1, 1).toArray();
    double[] gradient = new double[n];
    double added = blur.valueAndGradient(theta, gradient) - bowl.value(theta);
    // χ² of 5000: 0.25·50 with a relative deviation of √(2/5000).
    assertThat(added).isCloseTo(12.5, within(6 * 12.5 * 0.02));
    for (int i = 0; i < n; i++) {
      // 200 terms of at most 2·|θ| + 3 + 2·0.5·6.7, each added by one rounding.
      assertThat(gradient[i]).isCloseTo(2 * theta[i] + 3, within(200 * 0x1p-53 * 12));
    }
    assertThat(blur.value(theta)).isEqualTo(bowl.value(theta) + added, within(1e-12));
  }

  @Test
  void gradientAndProductsAreTheDerivativesOfTheValue() {
    SampledBlur<double[]> blur = SampledBlur.of(network(), 0.2, 3, 5);
    assertThat(blur).isInstanceOf(HessianProducts.class);
    HessianProducts<double[]> products = (HessianProducts<double[]>) blur;
    double[] theta = NETWORK.initialize(Initializer.FAN_IN, 1);
    int n = theta.length;
    double[] v = new SplittableRandom(2).doubles(n, -1, 1).toArray();
    double[] gradient = new double[n];
    double[] product = new double[n];
    assertThat(products.hessianVector(theta, gradient, v, product)).isEqualTo(blur.value(theta));
    double h = 1e-4;
    double[] ahead = new double[n];
    double[] behind = new double[n];
    double[] plus = theta.clone();
    double[] minus = theta.clone();
    double slope = 0;
    for (int i = 0; i < n; i++) {
      plus[i] += h * v[i];
      minus[i] -= h * v[i];
      slope += gradient[i] * v[i];
    }
    double rise =
        (blur.valueAndGradient(plus, ahead) - blur.valueAndGradient(minus, behind)) / (2 * h);
    // Central differences: h²·E‴/6, and roundings of some 1e-16/h; derivatives here are near 1.
    assertThat(rise).isCloseTo(slope, within(1e-6));
    for (int i = 0; i < n; i++) {
      assertThat((ahead[i] - behind[i]) / (2 * h)).isCloseTo(product[i], within(1e-6));
    }
    assertThat(slope).isNotCloseTo(0, within(1e-3));
  }

  @Test
  void isTheSameFunctionEachTimeAndAllocatesNothing() {
    SampledBlur<double[]> blur = SampledBlur.of(network(), 0.2, 3, 5);
    double[] theta = NETWORK.initialize(Initializer.FAN_IN, 1);
    double[] gradient = new double[theta.length];
    double value = blur.valueAndGradient(theta, gradient);
    assertThat(SampledBlur.of(network(), 0.2, 3, 5).value(theta)).isEqualTo(value);
    assertThat(SampledBlur.of(network(), 0.2, 3, 6).value(theta)).isNotEqualTo(value);
    assertThat(blur).hasToString(network() + ", blurred by 0.2 with 3 pairs");
    Allocations.assertNone(50, () -> blur.valueAndGradient(theta, gradient));
  }

  @Test
  void refusesWhatDoesNotFit() {
    NetworkObjective<double[]> objective = network();
    for (double width : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> SampledBlur.of(objective, width, 1, 1))
          .withMessage("width is " + width + ", must be positive and finite");
    }
    Objective<float[]> single = Objective.of(Precision.FLOAT, 1, x -> 0, (x, g) -> {});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SampledBlur.of(single, 1e300, 1, 1))
        .withMessage(
            "width is 1.0E300, which becomes Infinity in float, must be positive and finite");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SampledBlur.of(objective, 1, 1 << 30, 1))
        .withMessage("pairs is 1073741824, must be from 1 to 2³⁰ − 1");
    SampledBlur<double[]> blur = SampledBlur.of(objective, 1, 1, 1);
    double[] theta = new double[blur.dimension()];
    double[] product = new double[blur.dimension()];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> blur.value(new double[2]))
        .withMessage("theta has 2 elements, must have the objective's 26 parameters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> blur.valueAndGradient(theta, theta))
        .withMessage("theta and gradient are the same array");
    HessianProducts<double[]> products = (HessianProducts<double[]>) blur;
    products.linearize(theta, product);
    blur.value(theta);
    assertThatIllegalStateException()
        .isThrownBy(() -> products.hessianVector(theta, product))
        .withMessage("no point is kept: call linearize first");
    products.linearize(theta, product);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> products.hessianVector(new double[26], theta))
        .withMessage("theta and product are the same array");
    theta[4] = Double.NaN;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> products.linearize(theta, product))
        .withMessage("theta[4] is NaN, must be finite");
  }
}
