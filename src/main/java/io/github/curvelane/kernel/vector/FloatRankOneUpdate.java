package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.RankOneUpdate;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The step along a gradient of rank one: rows of θ stream through once, two at a time, so that d is
 * loaded half as often. Wide rows with x_i = 0 are left alone where that is exact: with finite d, s
 * ≥ 0 and ε ≥ 0 (not −0) their gradient is +0 and their step −0, which changes no θ, not even −0.
 *
 * <p>The last vector of a row overlaps the one before: it is computed first, from the old θ, and
 * stored last, so what lies in both is stored twice with the same bits. Elements one by one took
 * three times as long as the rest of rows of 30, and masks tripled the time until the method was
 * compiled.
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
    // Methods of their own: with both in one, C2 gave each a third less speed.
    if (columns < LANES) {
      narrowRows(theta, offset, stride, rows, columns, x, xOffset, d, dOffset, s, minusRate);
    } else if (columns > LANES && columns <= 2 * LANES) {
      twoVectors(theta, offset, stride, rows, columns, x, xOffset, d, dOffset, s, minusRate);
    } else {
      wideRows(theta, offset, stride, rows, columns, x, xOffset, d, dOffset, s, minusRate);
    }
  }

  private static void narrowRows(
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
      float minusRate) {
    for (int i = 0; i < rows; i++) {
      row(theta, offset + i * stride, columns, x[xOffset + i], d, dOffset, s, minusRate);
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
      float minusRate) {
    boolean skipsZeros = skipsZeros(s, minusRate, d, dOffset, columns);
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
        twoRows(theta, row0, row1, columns, factor0, factor, d, dOffset, s, minusRate);
        other = -1;
      }
    }
    if (other >= 0) {
      row(theta, offset + other * stride, columns, x[xOffset + other], d, dOffset, s, minusRate);
    }
  }

  /**
   * One loop for rows of two vectors, with d in registers: in two thirds of the time. No row is
   * left out: whether a pixel is 0 cannot be foretold, and with a branch on it digits took 8.7 µs a
   * step of 784-30-10 where dense inputs took 6.0.
   */
  private static void twoVectors(
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
      float minusRate) {
    int second = columns - LANES;
    FloatVector scale = FloatVector.broadcast(SPECIES, s);
    FloatVector rate = FloatVector.broadcast(SPECIES, minusRate);
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector v0 = FloatVector.fromArray(SPECIES, d, dOffset);
    FloatVector v1 = FloatVector.fromArray(SPECIES, d, dOffset + second);
    for (int i = 0; i < rows; i++) {
      FloatVector factor = FloatVector.broadcast(SPECIES, x[xOffset + i]);
      int row = offset + i * stride;
      FloatVector w0 = FloatVector.fromArray(SPECIES, theta, row);
      FloatVector w1 = FloatVector.fromArray(SPECIES, theta, row + second);
      v0.fma(factor, zero).mul(scale).fma(rate, w0).intoArray(theta, row);
      v1.fma(factor, zero).mul(scale).fma(rate, w1).intoArray(theta, row + second);
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
      float minusRate) {
    FloatVector factor0 = FloatVector.broadcast(SPECIES, x0);
    FloatVector factor1 = FloatVector.broadcast(SPECIES, x1);
    FloatVector scale = FloatVector.broadcast(SPECIES, s);
    FloatVector rate = FloatVector.broadcast(SPECIES, minusRate);
    FloatVector zero = FloatVector.zero(SPECIES);
    int last = columns - LANES;
    FloatVector v = FloatVector.fromArray(SPECIES, d, dOffset + last);
    FloatVector end0 = FloatVector.fromArray(SPECIES, theta, row0 + last);
    FloatVector end1 = FloatVector.fromArray(SPECIES, theta, row1 + last);
    end0 = v.fma(factor0, zero).mul(scale).fma(rate, end0);
    end1 = v.fma(factor1, zero).mul(scale).fma(rate, end1);
    for (int j = 0; j < last; j += LANES) {
      v = FloatVector.fromArray(SPECIES, d, dOffset + j);
      // Both are loaded before one is stored: rows may lie a multiple of 4 KB apart.
      FloatVector w0 = FloatVector.fromArray(SPECIES, theta, row0 + j);
      FloatVector w1 = FloatVector.fromArray(SPECIES, theta, row1 + j);
      v.fma(factor0, zero).mul(scale).fma(rate, w0).intoArray(theta, row0 + j);
      v.fma(factor1, zero).mul(scale).fma(rate, w1).intoArray(theta, row1 + j);
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
      float minusRate) {
    for (int j = 0; j < columns; j++) {
      float g = Math.fma(x, d[dOffset + j], 0f) * s;
      theta[offset + j] = Math.fma(minusRate, g, theta[offset + j]);
    }
  }

  @Override
  public void ratedSgd(
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
    FloatRatedRankOne.step(
        theta, offset, stride, rows, columns, x, xOffset, d, dOffset, scale, rate, rates, largest);
  }

  private static boolean skipsZeros(float s, float minusRate, float[] d, int dOffset, int columns) {
    return Math.copySign(1, s) > 0
        && s < Float.POSITIVE_INFINITY
        && Math.copySign(1, minusRate) < 0
        && allFinite(d, dOffset, columns);
  }

  static boolean allFinite(float[] d, int offset, int length) {
    float differences = 0;
    for (int j = 0; j < length; j++) {
      differences += d[offset + j] - d[offset + j]; // 0, or NaN once an element is not finite
    }
    return differences == 0;
  }
}
