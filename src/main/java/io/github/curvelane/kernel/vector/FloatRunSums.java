package io.github.curvelane.kernel.vector;

/** Sums over rows whose lanes are some maps × the terms of a run, where 16 lanes hold several. */
final class FloatRunSums {
  /** Vectors of maps of a tile. */
  static final int VECTORS = 2;

  private static final boolean EXISTS = FloatLanes.LANES == 16;

  private FloatRunSums() {}

  /** The runs of a tile, for windows of some runs; 0 if their terms do not fit twice. */
  static int rowsFor(int runs, int length) {
    if (!EXISTS || 2 * length > FloatLanes.LANES) {
      return 0;
    }
    return runs <= SingleRunSums3x2.ROWS ? SingleRunSums3x2.ROWS : SingleRunSums5x2.ROWS;
  }

  /** Continues the chains of one tile; see {@link SingleRunSums5x2#add}. */
  static void add(
      int rows,
      int[] lanes,
      float[] x,
      int xOffset,
      int[] runs,
      int at,
      int used,
      int[] places,
      int from,
      int to,
      float[] u,
      int uOffset,
      int ldu,
      float[] sums,
      int sumsOffset,
      int ldSums) {
    if (rows == SingleRunSums3x2.ROWS) {
      SingleRunSums3x2.add(
          lanes,
          x,
          xOffset,
          runs,
          at,
          used,
          places,
          from,
          to,
          u,
          uOffset,
          ldu,
          sums,
          sumsOffset,
          ldSums);
    } else {
      SingleRunSums5x2.add(
          lanes,
          x,
          xOffset,
          runs,
          at,
          used,
          places,
          from,
          to,
          u,
          uOffset,
          ldu,
          sums,
          sumsOffset,
          ldSums);
    }
  }
}
