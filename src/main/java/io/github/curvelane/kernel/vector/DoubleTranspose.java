package io.github.curvelane.kernel.vector;

/** Chooses how to transpose by the number of lanes. */
final class DoubleTranspose {
  private DoubleTranspose() {}

  /**
   * Stores columns of some rows side by side: element (row, column) goes to {@code targetOffset +
   * column * stride + row}. Up to the end of a vector the lanes after the last row are overwritten.
   *
   * @param rows at most the number of lanes
   * @return how many columns were stored; fewer than the number of lanes remain, or all of them
   */
  static int columns(
      double[] source,
      int offset,
      int ld,
      int rows,
      int columns,
      double[] target,
      int targetOffset,
      int stride) {
    if (DoubleLanes.LANES == 8) {
      return DoubleTranspose8.columns(
          source, offset, ld, rows, columns, target, targetOffset, stride);
    }
    return 0;
  }
}
