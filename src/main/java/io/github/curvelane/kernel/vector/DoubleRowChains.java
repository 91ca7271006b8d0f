package io.github.curvelane.kernel.vector;

/** Chains along stored rows: in double precision one row after another is as fast as memory. */
final class DoubleRowChains {
  private DoubleRowChains() {}

  /** Leaves all rows to the caller; see {@link FloatRowChains#add}. */
  static int add(
      int rows, int k, double[] x, double[] b, int bOffset, int ldb, double[] c, int cOffset) {
    return 0;
  }
}
