package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.TransposeKernel;

/**
 * Transposes in blocks of as many rows as lanes, in registers. Blocks go down a strip of columns:
 * each of the rows of the result that they write to is written from its beginning to its end. Where
 * the rows or columns are no multiple of the lanes the last block overlaps the one before, and
 * stores some elements twice.
 */
final class FloatTransposition implements TransposeKernel<float[]> {
  private static final int LANES = FloatLanes.LANES;

  /** Columns of a strip: rows of the result that are written by turns. */
  private static final int STRIP = 64;

  private final io.github.curvelane.kernel.scalar.FloatTransposition small =
      new io.github.curvelane.kernel.scalar.FloatTransposition();

  @Override
  public void transpose(
      int m, int n, float[] x, int xOffset, int ldx, float[] y, int yOffset, int ldy) {
    for (int j = 0; j < n; j += STRIP) {
      int columns = Math.min(STRIP, n - j);
      int to = yOffset + j * ldy;
      if (m < LANES || columns < LANES) {
        small.transpose(m, columns, x, xOffset + j, ldx, y, to, ldy);
        continue;
      }
      for (int i = 0; i < m; i += LANES) {
        int row = Math.min(i, m - LANES);
        block(columns, x, xOffset + row * ldx + j, ldx, y, to + row, ldy);
      }
    }
  }

  private void block(int columns, float[] x, int from, int ldx, float[] y, int to, int ldy) {
    int done = FloatTranspose.columns(x, from, ldx, LANES, columns, y, to, ldy);
    if (done == 0) {
      small.transpose(LANES, columns, x, from, ldx, y, to, ldy);
    } else if (done < columns) {
      int last = columns - LANES;
      FloatTranspose.columns(x, from + last, ldx, LANES, LANES, y, to + last * ldy, ldy);
    }
  }
}
