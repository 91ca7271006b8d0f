package io.github.curvelane.kernel.plain;

/** The largest elements of the windows of images, and what comes back to them. */
final class FloatPoolingMaxima implements PoolingMaxima<float[]> {
  @Override
  public void find(
      PoolingWindows w,
      int images,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      int[] selected) {
    int[] firsts = w.firsts;
    for (int p = 0; p < images; p++) {
      int image = xOffset + p * w.inputs();
      int to = yOffset + p * w.outputs();
      for (int j = 0; j < firsts.length; j++) {
        int best = firsts[j];
        float most = x[image + best];
        for (int distance : w.distances) {
          float value = x[image + firsts[j] + distance];
          if (value > most || (value != value && most == most)) {
            best = firsts[j] + distance;
            most = value;
          }
        }
        selected[to + j] = best;
        y[to + j] = most;
      }
    }
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
