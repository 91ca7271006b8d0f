package io.github.curvelane.kernel.vector;

/** Eight lanes hold too few maps × terms of a run for {@link FloatRunSums} to pay. */
final class DoubleRunSums {
  static final int VECTORS = 2;

  private DoubleRunSums() {}

  /** There are no such tiles. */
  static int rowsFor(int runs, int length) {
    return 0;
  }

  static void add(
      int rows,
      int[] lanes,
      double[] x,
      int xOffset,
      int[] runs,
      int at,
      int used,
      int[] places,
      int from,
      int to,
      double[] u,
      int uOffset,
      int ldu,
      double[] sums,
      int sumsOffset,
      int ldSums) {
    throw new AssertionError("there are no tiles of runs in double precision");
  }
}
