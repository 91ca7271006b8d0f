package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micro-kernel of 12 rows and 1 vector that reads A where it is, one row of A for each row of
 * C: the rows' addresses then cost less than the packing of an A that few columns use.
 */
final class FloatRowTile12x1 {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatLanes.LANES;

  private FloatRowTile12x1() {}

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
    int last = rows - 1;
    int a0 = aOffset;
    int a1 = aOffset + Math.min(1, last) * lda;
    int a2 = aOffset + Math.min(2, last) * lda;
    int a3 = aOffset + Math.min(3, last) * lda;
    int a4 = aOffset + Math.min(4, last) * lda;
    int a5 = aOffset + Math.min(5, last) * lda;
    int a6 = aOffset + Math.min(6, last) * lda;
    int a7 = aOffset + Math.min(7, last) * lda;
    int a8 = aOffset + Math.min(8, last) * lda;
    int a9 = aOffset + Math.min(9, last) * lda;
    int aa = aOffset + Math.min(10, last) * lda;
    int ab = aOffset + Math.min(11, last) * lda;
    int p = 0;
    int bp;
    FloatVector s;
    FloatVector b0;
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
      s = FloatVector.broadcast(SPECIES, a[a4 + p]);
      c40 = s.fma(b0, c40);
      s = FloatVector.broadcast(SPECIES, a[a5 + p]);
      c50 = s.fma(b0, c50);
      s = FloatVector.broadcast(SPECIES, a[a6 + p]);
      c60 = s.fma(b0, c60);
      s = FloatVector.broadcast(SPECIES, a[a7 + p]);
      c70 = s.fma(b0, c70);
      s = FloatVector.broadcast(SPECIES, a[a8 + p]);
      c80 = s.fma(b0, c80);
      s = FloatVector.broadcast(SPECIES, a[a9 + p]);
      c90 = s.fma(b0, c90);
      s = FloatVector.broadcast(SPECIES, a[aa + p]);
      ca0 = s.fma(b0, ca0);
      s = FloatVector.broadcast(SPECIES, a[ab + p]);
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
