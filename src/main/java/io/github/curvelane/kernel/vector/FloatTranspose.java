package io.github.curvelane.kernel.vector;

/** Chooses how to transpose by the number of lanes. */
final class FloatTranspose {
  private FloatTranspose() {}

  /**
   * Stores columns of some rows side by side: element (row, column) goes to {@code targetOffset +
   * column * stride + row}. Up to the end of a vector the lanes after the last row are overwritten.
   *
   * @param rows at most the number of lanes
   * @return how many columns were stored; fewer than the number of lanes remain, or all of them
   */
  static int columns(
      float[] source,
      int offset,
      int ld,
      int rows,
      int columns,
      float[] target,
      int targetOffset,
      int stride) {
    if (FloatLanes.LANES == 16) {
      return SingleTranspose16.columns(
          source, offset, ld, rows, columns, target, targetOffset, stride);
    }
    if (FloatLanes.LANES == 8) {
      return FloatTranspose8.columns(
          source, offset, ld, rows, columns, target, targetOffset, stride);
    }
    return 0;
  }
}
