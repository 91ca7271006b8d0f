package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.curvelane.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Derivatives against differences, and the facts about each activation. */
final class ActivationDerivativesTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  static List<Activation> all() {
    return ElementwiseAgreementTest.activations();
  }

  @ParameterizedTest
  @MethodSource("all")
  void derivativesAreTheLimitsOfDifferences(Activation f) {
    double h = 1e-5;
    double[] x = Arguments.uniform(Precision.DOUBLE, 21, 500, -6, 6);
    for (double at : x) {
      if (Math.abs(at) < 1e-3) {
        continue; // Rectifiers have a kink at 0.
      }
      double slope = (value(f, at + h)[0] - value(f, at - h)[0]) / (2 * h);
      double curvature = (value(f, at + h)[1] - value(f, at - h)[1]) / (2 * h);
      double scale = Math.max(1, Math.abs(value(f, at)[0]));
      assertThat(value(f, at)[1])
          .as("f′ of %s at %s", f, at)
          .isCloseTo(slope, within(2e-9 * scale));
      assertThat(value(f, at)[2])
          .as("f″ of %s at %s", f, at)
          .isCloseTo(curvature, within(2e-9 * scale));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void errorsOfDifferencesFallWithTheSquareOfTheStep(Activation f) {
    for (double at : new double[] {-2.3, -0.7, 0.4, 1.9}) {
      for (int order = 0; order < 2; order++) {
        double coarse = differenceError(f, order, at, 0x1p-7);
        double fine = differenceError(f, order, at, 0x1p-8);
        if (Math.abs(coarse) > 1e-9) {
          assertThat(coarse / fine)
              .as("%s, derivative %d at %s", f, order + 1, at)
              .isBetween(3.5, 4.5);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void singlePrecisionIsDoublePrecisionRounded(Activation f) {
    double[] x = Arguments.uniform(Precision.FLOAT, 22, 2000, -8, 8);
    float[] single = Precision.FLOAT.of(x);
    float[][] s = new float[3][x.length];
    double[][] d = new double[3][x.length];
    Kernels.of(Precision.FLOAT)
        .activations()
        .apply(f, x.length, single, 0, s[0], 0, s[1], 0, s[2], 0);
    Kernels.of(Precision.DOUBLE).activations().apply(f, x.length, x, 0, d[0], 0, d[1], 0, d[2], 0);
    for (int order = 0; order < 3; order++) {
      for (int i = 0; i < x.length; i++) {
        double bound = 8 * 0x1p-24 * Math.max(Math.abs(d[order][i]), Math.abs(d[0][i]) + 1);
        assertThat((double) s[order][i])
            .as("%s, order %d at %s", f, order, x[i])
            .isCloseTo(d[order][i], within(bound));
      }
    }
  }

  @Test
  void lecunTanhIsWhatThePaperSaysButForRounding() {
    Activation f = Activation.lecunTanh();
    assertThat(value(f, 1)[0] - 1).isCloseTo(-2.7e-6, within(0.05e-6));
    double peak = 1.5 * 0.6584789484624084; // 1.5·atanh(1/√3)
    assertThat(peak).isCloseTo(0.98772, within(5e-6));
    double greatest = Math.abs(value(f, peak)[2]);
    assertThat(Math.abs(value(f, 1)[2]) / greatest).isCloseTo(0.99987, within(5e-6));
    for (double x = 0; x < 6; x += 1e-3) {
      assertThat(Math.abs(value(f, x)[2])).isLessThanOrEqualTo(greatest);
    }
    assertThat(value(f, 0)[1]).isCloseTo(1.7159 * 2 / 3, within(1e-15));
  }

  /**
   * f² averages to 0.75043 for inputs of variance 1, by 30 digits in another program; the paper has
   * about 1. The sum over a grid of 1/64 is exact to e^(−2π·2.36·64), as the nearest pole is 2.36
   * from the axis. What lies beyond ±9 is below 1e-18; 1,153 terms round by at most 4u each, and
   * their sum by as much as it has terms.
   */
  @Test
  void lecunTanhHasAnEffectiveGainOfThreeQuarters() {
    double sum = 0;
    for (int i = -576; i <= 576; i++) {
      double y = value(Activation.lecunTanh(), i / 64.0)[0];
      sum += y * y * StrictMath.exp(-i * i / 8192.0);
    }
    double gain = sum / 64 / StrictMath.sqrt(2 * StrictMath.PI);
    assertThat(gain).isCloseTo(0.750430276305065026, within(1157 * 0x1p-53));
  }

  @ParameterizedTest
  @MethodSource("all")
  void oddOnesAreOddBitForBit(Activation f) {
    if (!f.isOdd()) {
      return;
    }
    float[] x = Precision.FLOAT.of(Arguments.special(Precision.FLOAT));
    for (int i = 0; i < x.length; i++) {
      if (Float.isNaN(x[i])) {
        continue;
      }
      float[] plus = single(f, x[i]);
      float[] minus = single(f, -x[i]);
      assertThat(minus[0]).as("%s(−%s)", f, x[i]).isEqualTo(-plus[0]);
      assertThat(minus[1]).isEqualTo(plus[1]);
      assertThat(minus[2] + 0f).isEqualTo(-plus[2] + 0f);
    }
  }

  @Test
  void oddFunctionsAreOddBitForBit() {
    float[] x = Precision.FLOAT.of(Arguments.ofAllExponents(Precision.FLOAT, 23, 20_000));
    float[] minus = x.clone();
    for (int i = 0; i < x.length; i++) {
      minus[i] = -x[i];
    }
    Functions<float[]> functions = Kernels.of(Precision.FLOAT).functions();
    float[] a = new float[x.length];
    float[] b = new float[x.length];
    functions.tanh(x.length, x, 0, a, 0);
    functions.tanh(x.length, minus, 0, b, 0);
    assertNegated(a, b);
    functions.erf(x.length, x, 0, a, 0);
    functions.erf(x.length, minus, 0, b, 0);
    assertNegated(a, b);
  }

  @Test
  void limitsAtInfinity() {
    assertLimits(Activation.logistic(), new double[] {0, 0, 0}, new double[] {1, 0, 0});
    assertLimits(Activation.tanh(), new double[] {-1, 0, 0}, new double[] {1, 0, 0});
    assertLimits(Activation.relu(), new double[] {0, 0, 0}, new double[] {INFINITY, 1, 0});
    assertLimits(
        Activation.leakyRelu(0.5), new double[] {-INFINITY, 0.5, 0}, new double[] {INFINITY, 1, 0});
    assertLimits(Activation.softplus(), new double[] {0, 0, 0}, new double[] {INFINITY, 1, 0});
    assertLimits(Activation.elu(2), new double[] {-2, 0, 0}, new double[] {INFINITY, 1, 0});
    assertLimits(Activation.gelu(), new double[] {0, 0, 0}, new double[] {INFINITY, 1, 0});
    assertLimits(Activation.silu(), new double[] {0, 0, 0}, new double[] {INFINITY, 1, 0});
    assertLimits(Activation.softsign(), new double[] {-1, 0, 0}, new double[] {1, 0, 0});
    assertLimits(
        Activation.gaussian(),
        new double[] {INFINITY, -INFINITY, INFINITY},
        new double[] {0, 0, 0});
  }

  @ParameterizedTest
  @MethodSource("all")
  void notANumberStaysOne(Activation f) {
    assertThat(value(f, Double.NaN)[0]).isNaN();
    if (!f.isIdentity()) {
      assertThat(value(f, Double.NaN)[1]).isNaN();
    }
    assertThat(single(f, Float.NaN)[0]).isNaN();
  }

  /** Where its second derivative jumps from 2 to −2. */
  @Test
  void softsignAtZero() {
    Activation f = Activation.softsign();
    assertThat(value(f, 0)).containsExactly(0, 1, 0);
    assertThat(value(f, -0.0)).containsExactly(-0.0, 1, 0);
    assertThat(value(f, -Double.MIN_VALUE)).containsExactly(-Double.MIN_VALUE, 1, 2);
    assertThat(single(f, Float.MIN_VALUE)).containsExactly(Float.MIN_VALUE, 1, -2);
    assertThat(single(f, -Float.MAX_VALUE)).containsExactly(-1, 0, 0);
  }

  @Test
  void rectifiersAtZero() {
    assertThat(value(Activation.relu(), 0)).containsExactly(0, 0, 0);
    assertThat(value(Activation.leakyRelu(0.1), 0)).containsExactly(0, 0.1, 0);
    assertThat(single(Activation.relu(), -0f)[0]).isEqualTo(0f);
  }

  private static void assertLimits(Activation f, double[] below, double[] above) {
    for (int order = 0; order < 3; order++) {
      assertThat(value(f, -INFINITY)[order] + 0.0)
          .as("%s, order %d at −∞", f, order)
          .isEqualTo(below[order]);
      assertThat(value(f, INFINITY)[order] + 0.0)
          .as("%s, order %d at ∞", f, order)
          .isEqualTo(above[order]);
      assertThat(single(f, Float.NEGATIVE_INFINITY)[order] + 0f).isEqualTo((float) below[order]);
      assertThat(single(f, Float.POSITIVE_INFINITY)[order] + 0f).isEqualTo((float) above[order]);
    }
  }

  private static void assertNegated(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      b[i] = -b[i];
    }
    assertThat(b).isEqualTo(a);
  }

  private static double differenceError(Activation f, int order, double x, double h) {
    double difference = (value(f, x + h)[order] - value(f, x - h)[order]) / (2 * h);
    return difference - value(f, x)[order + 1];
  }

  private static double[] value(Activation f, double x) {
    double[] in = new double[32];
    java.util.Arrays.fill(in, x);
    double[][] out = new double[3][32];
    Kernels.of(Precision.DOUBLE).activations().apply(f, 32, in, 0, out[0], 0, out[1], 0, out[2], 0);
    return new double[] {out[0][0], out[1][0], out[2][0]};
  }

  private static float[] single(Activation f, float x) {
    float[] in = new float[64];
    java.util.Arrays.fill(in, x);
    float[][] out = new float[3][64];
    Kernels.of(Precision.FLOAT).activations().apply(f, 64, in, 0, out[0], 0, out[1], 0, out[2], 0);
    return new float[] {out[0][0], out[1][0], out[2][0]};
  }
}
