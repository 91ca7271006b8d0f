package io.github.curvelane.kernel.vector;

/** Calls without work of the loops that a product has just used: see {@link Warmth#emptyCalls}. */
final class FloatRehearsal {
  private static final float[] NONE = {};

  private FloatRehearsal() {}

  static void tile(int calls, boolean aInPlace, int height, int width, int ldb) {
    for (int i = 0; i < calls; i++) {
      if (aInPlace) {
        FloatTiles.multiplyRows(height, width, -1, NONE, 0, 0, 0, NONE, 0, ldb, NONE, 0, 0, null);
      } else {
        FloatTiles.multiply(height, width, -1, NONE, 0, NONE, 0, NONE, 0, 0, null);
      }
    }
  }

  static void copyingTile(int calls, boolean aInPlace) {
    for (int i = 0; i < calls; i++) {
      if (aInPlace) {
        FloatCopyingRowTile8x2.multiply(-1, NONE, 0, 0, 0, NONE, 0, 0, NONE, 0, NONE, 0, 0, null);
      } else {
        FloatCopyingTile12x2.multiply(-1, NONE, 0, NONE, 0, 0, NONE, 0, NONE, 0, 0, null);
      }
    }
  }

  static void packing(int calls, boolean rows, boolean columns, boolean square) {
    for (int i = 0; i < calls; i++) {
      if (rows && square) {
        FloatPacking.squareVector(NONE, 0, 0, 0, -1, 0, NONE, 0);
        FloatPacking.squareTwoVectors(NONE, 0, 0, 0, -1, 0, NONE, 0);
      } else if (rows) {
        FloatPacking.copyVector(NONE, 0, 0, 0, -1, 0, NONE, 0);
        FloatPacking.copyTwoVectors(NONE, 0, 0, 0, -1, 0, NONE, 0);
      }
      if (columns) {
        FloatTranspose.columns(NONE, 0, 0, 1, -1, NONE, 0, 0);
      }
    }
  }
}
