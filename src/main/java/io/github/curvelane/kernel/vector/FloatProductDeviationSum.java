package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Σ x_i·(y_i − c), the difference rounded, the product fused. The lanes are laid out as {@link
 * FloatSumLanes} says.
 */
final class FloatProductDeviationSum {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatSumLanes.LANES;
  private static final int Q = FloatSumLanes.QUARTER;

  private FloatProductDeviationSum() {}

  /** The sum over one block; the last arrays are scratch. */
  static float block(
      int n,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float c,
      float[] xRest,
      float[] yRest) {
    int whole = n - n % LANES;
    FloatRest.copy(n, x, xOffset, 0, xRest);
    FloatRest.copy(n, y, yOffset, c, yRest);
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
      int i = xOffset + first;
      int j = yOffset + first;
      for (int p = 0; p < whole; p += LANES) {
        l0 =
            FloatVector.fromArray(SPECIES, x, i + p)
                .fma(FloatVector.fromArray(SPECIES, y, j + p).sub(c), l0);
        l1 =
            FloatVector.fromArray(SPECIES, x, i + p + Q)
                .fma(FloatVector.fromArray(SPECIES, y, j + p + Q).sub(c), l1);
        l2 =
            FloatVector.fromArray(SPECIES, x, i + p + 2 * Q)
                .fma(FloatVector.fromArray(SPECIES, y, j + p + 2 * Q).sub(c), l2);
        l3 =
            FloatVector.fromArray(SPECIES, x, i + p + 3 * Q)
                .fma(FloatVector.fromArray(SPECIES, y, j + p + 3 * Q).sub(c), l3);
      }
      l0 =
          FloatVector.fromArray(SPECIES, xRest, first)
              .fma(FloatVector.fromArray(SPECIES, yRest, first).sub(c), l0);
      l1 =
          FloatVector.fromArray(SPECIES, xRest, first + Q)
              .fma(FloatVector.fromArray(SPECIES, yRest, first + Q).sub(c), l1);
      l2 =
          FloatVector.fromArray(SPECIES, xRest, first + 2 * Q)
              .fma(FloatVector.fromArray(SPECIES, yRest, first + 2 * Q).sub(c), l2);
      l3 =
          FloatVector.fromArray(SPECIES, xRest, first + 3 * Q)
              .fma(FloatVector.fromArray(SPECIES, yRest, first + 3 * Q).sub(c), l3);
      s0 = s1;
      s1 = s2;
      s2 = s3;
      s3 = l0.add(l2).add(l1.add(l3));
    }
    return FloatSumLanes.tree(s0, s1, s2, s3);
  }
}
