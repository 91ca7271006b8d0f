package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micro-kernel of 4 rows and 1 vector that reads A where it is, one row of A for each row of C,
 * 4 terms a step: the rows' addresses then cost less than the packing of an A that few columns use.
 */
final class FloatRowTile4x1 {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatLanes.LANES;

  private FloatRowTile4x1() {}

  /**
   * Continues or starts the chains of one tile of C by k terms.
   *
   * @param k the number of terms
   * @param a where A is
   * @param aOffset the first element of the tile's first row
   * @param lda A's leading dimension
   * @param rows how many rows there are; the tile's others repeat the last
   * @param b a panel of B, or B itself
   * @param bOffset where it starts
   * @param ldb the distance from term to term
   * @param c where the tile is
   * @param cOffset its first index
   * @param ldc its leading dimension
   * @param resumed the chains so far, row after row of the tile; null if they start from +0
   */
  static void multiply(
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
    int last = rows - 1;
    int a0 = aOffset;
    int a1 = aOffset + Math.min(1, last) * lda;
    int a2 = aOffset + Math.min(2, last) * lda;
    int a3 = aOffset + Math.min(3, last) * lda;
    int p = 0;
    int bp;
    FloatVector s;
    FloatVector b0;
    for (; p <= k - 4; p += 4) {
      bp = bOffset + p * ldb;
      b0 = FloatVector.fromArray(SPECIES, b, bp);
      s = FloatVector.broadcast(SPECIES, a[a0 + p]);
      c00 = s.fma(b0, c00);
      s = FloatVector.broadcast(SPECIES, a[a1 + p]);
      c10 = s.fma(b0, c10);
      s = FloatVector.broadcast(SPECIES, a[a2 + p]);
      c20 = s.fma(b0, c20);
      s = FloatVector.broadcast(SPECIES, a[a3 + p]);
      c30 = s.fma(b0, c30);
      bp = bOffset + (p + 1) * ldb;
      b0 = FloatVector.fromArray(SPECIES, b, bp);
      s = FloatVector.broadcast(SPECIES, a[a0 + p + 1]);
      c00 = s.fma(b0, c00);
      s = FloatVector.broadcast(SPECIES, a[a1 + p + 1]);
      c10 = s.fma(b0, c10);
      s = FloatVector.broadcast(SPECIES, a[a2 + p + 1]);
      c20 = s.fma(b0, c20);
      s = FloatVector.broadcast(SPECIES, a[a3 + p + 1]);
      c30 = s.fma(b0, c30);
      bp = bOffset + (p + 2) * ldb;
      b0 = FloatVector.fromArray(SPECIES, b, bp);
      s = FloatVector.broadcast(SPECIES, a[a0 + p + 2]);
      c00 = s.fma(b0, c00);
      s = FloatVector.broadcast(SPECIES, a[a1 + p + 2]);
      c10 = s.fma(b0, c10);
      s = FloatVector.broadcast(SPECIES, a[a2 + p + 2]);
      c20 = s.fma(b0, c20);
      s = FloatVector.broadcast(SPECIES, a[a3 + p + 2]);
      c30 = s.fma(b0, c30);
      bp = bOffset + (p + 3) * ldb;
      b0 = FloatVector.fromArray(SPECIES, b, bp);
      s = FloatVector.broadcast(SPECIES, a[a0 + p + 3]);
      c00 = s.fma(b0, c00);
      s = FloatVector.broadcast(SPECIES, a[a1 + p + 3]);
      c10 = s.fma(b0, c10);
      s = FloatVector.broadcast(SPECIES, a[a2 + p + 3]);
      c20 = s.fma(b0, c20);
      s = FloatVector.broadcast(SPECIES, a[a3 + p + 3]);
      c30 = s.fma(b0, c30);
    }
    for (; p < k; p++) {
      bp = bOffset + p * ldb;
      b0 = FloatVector.fromArray(SPECIES, b, bp);
      s = FloatVector.broadcast(SPECIES, a[a0 + p]);
      c00 = s.fma(b0, c00);
      s = FloatVector.broadcast(SPECIES, a[a1 + p]);
      c10 = s.fma(b0, c10);
      s = FloatVector.broadcast(SPECIES, a[a2 + p]);
      c20 = s.fma(b0, c20);
      s = FloatVector.broadcast(SPECIES, a[a3 + p]);
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
