package io.github.curvelane.kernel.vector;

import static io.github.curvelane.kernel.vector.SingleTranspose16.EVEN_1;
import static io.github.curvelane.kernel.vector.SingleTranspose16.EVEN_2;
import static io.github.curvelane.kernel.vector.SingleTranspose16.EVEN_4;
import static io.github.curvelane.kernel.vector.SingleTranspose16.EVEN_8;
import static io.github.curvelane.kernel.vector.SingleTranspose16.ODD_1;
import static io.github.curvelane.kernel.vector.SingleTranspose16.ODD_2;
import static io.github.curvelane.kernel.vector.SingleTranspose16.ODD_4;
import static io.github.curvelane.kernel.vector.SingleTranspose16.ODD_8;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sixteen chains, each along a stored row of a matrix, whose lanes are the rows: blocks of 16×16
 * are transposed in registers as in {@link SingleTranspose16} and added from there, without a
 * buffer between: 33 GB/s on a Zen 4 from its third-level cache, where one row after another
 * without vectors takes 20 and a buffer 13. Two blocks of 8×8 a step reached 38, but a second
 * species of vectors in the process made C2 box those of other kernels.
 */
final class SingleRowChains {
  /** Rows that are worked on together. */
  static final int ROWS = 16;

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;

  private SingleRowChains() {}

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
    // Stored within a block too: C2 takes no load before these, else it starts all sixteen
    // broadcasts at once and spills ten (5 to 8 % of the time).
    FloatVector sum = FloatVector.fromArray(SPECIES, c, cOffset);
    int p = 0;
    for (; p <= k - 16; p += 16) {
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
      IntVector v8 = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      IntVector v9 = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      IntVector va = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      IntVector vb = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      IntVector vc = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      IntVector vd = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      IntVector ve = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
      row += ldb;
      IntVector vf = FloatVector.fromArray(SPECIES, b, row).reinterpretAsInts();
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
      t = EVEN_1.selectFrom(v8, v9);
      v9 = ODD_1.selectFrom(v8, v9);
      v8 = t;
      t = EVEN_1.selectFrom(va, vb);
      vb = ODD_1.selectFrom(va, vb);
      va = t;
      t = EVEN_1.selectFrom(vc, vd);
      vd = ODD_1.selectFrom(vc, vd);
      vc = t;
      t = EVEN_1.selectFrom(ve, vf);
      vf = ODD_1.selectFrom(ve, vf);
      ve = t;
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
      t = EVEN_2.selectFrom(v8, va);
      va = ODD_2.selectFrom(v8, va);
      v8 = t;
      t = EVEN_2.selectFrom(v9, vb);
      vb = ODD_2.selectFrom(v9, vb);
      v9 = t;
      t = EVEN_2.selectFrom(vc, ve);
      ve = ODD_2.selectFrom(vc, ve);
      vc = t;
      t = EVEN_2.selectFrom(vd, vf);
      vf = ODD_2.selectFrom(vd, vf);
      vd = t;
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
      t = EVEN_4.selectFrom(v8, vc);
      vc = ODD_4.selectFrom(v8, vc);
      v8 = t;
      t = EVEN_4.selectFrom(v9, vd);
      vd = ODD_4.selectFrom(v9, vd);
      v9 = t;
      t = EVEN_4.selectFrom(va, ve);
      ve = ODD_4.selectFrom(va, ve);
      va = t;
      t = EVEN_4.selectFrom(vb, vf);
      vf = ODD_4.selectFrom(vb, vf);
      vb = t;
      t = EVEN_8.selectFrom(v0, v8);
      v8 = ODD_8.selectFrom(v0, v8);
      v0 = t;
      t = EVEN_8.selectFrom(v1, v9);
      v9 = ODD_8.selectFrom(v1, v9);
      v1 = t;
      t = EVEN_8.selectFrom(v2, va);
      va = ODD_8.selectFrom(v2, va);
      v2 = t;
      t = EVEN_8.selectFrom(v3, vb);
      vb = ODD_8.selectFrom(v3, vb);
      v3 = t;
      t = EVEN_8.selectFrom(v4, vc);
      vc = ODD_8.selectFrom(v4, vc);
      v4 = t;
      t = EVEN_8.selectFrom(v5, vd);
      vd = ODD_8.selectFrom(v5, vd);
      v5 = t;
      t = EVEN_8.selectFrom(v6, ve);
      ve = ODD_8.selectFrom(v6, ve);
      v6 = t;
      t = EVEN_8.selectFrom(v7, vf);
      vf = ODD_8.selectFrom(v7, vf);
      v7 = t;
      sum = FloatVector.broadcast(SPECIES, x[p]).fma(v0.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 1]).fma(v1.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 2]).fma(v2.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 3]).fma(v3.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 4]).fma(v4.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 5]).fma(v5.reinterpretAsFloats(), sum);
      sum.intoArray(c, cOffset);
      sum = FloatVector.broadcast(SPECIES, x[p + 6]).fma(v6.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 7]).fma(v7.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 8]).fma(v8.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 9]).fma(v9.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 10]).fma(va.reinterpretAsFloats(), sum);
      sum.intoArray(c, cOffset);
      sum = FloatVector.broadcast(SPECIES, x[p + 11]).fma(vb.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 12]).fma(vc.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 13]).fma(vd.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 14]).fma(ve.reinterpretAsFloats(), sum);
      sum = FloatVector.broadcast(SPECIES, x[p + 15]).fma(vf.reinterpretAsFloats(), sum);
    }
    sum.intoArray(c, cOffset);
    for (; p < k; p++) {
      for (int r = 0; r < ROWS; r++) {
        c[cOffset + r] = Math.fma(x[p], b[bOffset + r * ldb + p], c[cOffset + r]);
      }
    }
  }
}
