package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.RankOneUpdate;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The step along a gradient of rank one: rows of θ stream through once, d stays in the first-level
 * cache. Rows with x_i = 0 are left alone where that is exact: with finite d, s ≥ 0 and ε ≥ 0 their
 * gradient is +0 and their step −0, which changes no θ, not even −0. The rest of a row is scalar:
 * masks gained nothing here and tripled the time until the method was compiled.
 */
@SuppressWarnings("cast") // needed here, redundant in the derived double version
final class FloatRankOneUpdate implements RankOneUpdate<float[]> {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatLanes.LANES;

  @Override
  public void sgd(
      float[] theta,
      int offset,
      int stride,
      int rows,
      int columns,
      float[] x,
      int xOffset,
      float[] d,
      int dOffset,
      double scale,
      double rate) {
    float s = (float) scale;
    float minusRate = (float) -rate;
    boolean skipsZeros =
        s >= 0 && s < Float.POSITIVE_INFINITY && minusRate <= 0 && allFinite(d, dOffset, columns);
    for (int i = 0; i < rows; i++) {
      float factor = x[xOffset + i];
      if (factor != 0 || !skipsZeros) {
        row(theta, offset + i * stride, columns, factor, d, dOffset, s, minusRate);
      }
    }
  }

  private static void row(
      float[] theta,
      int offset,
      int columns,
      float x,
      float[] d,
      int dOffset,
      float s,
      float minusRate) {
    FloatVector factor = FloatVector.broadcast(SPECIES, x);
    FloatVector zero = FloatVector.zero(SPECIES);
    int bound = SPECIES.loopBound(columns);
    for (int j = 0; j < bound; j += LANES) {
      FloatVector g = FloatVector.fromArray(SPECIES, d, dOffset + j).fma(factor, zero).mul(s);
      FloatVector w = FloatVector.fromArray(SPECIES, theta, offset + j);
      g.fma(FloatVector.broadcast(SPECIES, minusRate), w).intoArray(theta, offset + j);
    }
    for (int j = bound; j < columns; j++) {
      float g = Math.fma(x, d[dOffset + j], 0f) * s;
      theta[offset + j] = Math.fma(minusRate, g, theta[offset + j]);
    }
  }

  private static boolean allFinite(float[] d, int offset, int length) {
    float differences = 0;
    for (int j = 0; j < length; j++) {
      differences += d[offset + j] - d[offset + j]; // 0, or NaN once an element is not finite
    }
    return differences == 0;
  }
}
