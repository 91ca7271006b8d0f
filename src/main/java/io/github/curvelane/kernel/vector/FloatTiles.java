package io.github.curvelane.kernel.vector;

/**
 * The table of micro-kernels. A tile of C is {@link #ROWS} or, where fewer rows remain, {@link
 * #SHORT_ROWS} rows high, and two vectors or one wide. The registers decide: 512-bit machines have
 * 32, of which 12×2 accumulators, 2 loads of B and 1 broadcast of A use 27; the others are taken to
 * have 16, of which 6×2 tiles use 15.
 */
final class FloatTiles {
  private static final boolean MANY_REGISTERS = Widths.BITS == 512;

  /** Rows of a tile. */
  static final int ROWS = MANY_REGISTERS ? FloatTile12x2.ROWS : FloatTile6x2.ROWS;

  /** Rows of the tiles after the last full one. */
  static final int SHORT_ROWS = FloatTile4x2.ROWS;

  /** Columns of a wide tile. */
  static final int COLUMNS = 2 * FloatLanes.LANES;

  /** Columns of the narrow tile after the last wide one. */
  static final int NARROW_COLUMNS = FloatLanes.LANES;

  private FloatTiles() {}

  /** The rows of the tile at row i of m. */
  static int rowsAt(int i, int m) {
    return i + ROWS <= m ? ROWS : SHORT_ROWS;
  }

  /** The columns of the tile at column j of n. */
  static int columnsAt(int j, int n) {
    return n - j <= NARROW_COLUMNS ? NARROW_COLUMNS : COLUMNS;
  }

  /** Continues the chains of one tile; see {@link FloatTile12x2#multiply}. */
  static void multiply(
      int height,
      int width,
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int ldc,
      boolean resume) {
    if (width == COLUMNS) {
      if (height == SHORT_ROWS) {
        FloatTile4x2.multiply(k, a, aOffset, b, bOffset, c, cOffset, ldc, resume);
      } else if (MANY_REGISTERS) {
        FloatTile12x2.multiply(k, a, aOffset, b, bOffset, c, cOffset, ldc, resume);
      } else {
        FloatTile6x2.multiply(k, a, aOffset, b, bOffset, c, cOffset, ldc, resume);
      }
    } else if (height == SHORT_ROWS) {
      FloatTile4x1.multiply(k, a, aOffset, b, bOffset, c, cOffset, ldc, resume);
    } else if (MANY_REGISTERS) {
      FloatTile12x1.multiply(k, a, aOffset, b, bOffset, c, cOffset, ldc, resume);
    } else {
      FloatTile6x1.multiply(k, a, aOffset, b, bOffset, c, cOffset, ldc, resume);
    }
  }

  /** The same with A where it is; see {@link FloatRowTile12x2#multiply}. */
  static void multiplyRows(
      int height,
      int width,
      int k,
      float[] a,
      int aOffset,
      int lda,
      int rows,
      float[] b,
      int bOffset,
      int ldb,
      float[] c,
      int cOffset,
      int ldc,
      boolean resume) {
    if (width == COLUMNS) {
      if (height == SHORT_ROWS) {
        FloatRowTile4x2.multiply(
            k, a, aOffset, lda, rows, b, bOffset, ldb, c, cOffset, ldc, resume);
      } else if (MANY_REGISTERS) {
        FloatRowTile12x2.multiply(
            k, a, aOffset, lda, rows, b, bOffset, ldb, c, cOffset, ldc, resume);
      } else {
        FloatRowTile6x2.multiply(
            k, a, aOffset, lda, rows, b, bOffset, ldb, c, cOffset, ldc, resume);
      }
    } else if (height == SHORT_ROWS) {
      FloatRowTile4x1.multiply(k, a, aOffset, lda, rows, b, bOffset, ldb, c, cOffset, ldc, resume);
    } else if (MANY_REGISTERS) {
      FloatRowTile12x1.multiply(k, a, aOffset, lda, rows, b, bOffset, ldb, c, cOffset, ldc, resume);
    } else {
      FloatRowTile6x1.multiply(k, a, aOffset, lda, rows, b, bOffset, ldb, c, cOffset, ldc, resume);
    }
  }
}
