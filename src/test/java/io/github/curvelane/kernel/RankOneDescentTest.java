package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.Precision;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RankOneDescentTest {
  private static final int X_OFFSET = 2;
  private static final int D_OFFSET = 3;
  private static final double[] SPECIAL = {
    0, -0.0, 1, -1, Double.MIN_VALUE, 1e-30, -1e-42, 1e30, Double.NaN, Double.POSITIVE_INFINITY
  };

  static List<Precision<?>> precisions() {
    return List.of(Precision.FLOAT, Precision.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void bothKernelsGiveTheBitsOfTheStoredGradient(Precision<A> precision) {
    for (int columns : new int[] {0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 30, 31, 33, 47, 100}) {
      for (double scale : new double[] {1, 1 / 3.0, 0, -0.0, -2}) {
        for (int special = 0; special <= SPECIAL.length; special++) {
          for (int rows = 5; rows <= 6; rows++) {
            check(precision, rows, columns, columns + special % 3, 4 + special, scale, special);
          }
        }
      }
    }
  }

  /**
   * Compares with g stored and {@link VectorAlgebra#axpy}; {@code special} numbers are put into d.
   */
  private static <A> void check(
      Precision<A> precision,
      int rows,
      int columns,
      int stride,
      int offset,
      double scale,
      int special) {
    int n = offset + rows * stride + 5;
    A x = precision.newArray(X_OFFSET + rows);
    A d = precision.newArray(D_OFFSET + columns);
    for (int i = 0; i < rows; i++) {
      precision.set(x, X_OFFSET + i, i % 3 == 0 ? (i == 0 ? 0 : -0.0) : StrictMath.sin(i));
    }
    for (int j = 0; j < columns; j++) {
      boolean taken = special > 0 && j % 4 == special % 4;
      precision.set(d, D_OFFSET + j, taken ? SPECIAL[special - 1] : StrictMath.cos(j));
    }
    A theta = precision.newArray(n);
    for (int i = 0; i < n; i++) {
      precision.set(theta, i, i % 5 == 0 ? -0.0 : StrictMath.sin(0.3 * i));
    }
    Kernels<A> kernels = Kernels.of(precision);
    A gradient = precision.newArray(n);
    A expected = copy(precision, theta);
    for (int i = 0; i < rows; i++) {
      int row = offset + i * stride;
      for (int j = 0; j < columns; j++) {
        double g = fma(precision, precision.get(x, X_OFFSET + i), precision.get(d, D_OFFSET + j));
        precision.set(gradient, row + j, g * precision.round(scale));
      }
      kernels.vectorAlgebra().axpy(columns, -0.1, gradient, row, expected, row);
    }
    for (Kernels<A> each : List.of(kernels, Kernels.scalar(precision))) {
      A actual = copy(precision, theta);
      each.rankOneDescent()
          .step(actual, offset, stride, rows, columns, x, X_OFFSET, d, D_OFFSET, scale, 0.1);
      assertThat(precision.sameBits(actual, expected))
          .as("%d columns, scale %s, special %d", columns, scale, special)
          .isTrue();
    }
  }

  /** Rates with which −fl(ε·r)·(+0) is −0, and some with which it is not. */
  private static final double[] RATES = {0, 1, 3, 1e-40, 50};

  private static final double[] WILD = {-1, -0.0, Double.NaN, Double.POSITIVE_INFINITY};

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void ratesOfTheirOwnGiveTheBitsOfTheFormula(Precision<A> precision) {
    for (int columns : new int[] {0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 30, 31, 33, 47, 100}) {
      for (double scale : new double[] {1, 1 / 3.0, 0, -0.0, -2}) {
        for (int special = 0; special <= SPECIAL.length; special++) {
          checkRates(precision, 5 + special % 2, columns, columns + special % 3, scale, special, 0);
        }
        for (int wild = 1; wild <= WILD.length; wild++) {
          checkRates(precision, 6, columns, columns, scale, 0, wild);
        }
      }
    }
  }

  private static <A> void checkRates(
      Precision<A> precision,
      int rows,
      int columns,
      int stride,
      double scale,
      int special,
      int wild) {
    int offset = 4;
    int n = offset + rows * stride + 5;
    A x = precision.newArray(X_OFFSET + rows);
    A d = precision.newArray(D_OFFSET + columns);
    for (int i = 0; i < rows; i++) {
      precision.set(x, X_OFFSET + i, i % 3 == 0 ? (i == 0 ? 0 : -0.0) : StrictMath.sin(i));
    }
    for (int j = 0; j < columns; j++) {
      boolean taken = special > 0 && j % 4 == special % 4;
      precision.set(d, D_OFFSET + j, taken ? SPECIAL[special - 1] : StrictMath.cos(j));
    }
    A theta = precision.newArray(n);
    A rates = precision.newArray(n);
    for (int i = 0; i < n; i++) {
      precision.set(theta, i, i % 5 == 0 ? -0.0 : StrictMath.sin(0.3 * i));
      boolean taken = wild > 0 && i % 4 == 1;
      precision.set(rates, i, taken ? WILD[wild - 1] : RATES[i % RATES.length]);
    }
    A expected = copy(precision, theta);
    double minusRate = precision.round(-0.1);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double g = fma(precision, precision.get(x, X_OFFSET + i), precision.get(d, D_OFFSET + j));
        g = precision.round(g * precision.round(scale));
        int at = offset + i * stride + j;
        double r = precision.round(minusRate * precision.get(rates, at));
        double w = precision.get(theta, at);
        boolean single = precision == Precision.FLOAT;
        precision.set(
            expected, at, single ? Math.fma((float) r, (float) g, (float) w) : Math.fma(r, g, w));
      }
    }
    for (Kernels<A> each : List.of(Kernels.of(precision), Kernels.scalar(precision))) {
      for (double largest : new double[] {wild > 0 ? Double.NaN : 50, Double.NaN}) {
        A actual = copy(precision, theta);
        each.rankOneDescent()
            .step(
                actual, offset, stride, rows, columns, x, X_OFFSET, d, D_OFFSET, scale, 0.1, rates,
                largest);
        assertThat(precision.sameBits(actual, expected))
            .as("%d columns, scale %s, special %d, wild %d", columns, scale, special, wild)
            .isTrue();
      }
    }
  }

  /** With ε·r infinite, x = 0 leaves no parameter as it is; nor does a negative rate a −0. */
  @Test
  void rowsOfZerosAreOnlySkippedWhereTheirStepIsMinusZero() {
    for (Kernels<float[]> each :
        List.of(Kernels.of(Precision.FLOAT), Kernels.scalar(Precision.FLOAT))) {
      float[] theta = filled(1);
      float[] rates = filled(Float.MAX_VALUE);
      step(each, theta, 2, rates, Float.MAX_VALUE);
      assertThat(theta).containsOnly(Float.NaN);
      theta = filled(-0.0f);
      step(each, theta, 1, filled(1), 1);
      assertThat(theta).containsOnly(-0.0f);
      step(each, theta, -0.0, filled(1), 1);
      assertThat(theta).containsOnly(0f);
      theta = filled(-0.0f);
      step(each, theta, -1, filled(0), 0);
      assertThat(theta).containsOnly(0f);
    }
  }

  private static void step(
      Kernels<float[]> kernels, float[] theta, double rate, float[] rates, double largest) {
    kernels
        .rankOneDescent()
        .step(theta, 0, 16, 2, 16, new float[2], 0, new float[16], 0, 1, rate, rates, largest);
  }

  private static float[] filled(float value) {
    float[] array = new float[32];
    Arrays.fill(array, value);
    return array;
  }

  private static double fma(Precision<?> precision, double a, double b) {
    return precision == Precision.FLOAT ? Math.fma((float) a, (float) b, 0f) : Math.fma(a, b, 0.0);
  }

  private static <A> A copy(Precision<A> precision, A array) {
    A copy = precision.newArray(precision.length(array));
    precision.copy(array, 0, copy, 0, precision.length(array));
    return copy;
  }

  @Test
  void whatDoesNotFitIsRefusedByName() {
    RankOneDescent<float[]> descent = Kernels.of(Precision.FLOAT).rankOneDescent();
    float[] w = {1, 1, 1, 1, 1, 1};
    float[] x = new float[2];
    float[] d = new float[3];
    refused(
        () -> descent.step(w, 1, 3, 2, 3, x, 0, d, 0, 1, 1),
        "theta ends at index 7 (offset 1), but its length is 6");
    refused(
        () -> descent.step(w, 0, 2, 2, 3, x, 0, d, 0, 1, 1),
        "the leading dimension of theta is 2, must be at least 3");
    refused(
        () -> descent.step(w, -1, 3, 2, 3, x, 0, d, 0, 1, 1),
        "the offset of theta is -1, must be at least 0");
    refused(() -> descent.step(w, 0, 3, -1, 3, x, 0, d, 0, 1, 1), "rows is -1, must be at least 0");
    refused(
        () -> descent.step(w, 0, 3, 2, 3, x, 1, d, 0, 1, 1),
        "x ends at index 3 (offset 1), but its length is 2");
    refused(
        () -> descent.step(w, 0, 3, 2, 3, x, 0, d, 2, 1, 1),
        "d ends at index 5 (offset 2), but its length is 3");
    refused(() -> descent.step(w, 0, 3, 1, 3, w, 0, d, 0, 1, 1), "x and theta are the same array");
    refused(
        () -> descent.step(w, 0, 3, 2, 3, x, 0, d, 0, 1, 1, new float[5], 1),
        "rates ends at index 6 (offset 0), but its length is 5");
    refused(
        () -> descent.step(w, 0, 3, 2, 3, x, 0, d, 0, 1, 1, w, 1),
        "rates and theta are the same array");
    refused(
        () -> descent.step(w, 1, 3, 2, 3, x, 0, d, 0, 1, 1, new float[7], 1),
        "theta ends at index 7 (offset 1), but its length is 6");
    assertThat(w).containsOnly(1);
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}
