package io.github.curvelane.nn;

import java.util.function.IntUnaryOperator;

/** Layers of windows over all channels, as plain functions of one image. */
final class ScalarConvolution {
  /** The indices of what a unit reads. */
  private interface Indices {
    int of(int unit, int term);
  }

  private ScalarConvolution() {}

  /** f(Σ x w + b) with the weights of a map. */
  static ScalarLayer shared(
      ImageShape image, Window window, int maps, int groups, Biases biases, ScalarLayer.Curve f) {
    int channels = image.channels() / groups;
    int weights = window.elements() * channels * maps;
    int units = window.over(image, maps).units();
    int count = biases == Biases.NONE ? 0 : biases == Biases.MAP ? maps : units;
    return layer(
        image,
        window,
        maps,
        channels,
        weights + count,
        (unit, k) -> k * maps + unit % maps,
        unit -> biases == Biases.NONE ? -1 : weights + (biases == Biases.MAP ? unit % maps : unit),
        f);
  }

  /** f(Σ x w + b) with weights of each unit. */
  static ScalarLayer local(ImageShape image, Window window, int maps, ScalarLayer.Curve f) {
    int units = window.over(image, maps).units();
    int weights = window.elements() * image.channels() * units;
    return layer(
        image,
        window,
        maps,
        image.channels(),
        weights + units,
        (unit, k) -> k * units + unit,
        unit -> weights + unit,
        f);
  }

  private static ScalarLayer layer(
      ImageShape image,
      Window window,
      int maps,
      int channels,
      int parameters,
      Indices weight,
      IntUnaryOperator bias,
      ScalarLayer.Curve f) {
    ImageShape out = window.over(image, maps);
    int mapsOfGroup = maps / (image.channels() / channels);
    return ScalarLayer.of(
        parameters,
        (w, x) -> {
          HyperDual[] y = new HyperDual[out.units()];
          for (int j = 0; j < y.length; j++) {
            int place = j / maps;
            int top = place / out.width() * window.strideY() - window.paddingY();
            int left = place % out.width() * window.strideX() - window.paddingX();
            y[j] = bias.applyAsInt(j) < 0 ? HyperDual.of(0) : w[bias.applyAsInt(j)];
            for (int k = 0; k < window.elements() * channels; k++) {
              int row = top + k / channels / window.width() * window.dilationY();
              int column = left + k / channels % window.width() * window.dilationX();
              if (row >= 0 && row < image.height() && column >= 0 && column < image.width()) {
                int c = j % maps / mapsOfGroup * channels + k % channels;
                HyperDual element = x[(row * image.width() + column) * image.channels() + c];
                y[j] = y[j].plus(element.times(w[weight.of(j, k)]));
              }
            }
            y[j] = f.at(y[j]);
          }
          return y;
        });
  }
}
