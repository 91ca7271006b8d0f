package io.github.curvelane.kernel.plain;

/** What all places of a map share: a gain and a bias, and the sums over places that train them. */
final class FloatMapSums implements MapSums<float[]> {
  @Override
  public void affine(
      int rows,
      int maps,
      float[] gains,
      int gain,
      float[] biases,
      int bias,
      float[] s,
      int sOffset,
      float[] y,
      int yOffset) {
    for (int row = 0; row < rows; row++) {
      int from = sOffset + row * maps;
      int to = yOffset + row * maps;
      for (int c = 0; c < maps; c++) {
        y[to + c] = Math.fma(gains[gain + c], s[from + c], biases[bias + c]);
      }
    }
  }

  @Override
  public void addTimesGain(
      int rows, int maps, float[] gains, int gain, float[] s, int sOffset, float[] y, int yOffset) {
    for (int row = 0; row < rows; row++) {
      int from = sOffset + row * maps;
      int to = yOffset + row * maps;
      for (int c = 0; c < maps; c++) {
        y[to + c] = Math.fma(gains[gain + c], s[from + c], y[to + c]);
      }
    }
  }

  @Override
  public void addBias(int rows, int maps, float[] biases, int bias, float[] y, int yOffset) {
    for (int row = 0; row < rows; row++) {
      int to = yOffset + row * maps;
      for (int c = 0; c < maps; c++) {
        y[to + c] += biases[bias + c];
      }
    }
  }

  @Override
  public void products(
      int rows, int maps, float[] s, int sOffset, float[] u, int uOffset, float[] sums, int sum) {
    for (int row = 0; row < rows; row++) {
      int at = row * maps;
      for (int c = 0; c < maps; c++) {
        sums[sum + c] = Math.fma(s[sOffset + at + c], u[uOffset + at + c], sums[sum + c]);
      }
    }
  }

  @Override
  public void add(int rows, int maps, float[] u, int uOffset, float[] sums, int sum) {
    for (int row = 0; row < rows; row++) {
      int from = uOffset + row * maps;
      for (int c = 0; c < maps; c++) {
        sums[sum + c] += u[from + c];
      }
    }
  }
}
