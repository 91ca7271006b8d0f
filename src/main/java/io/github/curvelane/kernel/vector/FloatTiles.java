package io.github.curvelane.kernel.vector;

/**
 * The table of micro-kernels. A tile of C is {@link #ROWS} or, where fewer rows remain, {@link
 * #SHORT_ROWS} rows high, and two vectors or one wide; where columns of C are a tile's rows, it may
 * be ten rows high. The registers decide: with 32 of them, 12×2 accumulators, 2 loads of B and 1
 * broadcast of A use 27. With 16, 4×2 accumulators and 2 loads leave room for the 4 broadcasts,
 * which C2 starts all together: with five rows or six it keeps one accumulator in memory, and the
 * tile takes more than twice the time. Where A is read in place beside a packed panel of B, a tile
 * has {@link FloatRowTile8x2#ROWS} rows.
 *
 * <p>Chains that go on are loaded from a copy whose rows lie side by side: loaded from C, by rows
 * whose distance varies, their addresses and range checks leave no integer register for the base of
 * B within the loop, which costs 4 % of every product of a process that has once gone on with one.
 */
final class FloatTiles {
  /** Whether tiles of more than four rows fit. */
  static final boolean MANY_REGISTERS = Widths.REGISTERS >= 32;

  /** Rows of a tile. */
  static final int ROWS = MANY_REGISTERS ? FloatTile12x2.ROWS : FloatTile4x2.ROWS;

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

  /** The same with A where it is, beside a panel of B of some width and distance. */
  static int rowsInPlaceAt(int i, int m, int width, int ldb) {
    boolean packed = MANY_REGISTERS && width == COLUMNS && ldb == COLUMNS;
    int rows = packed ? FloatRowTile8x2.ROWS : ROWS;
    return i + rows <= m ? rows : SHORT_ROWS;
  }

  /**
   * The rows of the next wide tile where C's remaining columns are its rows: as few tiles as
   * possible, then as few idle rows.
   */
  static int rowsOfColumns(int columns) {
    if (columns <= 2 * SHORT_ROWS) {
      return SHORT_ROWS;
    }
    boolean ten = columns <= 10 || columns == 13 || columns == 14;
    return MANY_REGISTERS && ten ? FloatTile10x2.ROWS : ROWS;
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
      float[] resumed) {
    if (width == COLUMNS) {
      if (height == SHORT_ROWS) {
        FloatTile4x2.multiply(k, a, aOffset, b, bOffset, c, cOffset, ldc, resumed);
      } else if (height == FloatTile10x2.ROWS) {
        FloatTile10x2.multiply(k, a, aOffset, b, bOffset, c, cOffset, ldc, resumed);
      } else {
        FloatTile12x2.multiply(k, a, aOffset, b, bOffset, c, cOffset, ldc, resumed);
      }
    } else if (height == SHORT_ROWS) {
      FloatTile4x1.multiply(k, a, aOffset, b, bOffset, c, cOffset, ldc, resumed);
    } else {
      FloatTile12x1.multiply(k, a, aOffset, b, bOffset, c, cOffset, ldc, resumed);
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
      float[] resumed) {
    if (width == COLUMNS) {
      if (height == SHORT_ROWS) {
        FloatRowTile4x2.multiply(
            k, a, aOffset, lda, rows, b, bOffset, ldb, c, cOffset, ldc, resumed);
      } else if (height == FloatRowTile8x2.ROWS) {
        FloatRowTile8x2.multiply(k, a, aOffset, lda, rows, b, bOffset, c, cOffset, ldc, resumed);
      } else {
        FloatRowTile12x2.multiply(
            k, a, aOffset, lda, rows, b, bOffset, ldb, c, cOffset, ldc, resumed);
      }
    } else if (height == SHORT_ROWS) {
      FloatRowTile4x1.multiply(k, a, aOffset, lda, rows, b, bOffset, ldb, c, cOffset, ldc, resumed);
    } else {
      FloatRowTile12x1.multiply(
          k, a, aOffset, lda, rows, b, bOffset, ldb, c, cOffset, ldc, resumed);
    }
  }
}
