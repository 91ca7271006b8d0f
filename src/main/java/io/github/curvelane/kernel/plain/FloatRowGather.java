package io.github.curvelane.kernel.plain;

/** Copies of chosen rows of a matrix. */
public final class FloatRowGather {
  private FloatRowGather() {}

  /**
   * y_r = x_i for i the r-th of the indices; the arguments are checked.
   *
   * @param count how many rows
   * @param n the elements of a row
   * @param x the matrix
   * @param xOffset where it starts
   * @param ldx the distance between its rows
   * @param indices which rows
   * @param indicesOffset where the first of these numbers is
   * @param y the copies
   * @param yOffset where they start
   * @param ldy the distance between them
   */
  public static void gather(
      int count,
      int n,
      float[] x,
      int xOffset,
      int ldx,
      int[] indices,
      int indicesOffset,
      float[] y,
      int yOffset,
      int ldy) {
    for (int r = 0; r < count; r++) {
      int row = xOffset + indices[indicesOffset + r] * ldx;
      System.arraycopy(x, row, y, yOffset + r * ldy, n);
    }
  }
}
