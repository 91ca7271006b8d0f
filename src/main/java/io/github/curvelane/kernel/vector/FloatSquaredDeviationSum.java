package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Σ (x_i − c)², the difference rounded, the square fused. The lanes are laid out as {@link
 * FloatSumLanes} says.
 */
final class FloatSquaredDeviationSum {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatSumLanes.LANES;
  private static final int Q = FloatSumLanes.QUARTER;

  private FloatSquaredDeviationSum() {}

  /** The sum over one block. */
  static float block(int n, float[] x, int offset, float c) {
    int whole = n - n % LANES;
    float[] rest = FloatRest.of(n, x, offset, c);
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    for (int strand = 0; strand < FloatSumLanes.STRANDS; strand++) {
      FloatVector l0 = FloatVector.zero(SPECIES);
      FloatVector l1 = FloatVector.zero(SPECIES);
      FloatVector l2 = FloatVector.zero(SPECIES);
      FloatVector l3 = FloatVector.zero(SPECIES);
      int first = FloatSumLanes.first(strand);
      for (int i = first; i < first + whole; i += LANES) {
        l0 = step(l0, x, offset + i, c);
        l1 = step(l1, x, offset + i + Q, c);
        l2 = step(l2, x, offset + i + 2 * Q, c);
        l3 = step(l3, x, offset + i + 3 * Q, c);
      }
      for (int k = 0; k < 4; k++) {
        FloatVector l = step(l0, rest, first + k * Q, c);
        l0 = l1;
        l1 = l2;
        l2 = l3;
        l3 = l;
      }
      s0 = s1;
      s1 = s2;
      s2 = s3;
      s3 = l0.add(l2).add(l1.add(l3));
    }
    return FloatSumLanes.tree(s0, s1, s2, s3);
  }

  private static FloatVector step(FloatVector l, float[] x, int i, float c) {
    FloatVector d = FloatVector.fromArray(SPECIES, x, i).sub(c);
    return d.fma(d, l);
  }
}
