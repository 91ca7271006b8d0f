package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes blocks of 16×16 in registers: in step d = 1, 2, 4, 8 two rows whose numbers differ by
 * d exchange the lanes whose numbers differ by d. One selection from two vectors an exchange, which
 * 512-bit registers have an instruction for; rearranging and blending takes twice the time.
 */
final class SingleTranspose16 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_512;

  /** Lanes of the first result of an exchange at a distance of 1, and so on. */
  static final IntVector EVEN_1 = even(1);

  static final IntVector ODD_1 = odd(1);
  static final IntVector EVEN_2 = even(2);
  static final IntVector ODD_2 = odd(2);
  static final IntVector EVEN_4 = even(4);
  static final IntVector ODD_4 = odd(4);
  static final IntVector EVEN_8 = even(8);
  static final IntVector ODD_8 = odd(8);

  private SingleTranspose16() {}

  private static IntVector even(int distance) {
    int[] lanes = new int[16];
    for (int lane = 0; lane < 16; lane++) {
      lanes[lane] = (lane & distance) == 0 ? lane : 16 + lane - distance;
    }
    return IntVector.fromArray(IntVector.SPECIES_512, lanes, 0);
  }

  private static IntVector odd(int distance) {
    int[] lanes = new int[16];
    for (int lane = 0; lane < 16; lane++) {
      lanes[lane] = (lane & distance) == 0 ? lane + distance : 16 + lane;
    }
    return IntVector.fromArray(IntVector.SPECIES_512, lanes, 0);
  }

  /**
   * Stores columns of at most 16 rows as vectors, 16 columns at a time. Lanes beyond the rows
   * repeat the last.
   *
   * @return how many columns were stored, the largest multiple of 16 up to {@code columns}
   */
  static int columns(
      float[] source,
      int offset,
      int ld,
      int rows,
      int columns,
      float[] target,
      int targetOffset,
      int stride) {
    int last = rows - 1;
    int r0 = offset;
    int r1 = offset + Math.min(1, last) * ld;
    int r2 = offset + Math.min(2, last) * ld;
    int r3 = offset + Math.min(3, last) * ld;
    int r4 = offset + Math.min(4, last) * ld;
    int r5 = offset + Math.min(5, last) * ld;
    int r6 = offset + Math.min(6, last) * ld;
    int r7 = offset + Math.min(7, last) * ld;
    int r8 = offset + Math.min(8, last) * ld;
    int r9 = offset + Math.min(9, last) * ld;
    int ra = offset + Math.min(10, last) * ld;
    int rb = offset + Math.min(11, last) * ld;
    int rc = offset + Math.min(12, last) * ld;
    int rd = offset + Math.min(13, last) * ld;
    int re = offset + Math.min(14, last) * ld;
    int rf = offset + Math.min(15, last) * ld;
    int p = 0;
    for (; p <= columns - 16; p += 16) {
      IntVector v0 = FloatVector.fromArray(SPECIES, source, r0 + p).reinterpretAsInts();
      IntVector v1 = FloatVector.fromArray(SPECIES, source, r1 + p).reinterpretAsInts();
      IntVector v2 = FloatVector.fromArray(SPECIES, source, r2 + p).reinterpretAsInts();
      IntVector v3 = FloatVector.fromArray(SPECIES, source, r3 + p).reinterpretAsInts();
      IntVector v4 = FloatVector.fromArray(SPECIES, source, r4 + p).reinterpretAsInts();
      IntVector v5 = FloatVector.fromArray(SPECIES, source, r5 + p).reinterpretAsInts();
      IntVector v6 = FloatVector.fromArray(SPECIES, source, r6 + p).reinterpretAsInts();
      IntVector v7 = FloatVector.fromArray(SPECIES, source, r7 + p).reinterpretAsInts();
      IntVector v8 = FloatVector.fromArray(SPECIES, source, r8 + p).reinterpretAsInts();
      IntVector v9 = FloatVector.fromArray(SPECIES, source, r9 + p).reinterpretAsInts();
      IntVector va = FloatVector.fromArray(SPECIES, source, ra + p).reinterpretAsInts();
      IntVector vb = FloatVector.fromArray(SPECIES, source, rb + p).reinterpretAsInts();
      IntVector vc = FloatVector.fromArray(SPECIES, source, rc + p).reinterpretAsInts();
      IntVector vd = FloatVector.fromArray(SPECIES, source, rd + p).reinterpretAsInts();
      IntVector ve = FloatVector.fromArray(SPECIES, source, re + p).reinterpretAsInts();
      IntVector vf = FloatVector.fromArray(SPECIES, source, rf + p).reinterpretAsInts();
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
      int to = targetOffset + p * stride;
      v0.reinterpretAsFloats().intoArray(target, to);
      v1.reinterpretAsFloats().intoArray(target, to + stride);
      v2.reinterpretAsFloats().intoArray(target, to + 2 * stride);
      v3.reinterpretAsFloats().intoArray(target, to + 3 * stride);
      v4.reinterpretAsFloats().intoArray(target, to + 4 * stride);
      v5.reinterpretAsFloats().intoArray(target, to + 5 * stride);
      v6.reinterpretAsFloats().intoArray(target, to + 6 * stride);
      v7.reinterpretAsFloats().intoArray(target, to + 7 * stride);
      v8.reinterpretAsFloats().intoArray(target, to + 8 * stride);
      v9.reinterpretAsFloats().intoArray(target, to + 9 * stride);
      va.reinterpretAsFloats().intoArray(target, to + 10 * stride);
      vb.reinterpretAsFloats().intoArray(target, to + 11 * stride);
      vc.reinterpretAsFloats().intoArray(target, to + 12 * stride);
      vd.reinterpretAsFloats().intoArray(target, to + 13 * stride);
      ve.reinterpretAsFloats().intoArray(target, to + 14 * stride);
      vf.reinterpretAsFloats().intoArray(target, to + 15 * stride);
    }
    return p;
  }
}
