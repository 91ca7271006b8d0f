package io.github.curvelane.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.Precision;
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
      for (double scale : new double[] {1, 1 / 3.0, 0, -2}) {
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
    assertThat(w).containsOnly(1);
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }
}
