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

  /** The sum over one block. */
  static float block(int n, float[] x, int xOffset, float[] y, int yOffset, float c) {
    int whole = n - n % LANES;
    float[] xRest = FloatRest.of(n, x, xOffset, 0);
    float[] yRest = FloatRest.ofOther(n, y, yOffset, c);
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
        l0 = step(l0, x, xOffset + i, y, yOffset + i, c);
        l1 = step(l1, x, xOffset + i + Q, y, yOffset + i + Q, c);
        l2 = step(l2, x, xOffset + i + 2 * Q, y, yOffset + i + 2 * Q, c);
        l3 = step(l3, x, xOffset + i + 3 * Q, y, yOffset + i + 3 * Q, c);
      }
      for (int k = 0; k < 4; k++) {
        FloatVector l = step(l0, xRest, first + k * Q, yRest, first + k * Q, c);
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

  private static FloatVector step(FloatVector l, float[] x, int i, float[] y, int j, float c) {
    return FloatVector.fromArray(SPECIES, x, i).fma(FloatVector.fromArray(SPECIES, y, j).sub(c), l);
  }
}
