package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes blocks of 8×8 in registers, for vectors of 8 lanes: in step d = 1, 2, 4, … two rows
 * whose numbers differ by d exchange the lanes whose numbers differ by d.
 */
final class FloatTranspose8 {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;

  private static final VectorShuffle<Float> UP_1 = shuffle(-1);
  private static final VectorShuffle<Float> DOWN_1 = shuffle(1);
  private static final VectorMask<Float> ODD_1 = odd(1);
  private static final VectorShuffle<Float> UP_2 = shuffle(-2);
  private static final VectorShuffle<Float> DOWN_2 = shuffle(2);
  private static final VectorMask<Float> ODD_2 = odd(2);
  private static final VectorShuffle<Float> UP_4 = shuffle(-4);
  private static final VectorShuffle<Float> DOWN_4 = shuffle(4);
  private static final VectorMask<Float> ODD_4 = odd(4);

  private FloatTranspose8() {}

  private static VectorShuffle<Float> shuffle(int distance) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane + distance) & (SPECIES.length() - 1));
  }

  private static VectorMask<Float> odd(int distance) {
    boolean[] bits = new boolean[SPECIES.length()];
    for (int lane = 0; lane < bits.length; lane++) {
      bits[lane] = (lane & distance) != 0;
    }
    return VectorMask.fromArray(SPECIES, bits, 0);
  }

  /**
   * Stores columns of at most 8 rows as vectors, 8 columns at a time. Lanes beyond the rows repeat
   * the last.
   *
   * @return how many columns were stored, the largest multiple of 8 up to {@code columns}
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
    int p = 0;
    for (; p <= columns - 8; p += 8) {
      FloatVector v0 = FloatVector.fromArray(SPECIES, source, r0 + p);
      FloatVector v1 = FloatVector.fromArray(SPECIES, source, r1 + p);
      FloatVector v2 = FloatVector.fromArray(SPECIES, source, r2 + p);
      FloatVector v3 = FloatVector.fromArray(SPECIES, source, r3 + p);
      FloatVector v4 = FloatVector.fromArray(SPECIES, source, r4 + p);
      FloatVector v5 = FloatVector.fromArray(SPECIES, source, r5 + p);
      FloatVector v6 = FloatVector.fromArray(SPECIES, source, r6 + p);
      FloatVector v7 = FloatVector.fromArray(SPECIES, source, r7 + p);
      FloatVector t;
      t = v0.blend(v1.rearrange(UP_1), ODD_1);
      v1 = v0.rearrange(DOWN_1).blend(v1, ODD_1);
      v0 = t;
      t = v2.blend(v3.rearrange(UP_1), ODD_1);
      v3 = v2.rearrange(DOWN_1).blend(v3, ODD_1);
      v2 = t;
      t = v4.blend(v5.rearrange(UP_1), ODD_1);
      v5 = v4.rearrange(DOWN_1).blend(v5, ODD_1);
      v4 = t;
      t = v6.blend(v7.rearrange(UP_1), ODD_1);
      v7 = v6.rearrange(DOWN_1).blend(v7, ODD_1);
      v6 = t;
      t = v0.blend(v2.rearrange(UP_2), ODD_2);
      v2 = v0.rearrange(DOWN_2).blend(v2, ODD_2);
      v0 = t;
      t = v1.blend(v3.rearrange(UP_2), ODD_2);
      v3 = v1.rearrange(DOWN_2).blend(v3, ODD_2);
      v1 = t;
      t = v4.blend(v6.rearrange(UP_2), ODD_2);
      v6 = v4.rearrange(DOWN_2).blend(v6, ODD_2);
      v4 = t;
      t = v5.blend(v7.rearrange(UP_2), ODD_2);
      v7 = v5.rearrange(DOWN_2).blend(v7, ODD_2);
      v5 = t;
      t = v0.blend(v4.rearrange(UP_4), ODD_4);
      v4 = v0.rearrange(DOWN_4).blend(v4, ODD_4);
      v0 = t;
      t = v1.blend(v5.rearrange(UP_4), ODD_4);
      v5 = v1.rearrange(DOWN_4).blend(v5, ODD_4);
      v1 = t;
      t = v2.blend(v6.rearrange(UP_4), ODD_4);
      v6 = v2.rearrange(DOWN_4).blend(v6, ODD_4);
      v2 = t;
      t = v3.blend(v7.rearrange(UP_4), ODD_4);
      v7 = v3.rearrange(DOWN_4).blend(v7, ODD_4);
      v3 = t;
      int to = targetOffset + p * stride;
      v0.intoArray(target, to);
      v1.intoArray(target, to + stride);
      v2.intoArray(target, to + 2 * stride);
      v3.intoArray(target, to + 3 * stride);
      v4.intoArray(target, to + 4 * stride);
      v5.intoArray(target, to + 5 * stride);
      v6.intoArray(target, to + 6 * stride);
      v7.intoArray(target, to + 7 * stride);
    }
    return p;
  }
}
