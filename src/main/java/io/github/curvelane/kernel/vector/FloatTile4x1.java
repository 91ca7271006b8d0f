package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micro-kernel of 4 rows and 1 vectors: 4 accumulators, 1 loads of B and 4 broadcasts of A a
 * step.
 */
final class FloatTile4x1 {
  static final int ROWS = 4;
  static final int COLUMNS = 1 * FloatLanes.LANES;

  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatLanes.LANES;

  private FloatTile4x1() {}

  /**
   * Continues or starts the chains of one tile of C by k terms.
   *
   * @param k the number of terms
   * @param a a panel of A: 4 elements a term
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
    if (resumed != null) {
      c00 = FloatVector.fromArray(SPECIES, resumed, 0);
      c10 = FloatVector.fromArray(SPECIES, resumed, LANES);
      c20 = FloatVector.fromArray(SPECIES, resumed, 2 * LANES);
      c30 = FloatVector.fromArray(SPECIES, resumed, 3 * LANES);
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
    }
    int row = cOffset;
    c00.intoArray(c, row);
    row += ldc;
    c10.intoArray(c, row);
    row += ldc;
    c20.intoArray(c, row);
    row += ldc;
    c30.intoArray(c, row);
  }
}
