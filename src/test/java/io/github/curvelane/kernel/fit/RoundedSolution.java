package io.github.curvelane.kernel.fit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.UnaryOperator;

/**
 * Normal equations whose unknowns are rounded one after the other, from the first: after each
 * rounding the others are determined again and take up its error.
 */
final class RoundedSolution {
  private RoundedSolution() {}

  /** Returns the rounded unknowns; the right side is overwritten. */
  static BigDecimal[] of(
      BigDecimal[][] normal,
      BigDecimal[] right,
      UnaryOperator<BigDecimal> rounding,
      MathContext context) {
    int size = right.length;
    BigDecimal[] rounded = new BigDecimal[size];
    for (int j = 0; j < size; j++) {
      rounded[j] = rounding.apply(first(normal, right, j, context));
      for (int k = j + 1; k < size; k++) {
        right[k] = right[k].subtract(normal[k][j].multiply(rounded[j], context), context);
      }
    }
    return rounded;
  }

  /** Solves the equations of the unknowns from index j on, and returns the first of them. */
  private static BigDecimal first(
      BigDecimal[][] normal, BigDecimal[] right, int j, MathContext context) {
    int size = right.length;
    int n = size - j;
    BigDecimal[][] a = new BigDecimal[n][n + 1];
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        // The unknowns in reverse order: elimination then ends with the one that is wanted.
        a[row][column] = normal[size - 1 - row][size - 1 - column];
      }
      a[row][n] = right[size - 1 - row];
    }
    for (int pivot = 0; pivot < n; pivot++) {
      for (int row = pivot + 1; row < n; row++) {
        BigDecimal factor = a[row][pivot].divide(a[pivot][pivot], context);
        for (int column = pivot + 1; column <= n; column++) {
          a[row][column] =
              a[row][column].subtract(factor.multiply(a[pivot][column], context), context);
        }
      }
    }
    return a[n - 1][n].divide(a[n - 1][n - 1], context);
  }
}
