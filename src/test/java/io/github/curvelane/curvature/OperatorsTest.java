package io.github.curvelane.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.curvelane.Precision;
import io.github.curvelane.SymmetricOperator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators made of others against the matrices that they are, bit for bit. */
final class OperatorsTest {
  static Stream<Precision<?>> precisions() {
    return Stream.of(Precision.FLOAT, Precision.DOUBLE);
  }

  private static <A> A matrix(Precision<A> precision, int n) {
    Random random = new Random(n);
    A a = precision.newArray(n * n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double x = random.nextDouble(-1, 1);
        precision.set(a, i * n + j, x);
        precision.set(a, j * n + i, x);
      }
    }
    return a;
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void aDenseMatrixIsMultipliedInOneChainARow(Precision<A> precision) {
    for (int n : new int[] {1, 2, 9, 33}) {
      A a = matrix(precision, n);
      SymmetricOperator<A> operator = Operators.matrix(precision, n, a);
      assertThat(operator.dimension()).isEqualTo(n);
      assertThat(operator.precision()).isEqualTo(precision);
      // Of products with unit vectors the chain adds zeros.
      assertThat(precision.sameBits(DenseCurvature.of(operator), a)).isTrue();
      A v = precision.newArray(n);
      A result = precision.newArray(n);
      Random random = new Random(1);
      for (int i = 0; i < n; i++) {
        precision.set(v, i, random.nextDouble(-1, 1));
      }
      operator.apply(v, result);
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
          double x = precision.get(a, i * n + j);
          double y = precision.get(v, j);
          sum =
              precision == Precision.FLOAT
                  ? Math.fma((float) x, (float) y, (float) sum)
                  : Math.fma(x, y, sum);
        }
        assertThat(precision.get(result, i)).isEqualTo(sum);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void aBlockIsThatOfTheMatrix(Precision<A> precision) {
    int n = 9;
    A a = matrix(precision, n);
    for (int from = 0; from < n; from += 4) {
      for (int to = from + 1; to <= n; to++) {
        int size = to - from;
        SymmetricOperator<A> block = Operators.block(Operators.matrix(precision, n, a), from, to);
        assertThat(block.dimension()).isEqualTo(size);
        A expected = precision.newArray(size * size);
        for (int i = 0; i < size; i++) {
          precision.copy(a, (from + i) * n + from, expected, i * size, size);
        }
        assertThat(precision.sameBits(DenseCurvature.of(block), expected)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("precisions")
  <A> void aScaledMatrixHasScaledRowsAndColumns(Precision<A> precision) {
    int n = 7;
    A a = matrix(precision, n);
    A diagonal = precision.newArray(n);
    for (int i = 0; i < n; i++) {
      // Squares of powers of two, so that every scaling is exact.
      precision.set(diagonal, i, Math.scalb(1.0, 2 * (i - 3)));
    }
    A scaled = DenseCurvature.of(Operators.scaled(Operators.matrix(precision, n, a), diagonal));
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        assertThat(precision.get(scaled, i * n + j))
            .isEqualTo(Math.scalb(precision.get(a, i * n + j), 6 - i - j));
      }
    }
  }

  /** Scaled by its own diagonal a matrix that was a diagonal is the identity. */
  @Test
  void axesScaledByTheDiagonalAreAlike() {
    double[] a = {4, 0, 0, 9};
    SymmetricOperator<double[]> operator =
        Operators.scaled(Operators.matrix(Precision.DOUBLE, 2, a), new double[] {4, 9});
    double[] scaled = DenseCurvature.of(operator);
    assertThat(scaled[0]).isEqualTo(1);
    assertThat(scaled[3]).isBetween(1 - 0x1p-51, 1 + 0x1p-51);
    assertThat(scaled[1]).isZero();
  }

  @Test
  void wrongArgumentsAreNamed() {
    double[] a = {1, 2, 3, 2, 4, 5, 3, 5, 6};
    SymmetricOperator<double[]> m = Operators.matrix(Precision.DOUBLE, 3, a);
    refused("n is 0, must be at least 1", () -> Operators.matrix(Precision.DOUBLE, 0, a));
    refused(
        "matrix has 9 elements, must have the 4 of 2 rows",
        () -> Operators.matrix(Precision.DOUBLE, 2, a));
    refused(
        "the matrix is NaN in row 1, column 0, must be finite",
        () -> Operators.matrix(Precision.DOUBLE, 2, new double[] {1, 2, 0.0 / 0, 3}));
    refused(
        "the matrix is not symmetric: 2.5 in row 1, column 0, but 2.0 in row 0, column 1",
        () -> Operators.matrix(Precision.DOUBLE, 2, new double[] {1, 2, 2.5, 3}));
    refused("the range from -1 to 2 is not one of the 3 rows", () -> Operators.block(m, -1, 2));
    refused("the range from 2 to 4 is not one of the 3 rows", () -> Operators.block(m, 2, 4));
    refused("the range from 2 to 2 is not one of the 3 rows", () -> Operators.block(m, 2, 2));
    refused(
        "diagonal has 2 elements, must have the 3 of the matrix",
        () -> Operators.scaled(m, new double[2]));
    refused(
        "diagonal[1] is 0.0, must be positive and finite",
        () -> Operators.scaled(m, new double[] {1, 0, 1}));
    refused(
        "diagonal[2] is Infinity, must be positive and finite",
        () -> Operators.scaled(m, new double[] {1, 1, 1 / 0.0}));
    for (SymmetricOperator<double[]> operator :
        List.of(m, Operators.block(m, 0, 3), Operators.scaled(m, new double[] {1, 1, 1}))) {
      double[] v = new double[3];
      refused(
          "v has 2 elements, must have the 3 of the matrix",
          () -> operator.apply(new double[2], v));
      refused(
          "result has 4 elements, must have the 3 of the matrix",
          () -> operator.apply(v, new double[4]));
      refused("v and result are the same array", () -> operator.apply(v, v));
    }
  }

  private static void refused(String message, Runnable call) {
    assertThatIllegalArgumentException().isThrownBy(call::run).withMessage(message);
  }
}
