package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The micro-kernel of 12 rows and 2 vectors that reads A and B where they are, one row of A for
 * each row of C: for products of so few rows that packing costs more.
 *
 * <p>One term a step. With two, C2 kept accumulators in memory in every second run (57 instead of
 * 102 GFLOP/s), and in a process that had run other shapes the method was at times so large that C2
 * no longer inlined all of it and boxed the vectors.
 */
final class FloatRowTile12x2 {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatLanes.LANES;

  private FloatRowTile12x2() {}

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
    FloatVector ca0 = zero;
    FloatVector ca1 = zero;
    FloatVector cb0 = zero;
    FloatVector cb1 = zero;
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
      ca0 = FloatVector.fromArray(SPECIES, resumed, 20 * LANES);
      ca1 = FloatVector.fromArray(SPECIES, resumed, 21 * LANES);
      cb0 = FloatVector.fromArray(SPECIES, resumed, 22 * LANES);
      cb1 = FloatVector.fromArray(SPECIES, resumed, 23 * LANES);
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
    int bp = bOffset;
    FloatVector s;
    FloatVector b0;
    FloatVector b1;
    for (; p < k; p++) {
      b0 = FloatVector.fromArray(SPECIES, b, bp);
      b1 = FloatVector.fromArray(SPECIES, b, bp + LANES);
      s = FloatVector.broadcast(SPECIES, a[a0 + p]);
      c00 = s.fma(b0, c00);
      c01 = s.fma(b1, c01);
      s = FloatVector.broadcast(SPECIES, a[a1 + p]);
      c10 = s.fma(b0, c10);
      c11 = s.fma(b1, c11);
      s = FloatVector.broadcast(SPECIES, a[a2 + p]);
      c20 = s.fma(b0, c20);
      c21 = s.fma(b1, c21);
      s = FloatVector.broadcast(SPECIES, a[a3 + p]);
      c30 = s.fma(b0, c30);
      c31 = s.fma(b1, c31);
      s = FloatVector.broadcast(SPECIES, a[a4 + p]);
      c40 = s.fma(b0, c40);
      c41 = s.fma(b1, c41);
      s = FloatVector.broadcast(SPECIES, a[a5 + p]);
      c50 = s.fma(b0, c50);
      c51 = s.fma(b1, c51);
      s = FloatVector.broadcast(SPECIES, a[a6 + p]);
      c60 = s.fma(b0, c60);
      c61 = s.fma(b1, c61);
      s = FloatVector.broadcast(SPECIES, a[a7 + p]);
      c70 = s.fma(b0, c70);
      c71 = s.fma(b1, c71);
      s = FloatVector.broadcast(SPECIES, a[a8 + p]);
      c80 = s.fma(b0, c80);
      c81 = s.fma(b1, c81);
      s = FloatVector.broadcast(SPECIES, a[a9 + p]);
      c90 = s.fma(b0, c90);
      c91 = s.fma(b1, c91);
      s = FloatVector.broadcast(SPECIES, a[aa + p]);
      ca0 = s.fma(b0, ca0);
      ca1 = s.fma(b1, ca1);
      s = FloatVector.broadcast(SPECIES, a[ab + p]);
      cb0 = s.fma(b0, cb0);
      cb1 = s.fma(b1, cb1);
      bp += ldb;
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
    row += ldc;
    ca0.intoArray(c, row);
    ca1.intoArray(c, row + LANES);
    row += ldc;
    cb0.intoArray(c, row);
    cb1.intoArray(c, row + LANES);
  }
}
