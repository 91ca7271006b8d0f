package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Σ x_i·y_i, the product fused. The lanes are laid out as {@link FloatSumLanes} says. The tail is
 * added element by element to the lanes in memory: its masks C2 put into objects in some processes,
 * 544 bytes a call for good.
 */
final class FloatProductSum {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatSumLanes.LANES;
  private static final int Q = FloatSumLanes.QUARTER;

  private static final int V = FloatLanes.LANES;

  /** The lanes of a strand, while its tail is added. */
  private static final ThreadLocal<float[]> STRAND =
      ThreadLocal.withInitial(() -> new float[4 * V]);

  private FloatProductSum() {}

  /** The sum over one block. */
  static float block(int n, float[] x, int xOffset, float[] y, int yOffset) {
    float[] lanes = STRAND.get();
    int whole = n - n % LANES;
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    for (int strand = 0; strand < FloatSumLanes.STRANDS; strand++) {
      FloatVector l0 = FloatVector.zero(SPECIES);
      FloatVector l1 = FloatVector.zero(SPECIES);
      FloatVector l2 = FloatVector.zero(SPECIES);
      FloatVector l3 = FloatVector.zero(SPECIES);
      int i = FloatSumLanes.first(strand);
      int end = i + whole;
      for (; i < end; i += LANES) {
        l0 = step(l0, x, xOffset + i, y, yOffset + i);
        l1 = step(l1, x, xOffset + i + Q, y, yOffset + i + Q);
        l2 = step(l2, x, xOffset + i + 2 * Q, y, yOffset + i + 2 * Q);
        l3 = step(l3, x, xOffset + i + 3 * Q, y, yOffset + i + 3 * Q);
      }
      l0.intoArray(lanes, 0);
      l1.intoArray(lanes, V);
      l2.intoArray(lanes, 2 * V);
      l3.intoArray(lanes, 3 * V);
      for (int k = 0; k < 4; k++) {
        addTail(lanes, k * V, x, xOffset + i, y, yOffset + i, Math.min(V, n - i));
        i += Q;
      }
      l0 = FloatVector.fromArray(SPECIES, lanes, 0);
      l1 = FloatVector.fromArray(SPECIES, lanes, V);
      l2 = FloatVector.fromArray(SPECIES, lanes, 2 * V);
      l3 = FloatVector.fromArray(SPECIES, lanes, 3 * V);
      s0 = s1;
      s1 = s2;
      s2 = s3;
      s3 = l0.add(l2).add(l1.add(l3));
    }
    return FloatSumLanes.tree(s0, s1, s2, s3);
  }

  private static FloatVector step(FloatVector l, float[] x, int i, float[] y, int j) {
    return FloatVector.fromArray(SPECIES, x, i).fma(FloatVector.fromArray(SPECIES, y, j), l);
  }

  /** The step in the first {@code left} lanes, if any; the others stay as they are. */
  private static void addTail(
      float[] lanes, int first, float[] x, int i, float[] y, int j, int left) {
    for (int lane = 0; lane < left; lane++) {
      lanes[first + lane] = Math.fma(x[i + lane], y[j + lane], lanes[first + lane]);
    }
  }
}
