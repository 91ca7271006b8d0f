package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.ProductCall;

/** What happens to the elements of a product after their last term, in single precision. */
final class FloatEpilogue {
  private FloatEpilogue() {}

  /**
   * Scales a block of finished chains, adds the old C and the bias and multiplies by the factors.
   *
   * @param call the product
   * @param i0 the first row
   * @param i1 the row after the last
   * @param j0 the first column
   * @param j1 the column after the last
   * @param times the factors, apart from C, whose old elements are gone by now; null for none
   * @param timesOffset where they start
   * @param ldTimes the distance between their rows
   */
  static void apply(
      ProductCall<float[]> call,
      int i0,
      int i1,
      int j0,
      int j1,
      float[] times,
      int timesOffset,
      int ldTimes) {
    FloatVectorAlgebra algebra = FloatVectorAlgebra.INSTANCE;
    float[] c = call.c;
    int n = j1 - j0;
    for (int i = i0; i < i1; i++) {
      int row = call.cOffset + i * call.ldc + j0;
      if (call.scaled) {
        algebra.scale(n, call.scale, c, row, c, row);
      }
      if (call.old != null) {
        algebra.addScaled(n, c, row, call.beta, call.old, i * call.n + j0, c, row);
      }
      if (call.bias != null) {
        algebra.add(n, c, row, call.bias, call.biasOffset + j0, c, row);
      }
      if (times != null) {
        algebra.multiply(n, c, row, times, timesOffset + i * ldTimes + j0, c, row);
      }
    }
  }
}
