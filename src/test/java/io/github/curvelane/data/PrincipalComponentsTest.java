package io.github.curvelane.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.nn.Dense;
import io.github.curvelane.nn.FixedLinear;
import io.github.curvelane.nn.Initializer;
import io.github.curvelane.nn.Network;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalComponentsTest {
  private static final double U = Precision.DOUBLE.unitRoundoff();

  /** Covariance [5 4; 4 5]: 9 along (1, 1)/√2, 1 along (1, −1)/√2; the mean is (10, 20). */
  private static final Dataset<double[]> CROSS = data(2, 13, 23, 7, 17, 11, 19, 9, 21);

  private static Dataset<double[]> data(int features, double... inputs) {
    int[] labels = new int[inputs.length / features];
    return Dataset.classification(Precision.DOUBLE, inputs, features, labels, 1);
  }

  /** Columns that are mixed at random, of deviations that fall from 1 to a given one. */
  private static Dataset<double[]> mixed(int examples, int features, double least) {
    Random random = new Random(17);
    double[] mixing = random.doubles((long) features * features, -1, 1).toArray();
    double[] inputs = new double[examples * features];
    for (int i = 0; i < examples; i++) {
      for (int k = 0; k < features; k++) {
        double z = random.nextGaussian() * StrictMath.pow(least, k / (features - 1.0));
        for (int j = 0; j < features; j++) {
          inputs[i * features + j] += z * mixing[k * features + j] + (k == 0 ? 3 : 0);
        }
      }
    }
    return data(features, inputs);
  }

  private static double[] apply(Dataset<double[]> data, Normalization before, FixedLinear layer) {
    double[] normalized = before.apply(data, Precision.DOUBLE);
    return layer.apply(Precision.DOUBLE, normalized, data.examples(), Parallelism.none());
  }

  private static double[] apply(
      Dataset<double[]> data, PrincipalComponents fitted, Decorrelation decorrelation) {
    return apply(data, fitted.normalization(), fitted.layer(decorrelation));
  }

  /** About the mean, by plain sums. */
  private static double[][] covariance(double[] rows, int columns) {
    int n = rows.length / columns;
    double[] mean = new double[columns];
    for (int i = 0; i < rows.length; i++) {
      mean[i % columns] += rows[i] / n;
    }
    double[][] covariance = new double[columns][columns];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < columns; j++) {
        for (int k = 0; k < columns; k++) {
          covariance[j][k] +=
              (rows[i * columns + j] - mean[j]) * (rows[i * columns + k] - mean[k]) / n;
        }
      }
    }
    return covariance;
  }

  private static double furthestFromIdentity(double[][] matrix) {
    double furthest = 0;
    for (int j = 0; j < matrix.length; j++) {
      for (int k = 0; k < matrix.length; k++) {
        furthest = Math.max(furthest, Math.abs(matrix[j][k] - (j == k ? 1 : 0)));
      }
    }
    return furthest;
  }

  @Test
  void theAxesOfAnEllipseAreFound() {
    PrincipalComponents fitted = PrincipalComponents.fit(CROSS);
    double half = Math.sqrt(0.5);
    assertThat(fitted.variances()).containsExactly(new double[] {9, 1}, within(20 * U));
    assertThat(fitted.directions())
        .containsExactly(new double[] {half, half, half, -half}, within(4 * U));
    assertThat(fitted.rank()).isEqualTo(2);
    assertThat(fitted.features()).isEqualTo(2);
    assertThat(fitted.condition()).isCloseTo(9, within(100 * U));
    assertThat(fitted.share(0)).isZero();
    assertThat(fitted.share(1)).isCloseTo(0.9, within(4 * U));
    assertThat(fitted.share(2)).isEqualTo(1);
    assertThat(fitted.components(0.89)).isEqualTo(1);
    assertThat(fitted.components(0.91)).isEqualTo(2);
    assertThat(fitted.components(1)).isEqualTo(2);
    assertThat(fitted.normalization()).isEqualTo(Normalization.centring(CROSS));
    assertThat(fitted)
        .hasToString("principal components of 2 features, 2 of which vary, condition number 9.00");
  }

  @Test
  void formsAreWhatTheyAreDefinedAs() {
    PrincipalComponents fitted = PrincipalComponents.fit(CROSS);
    double root = Math.sqrt(2);
    assertThat(apply(CROSS, fitted, Decorrelation.rotation()))
        .containsExactly(
            new double[] {3 * root, 0, -3 * root, 0, 0, root, 0, -root}, within(20 * U));
    assertThat(apply(CROSS, fitted, Decorrelation.whitening()))
        .containsExactly(new double[] {root, 0, -root, 0, 0, root, 0, -root}, within(20 * U));
    assertThat(apply(CROSS, fitted, Decorrelation.zca()))
        .containsExactly(new double[] {1, 1, -1, -1, 1, -1, -1, 1}, within(20 * U));
    assertThat(apply(CROSS, fitted, Decorrelation.zca().components(1)))
        .containsExactly(new double[] {1, 1, -1, -1, 0, 0, 0, 0}, within(20 * U));
    assertThat(apply(CROSS, fitted, Decorrelation.whitening().components(1)))
        .containsExactly(new double[] {root, -root, 0, 0}, within(20 * U));
    assertThat(apply(CROSS, fitted, Decorrelation.whitening().share(0.8)))
        .containsExactly(apply(CROSS, fitted, Decorrelation.whitening().components(1)));
  }

  @Test
  void theFloorIsRelativeToTheLargestVariance() {
    PrincipalComponents fitted = PrincipalComponents.fit(CROSS);
    double root = Math.sqrt(2);
    double small = root / Math.sqrt(9 * 0.25);
    assertThat(apply(CROSS, fitted, Decorrelation.whitening().floor(0.25)))
        .containsExactly(new double[] {root, 0, -root, 0, 0, small, 0, -small}, within(20 * U));
    assertThat(apply(CROSS, fitted, Decorrelation.whitening().floor(0.1)))
        .containsExactly(apply(CROSS, fitted, Decorrelation.whitening()));
  }

  /** Deviations from 1 to 1e-5 are variances from 1 to 1e-10, over one and several chunks. */
  @ParameterizedTest
  @ValueSource(ints = {60, 4096, 9000})
  void whitenedTrainingDataHaveTheCovarianceOne(int examples) {
    Dataset<double[]> training = mixed(examples, 20, 1e-5);
    PrincipalComponents fitted = PrincipalComponents.fit(training);
    assertThat(fitted.rank()).isEqualTo(20);
    assertThat(fitted.condition()).isGreaterThan(1e10);
    double bound = 1e-10;
    assertThat(U * fitted.condition()).isGreaterThan(1e4 * bound);
    assertThat(U * Math.sqrt(fitted.condition())).isLessThan(bound);
    double[] white = apply(training, fitted, Decorrelation.whitening());
    assertThat(furthestFromIdentity(covariance(white, 20))).isLessThan(bound);
    double[] back = apply(training, fitted, Decorrelation.zca());
    assertThat(furthestFromIdentity(covariance(back, 20))).isLessThan(bound);
    double[] some = apply(training, fitted, Decorrelation.whitening().components(7));
    assertThat(furthestFromIdentity(covariance(some, 7))).isLessThan(bound);
  }

  @Test
  void whitenedDigitsHaveTheCovarianceOne() {
    Dataset<double[]> digits = Digits.ofSide(28, 5).dataset(Precision.DOUBLE, 0, 300);
    PrincipalComponents fitted =
        PrincipalComponents.fit(digits, Normalization.global(digits), Parallelism.none());
    assertThat(fitted.rank()).isBetween(200, 299);
    double[] white = apply(digits, fitted, Decorrelation.whitening());
    assertThat(furthestFromIdentity(covariance(white, fitted.rank()))).isLessThan(1e-10);
  }

  @Test
  void rotatedDataAreUncorrelated() {
    Dataset<double[]> training = mixed(500, 12, 1e-2);
    PrincipalComponents fitted = PrincipalComponents.fit(training);
    double[][] covariance = covariance(apply(training, fitted, Decorrelation.rotation()), 12);
    double[] variances = fitted.variances();
    double bound = (12 + 500) * U * variances[0];
    for (int j = 0; j < 12; j++) {
      for (int k = 0; k < 12; k++) {
        assertThat(covariance[j][k]).isCloseTo(j == k ? variances[j] : 0, within(bound));
      }
    }
    assertThat(variances).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    double[] directions = fitted.directions();
    for (int j = 0; j < 12; j++) {
      double largest = 0;
      for (int k = 0; k < 12; k++) {
        double dot = 0;
        for (int i = 0; i < 12; i++) {
          dot += directions[j * 12 + i] * directions[k * 12 + i];
        }
        assertThat(dot).isCloseTo(j == k ? 1 : 0, within(10 * 12 * U));
        double v = directions[j * 12 + k];
        largest = Math.abs(v) > Math.abs(largest) ? v : largest;
      }
      assertThat(largest).isPositive();
    }
  }

  /** A constant, and columns that are sums and multiples of others. */
  @Test
  void constantAndCollinearFeaturesAreOrdinary() {
    Random random = new Random(3);
    double[] inputs = new double[200 * 5];
    for (int i = 0; i < 200; i++) {
      double a = random.nextGaussian();
      double b = 1000 * random.nextGaussian();
      System.arraycopy(new double[] {a, 7, b, 3 * a - b, a / 3}, 0, inputs, 5 * i, 5);
    }
    Dataset<double[]> training = data(5, inputs);
    for (Normalization before :
        new Normalization[] {
          Normalization.perFeature(training, 0),
          Normalization.centring(training),
          Normalization.none(5)
        }) {
      PrincipalComponents fitted = PrincipalComponents.fit(training, before, Parallelism.none());
      assertThat(fitted.rank()).isEqualTo(2);
      double[] white = apply(training, fitted, Decorrelation.whitening());
      assertThat(furthestFromIdentity(covariance(white, 2))).isLessThan(1e-10);
      assertThat(apply(training, fitted, Decorrelation.zca())).hasSize(5 * 200);
      assertThat(fitted.components(1)).isEqualTo(2);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> fitted.layer(Decorrelation.whitening().components(3)))
          .withMessage("components is 3, must be at most 2, as many as vary");
    }
  }

  @Test
  void whatDoesNotVaryHasNoComponents() {
    for (Dataset<double[]> constant :
        List.of(data(3, 1, 2, 3), data(3, 0.1, 2, 3, 0.1, 2, 3, 0.1, 2, 3))) {
      PrincipalComponents fitted = PrincipalComponents.fit(constant);
      assertThat(fitted.rank()).isZero();
      assertThat(fitted.condition()).isNaN();
      assertThat(fitted.share(0)).isEqualTo(1);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> fitted.layer(Decorrelation.zca()))
          .withMessage("the data do not vary: there is no component");
    }
  }

  @Test
  void componentsAreAboutTheMeanWhateverTheNormalization() {
    Dataset<double[]> training = mixed(300, 6, 1e-1);
    PrincipalComponents centred = PrincipalComponents.fit(training);
    PrincipalComponents raw =
        PrincipalComponents.fit(training, Normalization.none(6), Parallelism.none());
    double bound = 1e3 * U;
    assertThat(raw.variances()).containsExactly(centred.variances(), within(bound));
    assertThat(apply(training, raw, Decorrelation.whitening()))
        .containsExactly(apply(training, centred, Decorrelation.whitening()), within(100 * bound));
  }

  @Test
  void threadsDoNotChangeTheBits() {
    Dataset<double[]> training = mixed(5000, 40, 1e-3);
    Normalization before = Normalization.centring(training);
    try (Parallelism two = Parallelism.threads(2)) {
      PrincipalComponents one = PrincipalComponents.fit(training, before, Parallelism.none());
      PrincipalComponents other = PrincipalComponents.fit(training, before, two);
      assertThat(other.variances()).containsExactly(one.variances());
      assertThat(other.directions()).containsExactly(one.directions());
      assertThat(other.layer(Decorrelation.zca())).isEqualTo(one.layer(Decorrelation.zca()));
    }
  }

  /** What a network is trained on is what it sees when the layer stands in front of it. */
  @Test
  void theLayerInFrontGivesTheSameBits() {
    requireSameBits(Precision.FLOAT);
    requireSameBits(Precision.DOUBLE);
  }

  private static <A> void requireSameBits(Precision<A> precision) {
    Dataset<double[]> training = mixed(1500, 9, 1e-2);
    PrincipalComponents fitted = PrincipalComponents.fit(training);
    FixedLinear layer = fitted.layer(Decorrelation.whitening().components(6));
    Dense dense = new Dense(6, 3, Activation.lecunTanh());
    Network<A> behind = Network.of(precision, dense);
    Network<A> whole = Network.of(precision, layer, dense);
    A theta = behind.initialize(Initializer.FAN_IN, 4);
    A normalized = fitted.normalization().apply(training, precision);
    A expected = precision.newArray(3 * 1500);
    A actual = precision.newArray(3 * 1500);
    A white = layer.apply(precision, normalized, 1500, Parallelism.none());
    behind.newWorkspace(1500).predict(theta, white, 0, 1500, expected);
    whole.newWorkspace(7).predict(theta, normalized, 0, 1500, actual);
    assertThat(precision.sameBits(actual, expected)).isTrue();
  }

  @Test
  void badArgumentsAreNamed() {
    PrincipalComponents fitted = PrincipalComponents.fit(CROSS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrincipalComponents.fit(data(4097, new double[4097])))
        .withMessage(
            "the data have 4097 features, principal components of at most 4096 are fitted");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrincipalComponents.fit(CROSS, Normalization.none(3), Parallelism.none()))
        .withMessage("the data have 2 features, must have 3");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                PrincipalComponents.fit(
                    CROSS,
                    Normalization.of(new double[2], new double[] {1, 1e308}),
                    Parallelism.none()))
        .withMessage("the mean of feature 1, normalized, is Infinity, must be finite");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fitted.share(3))
        .withMessage("components is 3, must be from 0 to 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fitted.components(Double.NaN))
        .withMessage("share is NaN, must be greater than 0 and at most 1");
    FixedLinear layer = fitted.layer(Decorrelation.whitening());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.apply(Precision.FLOAT, new float[0], 0, Parallelism.none()))
        .withMessage("examples is 0, must be at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.apply(Precision.FLOAT, new float[3], 2, Parallelism.none()))
        .withMessageContaining("inputs");
  }
}
