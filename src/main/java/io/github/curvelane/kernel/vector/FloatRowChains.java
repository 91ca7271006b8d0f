package io.github.curvelane.kernel.vector;

/** Chains along stored rows, with vectors where these are faster than one row after another. */
final class FloatRowChains {
  private FloatRowChains() {}

  /**
   * Continues the chains of as many rows as vectors are made for by k terms.
   *
   * @param rows how many there are
   * @param x the factors, one a term, from index 0 on
   * @param b the matrix
   * @param bOffset the first element of its first row
   * @param ldb the distance from row to row
   * @param c the chains
   * @param cOffset the first of them
   * @return how many rows are done
   */
  static int add(
      int rows, int k, float[] x, float[] b, int bOffset, int ldb, float[] c, int cOffset) {
    int j = 0;
    // Fewer terms leave nothing to transpose.
    if (FloatLanes.LANES == 16 && k >= SingleRowChains.ROWS) {
      for (; j <= rows - SingleRowChains.ROWS; j += SingleRowChains.ROWS) {
        SingleRowChains.add(k, x, b, bOffset + j * ldb, ldb, c, cOffset + j);
      }
    }
    return j;
  }
}
