package io.github.curvelane.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;

/** Comparison of doubles that are equal but for some hundred roundings of their largest. */
final class Close {
  private static final double RELATIVE = 1e-13;

  private Close() {}

  static Offset<Double> to(double size) {
    return within(RELATIVE * size + Double.MIN_NORMAL);
  }

  static void assertClose(String what, double[] actual, double[] expected) {
    assertClose(what, actual, expected, largest(new double[][] {expected}));
  }

  static void assertClose(String what, double[] actual, double[] expected, double size) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).as("%s[%d]", what, i).isCloseTo(expected[i], to(size));
    }
  }

  static double largest(double[][] matrix) {
    double largest = 0;
    for (double[] row : matrix) {
      for (double value : row) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest;
  }
}
