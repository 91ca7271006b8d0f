package io.github.curvelane.kernel.scalar;

import io.github.curvelane.kernel.contract.RankOneUpdate;

/** The step along a gradient of rank one, element by element. */
@SuppressWarnings("cast") // needed here, redundant in the derived double version
final class FloatRankOneUpdate implements RankOneUpdate<float[]> {
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
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int at = offset + i * stride + j;
        float g = Math.fma(x[xOffset + i], d[dOffset + j], 0f) * s;
        theta[at] = Math.fma(minusRate, g, theta[at]);
      }
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
    float s = (float) scale;
    float minusRate = (float) -rate;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int at = offset + i * stride + j;
        float g = Math.fma(x[xOffset + i], d[dOffset + j], 0f) * s;
        theta[at] = Math.fma(minusRate * rates[at], g, theta[at]);
      }
    }
  }
}
