package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.ProductCall;

/** The operands of a block, copied as its tiles read them; one object per product. */
final class FloatPanels {
  /**
   * Where panels of B start. The data of a large array start 16 bytes after an address that is a
   * multiple of 64, and vectors that do not straddle cache lines load faster: 3 to 4 % of a
   * product.
   */
  static final int ALIGNED = 48 / Float.BYTES;

  private final FloatProductPlan plan;

  /** Panels of A, one after another, from {@link #startOfA} on. */
  float[] a = {};

  /** All panels of B, if several blocks of rows need them. */
  float[] b = {};

  FloatPanels(FloatProductPlan plan) {
    this.plan = plan;
  }

  /** Returns an array of at least some length, with arbitrary elements. */
  static float[] grown(float[] array, int length) {
    return array.length < length ? new float[length] : array;
  }

  /** Makes room for some rows of A and, if it is packed as a whole, for B. */
  void grow(int rows) {
    if (!plan.aInPlace) {
      // Short tiles may reach further than a whole one: five rows as 4 + 4, where a tile has six.
      int padded = Math.ceilDiv(rows, FloatTiles.ROWS) * FloatTiles.ROWS + FloatTiles.SHORT_ROWS;
      a = grown(a, startOfA(padded) + FloatPacking.SLACK);
    }
    if (plan.wholeB) {
      int padded = Math.ceilDiv(plan.columns, FloatTiles.COLUMNS) * FloatTiles.COLUMNS;
      b = grown(b, startOfB(padded));
    }
  }

  /** Where the panel starts whose first row is this one of those that are packed. */
  int startOfA(int row) {
    return row * plan.terms + row / FloatProductPlan.PACKED_TOGETHER * FloatPacking.SLACK;
  }

  /** Where the panel of the whole B starts whose first column of the block is this one. */
  int startOfB(int column) {
    return ALIGNED + column * plan.terms;
  }

  /** Packs rows of A from row i on; the first becomes the row {@code at} of those packed. */
  void packA(ProductCall<float[]> call, int i, int rows, int at) {
    int terms = plan.terms;
    int width;
    for (int r = 0; r < rows; r += width) {
      width = FloatTiles.rowsAt(i + r, call.m);
      int used = Math.min(width, rows - r);
      int start = startOfA(at + r);
      if (call.aTransposed) {
        int from = call.aOffset + plan.p0 * call.lda + i + r;
        FloatPacking.rows(
            call.a, from, call.lda, terms, used, width, call.squareA, call.negateA, a, start);
      } else {
        int from = call.aOffset + (i + r) * call.lda + plan.p0;
        FloatPacking.columns(
            call.a, from, call.lda, terms, used, width, call.squareA, call.negateA, a, start);
      }
    }
  }

  /** Packs columns of the block from column j on, where they are in the whole B. */
  void packB(ProductCall<float[]> call, int j, int count) {
    packB(call, j, count, 0, b, startOfB(j));
  }

  /**
   * Packs columns of the block from column j on, their terms from the {@code first} on, into panels
   * that start at {@code to}.
   */
  void packB(ProductCall<float[]> call, int j, int count, int first, float[] panels, int to) {
    int terms = plan.terms - first;
    int p = plan.p0 + first;
    int width;
    for (int x = 0; x < count; x += width) {
      width = FloatTiles.columnsAt(j + x, plan.columns);
      int used = Math.min(width, count - x);
      int start = to + x * plan.terms + first * width;
      int column = plan.j0 + j + x;
      if (call.bTransposed) {
        int from = call.bOffset + column * call.ldb + p;
        FloatPacking.columns(
            call.b, from, call.ldb, terms, used, width, call.squareB, false, panels, start);
      } else {
        int from = call.bOffset + p * call.ldb + column;
        FloatPacking.rows(
            call.b, from, call.ldb, terms, used, width, call.squareB, false, panels, start);
      }
    }
  }
}
