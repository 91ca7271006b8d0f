package io.github.curvelane.kernel.vector;

/** The table of micro-kernels of a convolution's outputs. */
final class FloatPatchTiles {
  /** Rows of a tile. */
  static final int ROWS = Widths.REGISTERS >= 32 ? FloatPatchTile8x2.ROWS : FloatPatchTile4x2.ROWS;

  /** Rows of the tiles after the last full one. */
  private static final int SHORT_ROWS = FloatPatchTile4x2.ROWS;

  private FloatPatchTiles() {}

  /** The rows of the tile at a row of some. */
  static int rowsAt(int row, int rows) {
    return rows - row > SHORT_ROWS ? ROWS : SHORT_ROWS;
  }

  /** Continues the chains of one tile; see {@link FloatPatchTile8x2#multiply}. */
  static void multiply(
      int height,
      int width,
      int[] runs,
      int length,
      float[] a,
      int aOffset,
      int[] places,
      int at,
      int rows,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int ldc,
      float[] resumed) {
    if (width == FloatPatchTile8x2.COLUMNS) {
      if (height == SHORT_ROWS) {
        FloatPatchTile4x2.multiply(
            runs, length, a, aOffset, places, at, rows, b, bOffset, c, cOffset, ldc, resumed);
      } else {
        FloatPatchTile8x2.multiply(
            runs, length, a, aOffset, places, at, rows, b, bOffset, c, cOffset, ldc, resumed);
      }
    } else if (height == SHORT_ROWS) {
      FloatPatchTile4x1.multiply(
          runs, length, a, aOffset, places, at, rows, b, bOffset, c, cOffset, ldc, resumed);
    } else {
      FloatPatchTile8x1.multiply(
          runs, length, a, aOffset, places, at, rows, b, bOffset, c, cOffset, ldc, resumed);
    }
  }
}
