package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sixteen chains, each along a stored row of a matrix, whose lanes are the rows: blocks of 8×8 are
 * transposed in registers by selections from two vectors and added from there.
 *
 * <p>Two blocks a step, for one alone waits for its own chain (8 additions in a row): 38 against 28
 * GB/s on a Zen 4. Blocks of 16×16 take 31 GB/s there, since its selections from 512-bit vectors
 * need two cycles; one row after another without vectors 20.
 */
final class SingleRowChains {
  /** Rows that are worked on together. */
  static final int ROWS = 16;

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_256;

  private static final IntVector EVEN_1 = even(1);
  private static final IntVector ODD_1 = odd(1);
  private static final IntVector EVEN_2 = even(2);
  private static final IntVector ODD_2 = odd(2);
  private static final IntVector EVEN_4 = even(4);
  private static final IntVector ODD_4 = odd(4);

  private SingleRowChains() {}

  private static IntVector even(int distance) {
    int[] lanes = new int[8];
    for (int lane = 0; lane < 8; lane++) {
      lanes[lane] = (lane & distance) == 0 ? lane : 8 + lane - distance;
    }
    return IntVector.fromArray(IntVector.SPECIES_256, lanes, 0);
  }

  private static IntVector odd(int distance) {
    int[] lanes = new int[8];
    for (int lane = 0; lane < 8; lane++) {
      lanes[lane] = (lane & distance) == 0 ? lane + distance : 8 + lane;
    }
    return IntVector.fromArray(IntVector.SPECIES_256, lanes, 0);
  }

  /**
   * Continues sixteen chains by k terms.
   *
   * @param x the factors, one a term, from index 0 on
   * @param b the matrix
   * @param bOffset the first element of its first row
   * @param ldb the distance from row to row
   * @param c the chains
   * @param cOffset the first of them
   */
  static void add(int k, float[] x, float[] b, int bOffset, int ldb, float[] c, int cOffset) {
    FloatVector sum = FloatVector.fromArray(SPECIES, c, cOffset);
    FloatVector sum8 = FloatVector.fromArray(SPECIES, c, cOffset + 8);
    int p = 0;
    for (; p <= k - 8; p += 8) {
      int row = bOffset + p;
      IntVector v0 = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      IntVector v1 = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      IntVector v2 = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      IntVector v3 = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      IntVector v4 = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      IntVector v5 = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      IntVector v6 = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      IntVector v7 = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      IntVector t;
      t = EVEN_1.selectFrom(v0, v1);
      v1 = ODD_1.selectFrom(v0, v1);
      v0 = t;
      t = EVEN_1.selectFrom(v2, v3);
      v3 = ODD_1.selectFrom(v2, v3);
      v2 = t;
      t = EVEN_1.selectFrom(v4, v5);
      v5 = ODD_1.selectFrom(v4, v5);
      v4 = t;
      t = EVEN_1.selectFrom(v6, v7);
      v7 = ODD_1.selectFrom(v6, v7);
      v6 = t;
      t = EVEN_2.selectFrom(v0, v2);
      v2 = ODD_2.selectFrom(v0, v2);
      v0 = t;
      t = EVEN_2.selectFrom(v1, v3);
      v3 = ODD_2.selectFrom(v1, v3);
      v1 = t;
      t = EVEN_2.selectFrom(v4, v6);
      v6 = ODD_2.selectFrom(v4, v6);
      v4 = t;
      t = EVEN_2.selectFrom(v5, v7);
      v7 = ODD_2.selectFrom(v5, v7);
      v5 = t;
      t = EVEN_4.selectFrom(v0, v4);
      v4 = ODD_4.selectFrom(v0, v4);
      v0 = t;
      t = EVEN_4.selectFrom(v1, v5);
      v5 = ODD_4.selectFrom(v1, v5);
      v1 = t;
      t = EVEN_4.selectFrom(v2, v6);
      v6 = ODD_4.selectFrom(v2, v6);
      v2 = t;
      t = EVEN_4.selectFrom(v3, v7);
      v7 = ODD_4.selectFrom(v3, v7);
      v3 = t;
      sum = FloatVector.broadcast(SPECIES, x[p]).fma(v0.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 1]).fma(v1.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 2]).fma(v2.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 3]).fma(v3.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 4]).fma(v4.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 5]).fma(v5.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 6]).fma(v6.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 7]).fma(v7.reinterpretAsFloats(), sum);
      v0 = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      v1 = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      v2 = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      v3 = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      v4 = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      v5 = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      v6 = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      v7 = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      t = EVEN_1.selectFrom(v0, v1);
      v1 = ODD_1.selectFrom(v0, v1);
      v0 = t;
      t = EVEN_1.selectFrom(v2, v3);
      v3 = ODD_1.selectFrom(v2, v3);
      v2 = t;
      t = EVEN_1.selectFrom(v4, v5);
      v5 = ODD_1.selectFrom(v4, v5);
      v4 = t;
      t = EVEN_1.selectFrom(v6, v7);
      v7 = ODD_1.selectFrom(v6, v7);
      v6 = t;
      t = EVEN_2.selectFrom(v0, v2);
      v2 = ODD_2.selectFrom(v0, v2);
      v0 = t;
      t = EVEN_2.selectFrom(v1, v3);
      v3 = ODD_2.selectFrom(v1, v3);
      v1 = t;
      t = EVEN_2.selectFrom(v4, v6);
      v6 = ODD_2.selectFrom(v4, v6);
      v4 = t;
      t = EVEN_2.selectFrom(v5, v7);
      v7 = ODD_2.selectFrom(v5, v7);
      v5 = t;
      t = EVEN_4.selectFrom(v0, v4);
      v4 = ODD_4.selectFrom(v0, v4);
      v0 = t;
      t = EVEN_4.selectFrom(v1, v5);
      v5 = ODD_4.selectFrom(v1, v5);
      v1 = t;
      t = EVEN_4.selectFrom(v2, v6);
      v6 = ODD_4.selectFrom(v2, v6);
      v2 = t;
      t = EVEN_4.selectFrom(v3, v7);
      v7 = ODD_4.selectFrom(v3, v7);
      v3 = t;
      sum8 = FloatVector.broadcast(SPECIES, x[p]).fma(v0.reinterpretAsFloats(), sum8);
      sum8 = FloatVector.broadcast(SPECIES, x[p + 1]).fma(v1.reinterpretAsFloats(), sum8);
      sum8 = FloatVector.broadcast(SPECIES, x[p + 2]).fma(v2.reinterpretAsFloats(), sum8);
      sum8 = FloatVector.broadcast(SPECIES, x[p + 3]).fma(v3.reinterpretAsFloats(), sum8);
      sum8 = FloatVector.broadcast(SPECIES, x[p + 4]).fma(v4.reinterpretAsFloats(), sum8);
      sum8 = FloatVector.broadcast(SPECIES, x[p + 5]).fma(v5.reinterpretAsFloats(), sum8);
      sum8 = FloatVector.broadcast(SPECIES, x[p + 6]).fma(v6.reinterpretAsFloats(), sum8);
      sum8 = FloatVector.broadcast(SPECIES, x[p + 7]).fma(v7.reinterpretAsFloats(), sum8);
    }
    sum.intoArray(c, cOffset);
    sum8.intoArray(c, cOffset + 8);
    for (; p < k; p++) {
      for (int r = 0; r < ROWS; r++) {
        c[cOffset + r] = Math.fma(x[p], b[bOffset + r * ldb + p], c[cOffset + r]);
      }
    }
  }
}
