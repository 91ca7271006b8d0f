package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.ProductCall;

/** What happens to the elements of a product after their last term, in single precision. */
final class FloatEpilogue {
  private FloatEpilogue() {}

  /**
   * Scales a block of finished chains, adds the bias and multiplies by the factors. The factors
   * must be apart from C: where they are C itself, its old elements are gone by now.
   *
   * @param call the product
   * @param i0 the first row
   * @param i1 the row after the last
   * @param j0 the first column
   * @param j1 the column after the last
   */
  static void apply(ProductCall<float[]> call, int i0, int i1, int j0, int j1) {
    int n = j1 - j0;
    for (int i = i0; i < i1; i++) {
      int row = call.cOffset + i * call.ldc + j0;
      int timesRow = call.timesOffset + i * call.ldTimes + j0;
      applyRow(call, n, call.c, row, call.times, timesRow, call.biasOffset + j0);
    }
  }

  /**
   * Applies the epilogue to a part of one row.
   *
   * @param call the product
   * @param n the number of elements
   * @param c where the chains are
   * @param row their first index
   * @param times the factors, or null
   * @param timesRow their first index
   * @param biasOffset the first index of the bias
   */
  static void applyRow(
      ProductCall<float[]> call,
      int n,
      float[] c,
      int row,
      float[] times,
      int timesRow,
      int biasOffset) {
    FloatVectorAlgebra algebra = FloatVectorAlgebra.INSTANCE;
    if (call.scaled) {
      algebra.scale(n, call.scale, c, row, c, row);
    }
    if (call.bias != null) {
      algebra.add(n, c, row, call.bias, biasOffset, c, row);
    }
    if (times != null) {
      algebra.multiply(n, c, row, times, timesRow, c, row);
    }
  }
}
