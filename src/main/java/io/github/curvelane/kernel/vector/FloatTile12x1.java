package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micro-kernel of 12 rows and 1 vector: 12 accumulators, 1 load of B and 12 broadcasts of A a
 * step.
 */
final class FloatTile12x1 {
  static final int ROWS = 12;
  static final int COLUMNS = FloatLanes.LANES;

  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatLanes.LANES;

  private FloatTile12x1() {}

  /**
   * Continues or starts the chains of one tile of C by k terms.
   *
   * @param k the number of terms
   * @param a a panel of A: 12 elements a term
   * @param aOffset where it starts
   * @param b a panel of B: 1 vectors a term
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
    FloatVector c10 = zero;
    FloatVector c20 = zero;
    FloatVector c30 = zero;
    FloatVector c40 = zero;
    FloatVector c50 = zero;
    FloatVector c60 = zero;
    FloatVector c70 = zero;
    FloatVector c80 = zero;
    FloatVector c90 = zero;
    FloatVector ca0 = zero;
    FloatVector cb0 = zero;
    if (resumed != null) {
      c00 = FloatVector.fromArray(SPECIES, resumed, 0);
      c10 = FloatVector.fromArray(SPECIES, resumed, LANES);
      c20 = FloatVector.fromArray(SPECIES, resumed, 2 * LANES);
      c30 = FloatVector.fromArray(SPECIES, resumed, 3 * LANES);
      c40 = FloatVector.fromArray(SPECIES, resumed, 4 * LANES);
      c50 = FloatVector.fromArray(SPECIES, resumed, 5 * LANES);
      c60 = FloatVector.fromArray(SPECIES, resumed, 6 * LANES);
      c70 = FloatVector.fromArray(SPECIES, resumed, 7 * LANES);
      c80 = FloatVector.fromArray(SPECIES, resumed, 8 * LANES);
      c90 = FloatVector.fromArray(SPECIES, resumed, 9 * LANES);
      ca0 = FloatVector.fromArray(SPECIES, resumed, 10 * LANES);
      cb0 = FloatVector.fromArray(SPECIES, resumed, 11 * LANES);
    }
    for (int p = 0; p < k; p++) {
      int bp = bOffset + p * COLUMNS;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bp);
      int ap = aOffset + p * ROWS;
      FloatVector s = FloatVector.broadcast(SPECIES, a[ap]);
      c00 = s.fma(b0, c00);
      s = FloatVector.broadcast(SPECIES, a[ap + 1]);
      c10 = s.fma(b0, c10);
      s = FloatVector.broadcast(SPECIES, a[ap + 2]);
      c20 = s.fma(b0, c20);
      s = FloatVector.broadcast(SPECIES, a[ap + 3]);
      c30 = s.fma(b0, c30);
      s = FloatVector.broadcast(SPECIES, a[ap + 4]);
      c40 = s.fma(b0, c40);
      s = FloatVector.broadcast(SPECIES, a[ap + 5]);
      c50 = s.fma(b0, c50);
      s = FloatVector.broadcast(SPECIES, a[ap + 6]);
      c60 = s.fma(b0, c60);
      s = FloatVector.broadcast(SPECIES, a[ap + 7]);
      c70 = s.fma(b0, c70);
      s = FloatVector.broadcast(SPECIES, a[ap + 8]);
      c80 = s.fma(b0, c80);
      s = FloatVector.broadcast(SPECIES, a[ap + 9]);
      c90 = s.fma(b0, c90);
      s = FloatVector.broadcast(SPECIES, a[ap + 10]);
      ca0 = s.fma(b0, ca0);
      s = FloatVector.broadcast(SPECIES, a[ap + 11]);
      cb0 = s.fma(b0, cb0);
    }
    int row = cOffset;
    c00.intoArray(c, row);
    row += ldc;
    c10.intoArray(c, row);
    row += ldc;
    c20.intoArray(c, row);
    row += ldc;
    c30.intoArray(c, row);
    row += ldc;
    c40.intoArray(c, row);
    row += ldc;
    c50.intoArray(c, row);
    row += ldc;
    c60.intoArray(c, row);
    row += ldc;
    c70.intoArray(c, row);
    row += ldc;
    c80.intoArray(c, row);
    row += ldc;
    c90.intoArray(c, row);
    row += ldc;
    ca0.intoArray(c, row);
    row += ldc;
    cb0.intoArray(c, row);
  }
}
