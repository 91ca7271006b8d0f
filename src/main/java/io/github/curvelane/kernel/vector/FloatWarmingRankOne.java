package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.RankOneUpdate;
import io.github.curvelane.kernel.scalar.ScalarFloatKernels;

/**
 * The step along a gradient of rank one, by plain loops until its vectors are compiled: see {@link
 * Warmth}. A rehearsal takes some of the rows.
 */
final class FloatWarmingRankOne implements RankOneUpdate<float[]> {
  /** Rows of a rehearsal. */
  private static final int ROWS = 8;

  /** Vector operations for two vectors of it, roughly, and for each row. */
  private static final int OPERATIONS = 10;

  private final RankOneUpdate<float[]> scalar = new ScalarFloatKernels().rankOneUpdate();

  /** Rows narrower than a vector, of two at most, and of more have loops of their own. */
  private final Warmth[] warmths = new Warmth[6];

  private RankOneUpdate<float[]> vectors;

  FloatWarmingRankOne() {
    for (int i = 0; i < warmths.length; i++) {
      warmths[i] = Warmth.ofLoop();
    }
  }

  private RankOneUpdate<float[]> vectors() {
    if (vectors == null) {
      vectors = new FloatRankOneUpdate();
    }
    return vectors;
  }

  private Warmth warmth(int columns, boolean rated) {
    int lanes = Widths.BITS / Float.SIZE;
    int width = columns < lanes ? 0 : columns > lanes && columns <= 2 * lanes ? 1 : 2;
    return warmths[rated ? 3 + width : width];
  }

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
    Warmth warmth = warmth(columns, false);
    if (warmth.isWarm()) {
      vectors().sgd(theta, offset, stride, rows, columns, x, xOffset, d, dOffset, scale, rate);
      return;
    }
    int i = 0;
    while (i < rows && warmth.mayRehearse()) {
      int count = Math.min(ROWS, rows - i);
      int at = offset + i * stride;
      long start = System.nanoTime();
      vectors().sgd(theta, at, stride, count, columns, x, xOffset + i, d, dOffset, scale, rate);
      warmth.rehearsed(count == ROWS, operations(columns), System.nanoTime() - start);
      i += count;
    }
    if (i < rows) {
      int at = offset + i * stride;
      long start = System.nanoTime();
      scalar.sgd(theta, at, stride, rows - i, columns, x, xOffset + i, d, dOffset, scale, rate);
      warmth.worked((long) (rows - i) * columns, System.nanoTime() - start);
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
    Warmth warmth = warmth(columns, true);
    if (warmth.isWarm()) {
      vectors()
          .ratedSgd(
              theta, offset, stride, rows, columns, x, xOffset, d, dOffset, scale, rate, rates,
              largest);
      return;
    }
    int i = 0;
    while (i < rows && warmth.mayRehearse()) {
      int count = Math.min(ROWS, rows - i);
      int at = offset + i * stride;
      int from = xOffset + i;
      long start = System.nanoTime();
      vectors()
          .ratedSgd(
              theta, at, stride, count, columns, x, from, d, dOffset, scale, rate, rates, largest);
      warmth.rehearsed(count == ROWS, operations(columns), System.nanoTime() - start);
      i += count;
    }
    if (i < rows) {
      int at = offset + i * stride;
      int from = xOffset + i;
      int count = rows - i;
      long start = System.nanoTime();
      scalar.ratedSgd(
          theta, at, stride, count, columns, x, from, d, dOffset, scale, rate, rates, largest);
      warmth.worked((long) count * columns, System.nanoTime() - start);
    }
  }

  private static long operations(int columns) {
    return ROWS * OPERATIONS * (1 + (long) columns / FloatLanes.LANES);
  }
}
