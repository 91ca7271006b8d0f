package io.github.curvelane.nn;

import java.util.Arrays;

/** Layers one after the other, whose parameters are one array. */
record ScalarChain(ScalarLayer... layers) implements ScalarLayer {
  @Override
  public int parameters() {
    return Arrays.stream(layers).mapToInt(ScalarLayer::parameters).sum();
  }

  @Override
  public HyperDual[] at(HyperDual[] w, HyperDual[] x) {
    HyperDual[] y = x;
    int from = 0;
    for (ScalarLayer layer : layers) {
      y = layer.at(Arrays.copyOfRange(w, from, from + layer.parameters()), y);
      from += layer.parameters();
    }
    return y;
  }

  @Override
  public Signals back(double[] w, double[] x, Signals y, boolean bend, double[] diagonal) {
    return back(0, 0, w, x, y, bend, diagonal);
  }

  /** Through the layers from one on, whose parameters begin at an index. */
  private Signals back(
      int layer, int from, double[] w, double[] x, Signals y, boolean bend, double[] diagonal) {
    if (layer == layers.length) {
      return y;
    }
    int to = from + layers[layer].parameters();
    double[] own = Arrays.copyOfRange(w, from, to);
    double[] outputs =
        HyperDual.values(layers[layer].at(HyperDual.seeded(own, -1), HyperDual.seeded(x, -1)));
    Signals above = back(layer + 1, to, w, outputs, y, bend, diagonal);
    double[] sums = new double[to - from];
    Signals back = layers[layer].back(own, x, above, bend, sums);
    for (int i = from; i < to; i++) {
      diagonal[i] += sums[i - from];
    }
    return back;
  }
}
