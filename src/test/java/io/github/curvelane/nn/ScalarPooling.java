package io.github.curvelane.nn;

/** Layers of windows over maps, as plain functions of one image, y·width + x places of channels. */
final class ScalarPooling {
  /** What becomes of the elements of a window in one channel. */
  @FunctionalInterface
  private interface Fold {
    HyperDual of(HyperDual[] w, int channel, HyperDual[] elements);
  }

  private ScalarPooling() {}

  /** The mean of each window. */
  static ScalarLayer average(ImageShape image, Window window) {
    return windows(
        image,
        window,
        0,
        (_, _, elements) -> sum(elements).times(HyperDual.of(1.0 / elements.length)));
  }

  /** f(g_c Σ + b_c). */
  static ScalarLayer subsampling(ImageShape image, Window window, ScalarLayer.Curve curve) {
    int maps = image.channels();
    return windows(
        image,
        window,
        2 * maps,
        (w, c, elements) -> curve.at(w[c].times(sum(elements)).plus(w[maps + c])));
  }

  /** The largest of each window. */
  static ScalarLayer max(ImageShape image, Window window) {
    return windows(
        image,
        window,
        0,
        (_, _, elements) -> {
          HyperDual most = elements[0];
          for (HyperDual each : elements) {
            most = each.v() > most.v() ? each : most;
          }
          return most;
        });
  }

  private static HyperDual sum(HyperDual[] elements) {
    HyperDual sum = HyperDual.of(0);
    for (HyperDual each : elements) {
      sum = sum.plus(each);
    }
    return sum;
  }

  private static ScalarLayer windows(ImageShape image, Window window, int parameters, Fold fold) {
    int maps = image.channels();
    ImageShape out = window.over(image, maps);
    return ScalarLayer.of(
        parameters,
        (w, x) -> {
          HyperDual[] y = new HyperDual[out.units()];
          for (int j = 0; j < y.length; j++) {
            int place = j / maps;
            int top = place / out.width() * window.strideY();
            int left = place % out.width() * window.strideX();
            HyperDual[] elements = new HyperDual[window.elements()];
            for (int k = 0; k < elements.length; k++) {
              int row = top + k / window.width() * window.dilationY();
              int column = left + k % window.width() * window.dilationX();
              elements[k] = x[(row * image.width() + column) * maps + j % maps];
            }
            y[j] = fold.of(w, j % maps, elements);
          }
          return y;
        });
  }
}
