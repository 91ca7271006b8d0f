package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micro-kernel of 10 rows and 2 vectors: 20 accumulators, 2 loads of B and 10 broadcasts of A a
 * step. Of a tile of 12 rows, the ten columns of {@link FloatNarrowProduct} would leave a sixth
 * idle.
 */
final class FloatTile10x2 {
  static final int ROWS = 10;
  static final int COLUMNS = 2 * FloatLanes.LANES;

  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatLanes.LANES;

  private FloatTile10x2() {}

  /**
   * Continues or starts the chains of one tile of C by k terms.
   *
   * @param k the number of terms
   * @param a a panel of A: 10 elements a term
   * @param aOffset where it starts
   * @param b a panel of B: 2 vectors a term
   * @param bOffset where it starts
   * @param c where the tile is
   * @param cOffset its first index
   * @param ldc its leading dimension
   * @param resumed the chains so far, row after row of the tile; null if they start from +0
   */
  static void multiply(
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int ldc,
      float[] resumed) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    FloatVector c50 = zero;
    FloatVector c51 = zero;
    FloatVector c60 = zero;
    FloatVector c61 = zero;
    FloatVector c70 = zero;
    FloatVector c71 = zero;
    FloatVector c80 = zero;
    FloatVector c81 = zero;
    FloatVector c90 = zero;
    FloatVector c91 = zero;
    if (resumed != null) {
      c00 = FloatVector.fromArray(SPECIES, resumed, 0);
      c01 = FloatVector.fromArray(SPECIES, resumed, LANES);
      c10 = FloatVector.fromArray(SPECIES, resumed, 2 * LANES);
      c11 = FloatVector.fromArray(SPECIES, resumed, 3 * LANES);
      c20 = FloatVector.fromArray(SPECIES, resumed, 4 * LANES);
      c21 = FloatVector.fromArray(SPECIES, resumed, 5 * LANES);
      c30 = FloatVector.fromArray(SPECIES, resumed, 6 * LANES);
      c31 = FloatVector.fromArray(SPECIES, resumed, 7 * LANES);
      c40 = FloatVector.fromArray(SPECIES, resumed, 8 * LANES);
      c41 = FloatVector.fromArray(SPECIES, resumed, 9 * LANES);
      c50 = FloatVector.fromArray(SPECIES, resumed, 10 * LANES);
      c51 = FloatVector.fromArray(SPECIES, resumed, 11 * LANES);
      c60 = FloatVector.fromArray(SPECIES, resumed, 12 * LANES);
      c61 = FloatVector.fromArray(SPECIES, resumed, 13 * LANES);
      c70 = FloatVector.fromArray(SPECIES, resumed, 14 * LANES);
      c71 = FloatVector.fromArray(SPECIES, resumed, 15 * LANES);
      c80 = FloatVector.fromArray(SPECIES, resumed, 16 * LANES);
      c81 = FloatVector.fromArray(SPECIES, resumed, 17 * LANES);
      c90 = FloatVector.fromArray(SPECIES, resumed, 18 * LANES);
      c91 = FloatVector.fromArray(SPECIES, resumed, 19 * LANES);
    }
    for (int p = 0; p < k; p++) {
      int bp = bOffset + p * COLUMNS;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
      int ap = aOffset + p * ROWS;
      FloatVector s = FloatVector.broadcast(SPECIES, a[ap]);
      c00 = s.fma(b0, c00);
      c01 = s.fma(b1, c01);
      s = FloatVector.broadcast(SPECIES, a[ap + 1]);
      c10 = s.fma(b0, c10);
      c11 = s.fma(b1, c11);
      s = FloatVector.broadcast(SPECIES, a[ap + 2]);
      c20 = s.fma(b0, c20);
      c21 = s.fma(b1, c21);
      s = FloatVector.broadcast(SPECIES, a[ap + 3]);
      c30 = s.fma(b0, c30);
      c31 = s.fma(b1, c31);
      s = FloatVector.broadcast(SPECIES, a[ap + 4]);
      c40 = s.fma(b0, c40);
      c41 = s.fma(b1, c41);
      s = FloatVector.broadcast(SPECIES, a[ap + 5]);
      c50 = s.fma(b0, c50);
      c51 = s.fma(b1, c51);
      s = FloatVector.broadcast(SPECIES, a[ap + 6]);
      c60 = s.fma(b0, c60);
      c61 = s.fma(b1, c61);
      s = FloatVector.broadcast(SPECIES, a[ap + 7]);
      c70 = s.fma(b0, c70);
      c71 = s.fma(b1, c71);
      s = FloatVector.broadcast(SPECIES, a[ap + 8]);
      c80 = s.fma(b0, c80);
      c81 = s.fma(b1, c81);
      s = FloatVector.broadcast(SPECIES, a[ap + 9]);
      c90 = s.fma(b0, c90);
      c91 = s.fma(b1, c91);
    }
    int row = cOffset;
    c00.intoArray(c, row);
    c01.intoArray(c, row + LANES);
    row += ldc;
    c10.intoArray(c, row);
    c11.intoArray(c, row + LANES);
    row += ldc;
    c20.intoArray(c, row);
    c21.intoArray(c, row + LANES);
    row += ldc;
    c30.intoArray(c, row);
    c31.intoArray(c, row + LANES);
    row += ldc;
    c40.intoArray(c, row);
    c41.intoArray(c, row + LANES);
    row += ldc;
    c50.intoArray(c, row);
    c51.intoArray(c, row + LANES);
    row += ldc;
    c60.intoArray(c, row);
    c61.intoArray(c, row + LANES);
    row += ldc;
    c70.intoArray(c, row);
    c71.intoArray(c, row + LANES);
    row += ldc;
    c80.intoArray(c, row);
    c81.intoArray(c, row + LANES);
    row += ldc;
    c90.intoArray(c, row);
    c91.intoArray(c, row + LANES);
  }
}
