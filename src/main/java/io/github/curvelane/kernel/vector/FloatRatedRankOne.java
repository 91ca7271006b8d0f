package io.github.curvelane.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The step along a gradient of rank one with a rate for each parameter: rows and their last vectors
 * as {@link FloatRankOneUpdate} takes them. Wide rows with x_i = 0 are left alone where that is
 * exact: their gradient is +0, and with 0 ≤ ε·r_ij &lt; ∞ (not −0) their step −0.
 */
@SuppressWarnings("cast") // needed here, redundant in the derived double version
final class FloatRatedRankOne {
  private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
  private static final int LANES = FloatLanes.LANES;

  private FloatRatedRankOne() {}

  /** {@link io.github.curvelane.kernel.contract.RankOneUpdate#ratedSgd}. */
  static void step(
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
      double rate,
      float[] rates,
      double largest) {
    float s = (float) scale;
    float minusRate = (float) -rate;
    if (columns < LANES) {
      for (int i = 0; i < rows; i++) {
        int row = offset + i * stride;
        row(theta, row, columns, x[xOffset + i], d, dOffset, s, minusRate, rates);
      }
      return;
    }
    float most = minusRate * (float) largest;
    boolean skipsZeros =
        Math.copySign(1, s) > 0
            && s < Float.POSITIVE_INFINITY
            && Math.copySign(1, minusRate) < 0
            && most <= 0
            && most > Float.NEGATIVE_INFINITY
            && FloatRankOneUpdate.allFinite(d, dOffset, columns);
    if (columns > LANES && columns <= 2 * LANES) {
      twoVectors(
          theta,
          offset,
          stride,
          rows,
          columns - LANES,
          x,
          xOffset,
          d,
          dOffset,
          s,
          minusRate,
          rates,
          skipsZeros);
    } else {
      wideRows(
          theta,
          offset,
          stride,
          rows,
          columns,
          x,
          xOffset,
          d,
          dOffset,
          s,
          minusRate,
          rates,
          skipsZeros);
    }
  }

  private static void wideRows(
      float[] theta,
      int offset,
      int stride,
      int rows,
      int columns,
      float[] x,
      int xOffset,
      float[] d,
      int dOffset,
      float s,
      float minusRate,
      float[] rates,
      boolean skipsZeros) {
    int other = -1; // waits for a second row
    for (int i = 0; i < rows; i++) {
      float factor = x[xOffset + i];
      if (factor == 0 && skipsZeros) {
        continue;
      }
      if (other < 0) {
        other = i;
      } else {
        int row0 = offset + other * stride;
        int row1 = offset + i * stride;
        float factor0 = x[xOffset + other];
        twoRows(theta, row0, row1, columns, factor0, factor, d, dOffset, s, minusRate, rates);
        other = -1;
      }
    }
    if (other >= 0) {
      int row = offset + other * stride;
      row(theta, row, columns, x[xOffset + other], d, dOffset, s, minusRate, rates);
    }
  }

  private static void twoVectors(
      float[] theta,
      int offset,
      int stride,
      int rows,
      int second,
      float[] x,
      int xOffset,
      float[] d,
      int dOffset,
      float s,
      float minusRate,
      float[] rates,
      boolean skipsZeros) {
    FloatVector scale = FloatVector.broadcast(SPECIES, s);
    FloatVector rate = FloatVector.broadcast(SPECIES, minusRate);
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector v0 = FloatVector.fromArray(SPECIES, d, dOffset);
    FloatVector v1 = FloatVector.fromArray(SPECIES, d, dOffset + second);
    for (int i = 0; i < rows; i++) {
      float xi = x[xOffset + i];
      if (xi == 0 && skipsZeros) {
        continue;
      }
      FloatVector factor = FloatVector.broadcast(SPECIES, xi);
      int row = offset + i * stride;
      FloatVector w0 = FloatVector.fromArray(SPECIES, theta, row);
      FloatVector w1 = FloatVector.fromArray(SPECIES, theta, row + second);
      FloatVector r0 = FloatVector.fromArray(SPECIES, rates, row).mul(rate);
      FloatVector r1 = FloatVector.fromArray(SPECIES, rates, row + second).mul(rate);
      v0.fma(factor, zero).mul(scale).fma(r0, w0).intoArray(theta, row);
      v1.fma(factor, zero).mul(scale).fma(r1, w1).intoArray(theta, row + second);
    }
  }

  private static void twoRows(
      float[] theta,
      int row0,
      int row1,
      int columns,
      float x0,
      float x1,
      float[] d,
      int dOffset,
      float s,
      float minusRate,
      float[] rates) {
    FloatVector factor0 = FloatVector.broadcast(SPECIES, x0);
    FloatVector factor1 = FloatVector.broadcast(SPECIES, x1);
    FloatVector scale = FloatVector.broadcast(SPECIES, s);
    FloatVector rate = FloatVector.broadcast(SPECIES, minusRate);
    FloatVector zero = FloatVector.zero(SPECIES);
    int last = columns - LANES;
    FloatVector v = FloatVector.fromArray(SPECIES, d, dOffset + last);
    FloatVector r0 = FloatVector.fromArray(SPECIES, rates, row0 + last).mul(rate);
    FloatVector r1 = FloatVector.fromArray(SPECIES, rates, row1 + last).mul(rate);
    FloatVector end0 = FloatVector.fromArray(SPECIES, theta, row0 + last);
    FloatVector end1 = FloatVector.fromArray(SPECIES, theta, row1 + last);
    end0 = v.fma(factor0, zero).mul(scale).fma(r0, end0);
    end1 = v.fma(factor1, zero).mul(scale).fma(r1, end1);
    for (int j = 0; j < last; j += LANES) {
      v = FloatVector.fromArray(SPECIES, d, dOffset + j);
      FloatVector w0 = FloatVector.fromArray(SPECIES, theta, row0 + j);
      FloatVector w1 = FloatVector.fromArray(SPECIES, theta, row1 + j);
      r0 = FloatVector.fromArray(SPECIES, rates, row0 + j).mul(rate);
      r1 = FloatVector.fromArray(SPECIES, rates, row1 + j).mul(rate);
      v.fma(factor0, zero).mul(scale).fma(r0, w0).intoArray(theta, row0 + j);
      v.fma(factor1, zero).mul(scale).fma(r1, w1).intoArray(theta, row1 + j);
    }
    end0.intoArray(theta, row0 + last);
    end1.intoArray(theta, row1 + last);
  }

  /** A row that is narrower than a vector, or the last of an odd number. */
  private static void row(
      float[] theta,
      int offset,
      int columns,
      float x,
      float[] d,
      int dOffset,
      float s,
      float minusRate,
      float[] rates) {
    for (int j = 0; j < columns; j++) {
      float g = Math.fma(x, d[dOffset + j], 0f) * s;
      theta[offset + j] = Math.fma(minusRate * rates[offset + j], g, theta[offset + j]);
    }
  }
}
