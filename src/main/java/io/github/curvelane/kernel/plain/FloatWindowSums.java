package io.github.curvelane.kernel.plain;

/** Sums over the windows of images, and what comes back from them. */
final class FloatWindowSums implements WindowSums<float[]> {
  @Override
  public void add(PoolingWindows w, int images, float[] x, int xOffset, float[] y, int yOffset) {
    int to = yOffset;
    for (int p = 0; p < images; p++) {
      int image = xOffset + p * w.inputs();
      for (int row = 0; row < w.rows(); row++) {
        for (int column = 0; column < w.columns(); column++) {
          addWindow(w, x, image + w.first(row, column), y, to);
          to += w.channels();
        }
      }
    }
  }

  private static void addWindow(PoolingWindows w, float[] x, int first, float[] y, int to) {
    int channels = w.channels();
    for (int c = 0; c < channels; c++) {
      y[to + c] = 0f + x[first + c];
    }
    for (int i = 0; i < w.windowHeight(); i++) {
      for (int j = i == 0 ? 1 : 0; j < w.windowWidth(); j++) {
        int from = first + w.distance(i, j);
        for (int c = 0; c < channels; c++) {
          y[to + c] += x[from + c];
        }
      }
    }
  }

  @Override
  public void spread(
      PoolingWindows w,
      int images,
      float[] gains,
      int gainsOffset,
      float[] u,
      int uOffset,
      float[] x,
      int xOffset) {
    int from = uOffset;
    for (int p = 0; p < images; p++) {
      int image = xOffset + p * w.inputs();
      for (int row = 0; row < w.rows(); row++) {
        for (int column = 0; column < w.columns(); column++) {
          spreadWindow(w, gains, gainsOffset, u, from, x, image + w.first(row, column));
          from += w.channels();
        }
      }
    }
  }

  private static void spreadWindow(
      PoolingWindows w, float[] gains, int gain, float[] u, int from, float[] x, int first) {
    int channels = w.channels();
    for (int i = 0; i < w.windowHeight(); i++) {
      for (int j = 0; j < w.windowWidth(); j++) {
        int to = first + w.distance(i, j);
        for (int c = 0; c < channels; c++) {
          x[to + c] += gains[gain + c] * u[from + c];
        }
      }
    }
  }
}
