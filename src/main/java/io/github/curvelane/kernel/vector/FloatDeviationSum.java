package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Σ (x_i − c), the difference rounded. The lanes are laid out as {@link FloatSumLanes} says. */
final class FloatDeviationSum {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatSumLanes.LANES;
  private static final int Q = FloatSumLanes.QUARTER;

  private FloatDeviationSum() {}

  /** The sum over one block; the last array is scratch. */
  static float block(int n, float[] x, int offset, float c, float[] rest) {
    int whole = n - n % LANES;
    FloatRest.copy(n, x, offset, c, rest);
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
      for (int i = offset + first; i < offset + first + whole; i += LANES) {
        l0 = l0.add(FloatVector.fromArray(SPECIES, x, i).sub(c));
        l1 = l1.add(FloatVector.fromArray(SPECIES, x, i + Q).sub(c));
        l2 = l2.add(FloatVector.fromArray(SPECIES, x, i + 2 * Q).sub(c));
        l3 = l3.add(FloatVector.fromArray(SPECIES, x, i + 3 * Q).sub(c));
      }
      l0 = l0.add(FloatVector.fromArray(SPECIES, rest, first).sub(c));
      l1 = l1.add(FloatVector.fromArray(SPECIES, rest, first + Q).sub(c));
      l2 = l2.add(FloatVector.fromArray(SPECIES, rest, first + 2 * Q).sub(c));
      l3 = l3.add(FloatVector.fromArray(SPECIES, rest, first + 3 * Q).sub(c));
      s0 = s1;
      s1 = s2;
      s2 = s3;
      s3 = l0.add(l2).add(l1.add(l3));
    }
    return FloatSumLanes.tree(s0, s1, s2, s3);
  }
}
