package io.github.curvelane.kernel.plain;

/** The largest elements of the windows of images, and what comes back to them. */
final class FloatWindowMaxima implements WindowMaxima<float[]> {
  @Override
  public void find(
      PoolingWindows w,
      int images,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      int[] selected) {
    int to = yOffset;
    for (int p = 0; p < images; p++) {
      int image = xOffset + p * w.inputs();
      for (int row = 0; row < w.rows(); row++) {
        for (int column = 0; column < w.columns(); column++) {
          int first = w.first(row, column);
          for (int c = 0; c < w.channels(); c++) {
            int best = largest(w, x, image, first + c);
            selected[to] = best;
            y[to] = x[image + best];
            to++;
          }
        }
      }
    }
  }

  private static int largest(PoolingWindows w, float[] x, int image, int first) {
    int best = first;
    float most = x[image + first];
    for (int i = 0; i < w.windowHeight(); i++) {
      for (int j = 0; j < w.windowWidth(); j++) {
        int at = first + w.distance(i, j);
        float value = x[image + at];
        if (value > most || (value != value && most == most)) {
          best = at;
          most = value;
        }
      }
    }
    return best;
  }

  @Override
  public void gather(
      PoolingWindows w,
      int images,
      int[] selected,
      int kept,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset) {
    int outputs = w.outputs();
    for (int p = 0; p < images; p++) {
      int image = xOffset + p * w.inputs();
      for (int k = p * outputs; k < (p + 1) * outputs; k++) {
        y[yOffset + k] = x[image + selected[kept + k]];
      }
    }
  }

  @Override
  public void scatter(
      PoolingWindows w,
      int images,
      int[] selected,
      int kept,
      float[] u,
      int uOffset,
      float[] x,
      int xOffset) {
    int outputs = w.outputs();
    for (int p = 0; p < images; p++) {
      int image = xOffset + p * w.inputs();
      for (int k = p * outputs; k < (p + 1) * outputs; k++) {
        x[image + selected[kept + k]] += u[uOffset + k];
      }
    }
  }
}
