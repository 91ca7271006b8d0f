package io.github.curvelane.kernel.vector;

/** The table of micro-kernels of a convolution's outputs whose lanes are places. */
final class FloatPlaneTiles {
  private static final boolean MANY_REGISTERS = Widths.REGISTERS >= 32;

  /** Places of a tile. */
  static final int COLUMNS = MANY_REGISTERS ? FloatPlaneTile8x3.COLUMNS : FloatPlaneTile4x2.COLUMNS;

  private FloatPlaneTiles() {}

  /** The maps of a tile: as few idle ones as possible. */
  static int rowsFor(int maps) {
    if (!MANY_REGISTERS) {
      return FloatPlaneTile4x2.ROWS;
    }
    int rows = fewer(maps, FloatPlaneTile4x3.ROWS, FloatPlaneTile6x3.ROWS);
    return fewer(maps, rows, FloatPlaneTile8x3.ROWS);
  }

  private static int fewer(int maps, int rows, int more) {
    return Math.ceilDiv(maps, more) * more <= Math.ceilDiv(maps, rows) * rows ? more : rows;
  }

  /** Computes one tile; see {@link FloatPlaneTile8x3#multiply}. */
  static void multiply(
      int rows,
      int[] terms,
      float[] x,
      int xOffset,
      float[] w,
      int wOffset,
      float[] y,
      int yOffset,
      int ldy) {
    if (!MANY_REGISTERS) {
      FloatPlaneTile4x2.multiply(terms, x, xOffset, w, wOffset, y, yOffset, ldy);
    } else if (rows == FloatPlaneTile8x3.ROWS) {
      FloatPlaneTile8x3.multiply(terms, x, xOffset, w, wOffset, y, yOffset, ldy);
    } else if (rows == FloatPlaneTile6x3.ROWS) {
      FloatPlaneTile6x3.multiply(terms, x, xOffset, w, wOffset, y, yOffset, ldy);
    } else {
      FloatPlaneTile4x3.multiply(terms, x, xOffset, w, wOffset, y, yOffset, ldy);
    }
  }
}
