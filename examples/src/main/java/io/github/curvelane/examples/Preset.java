package io.github.curvelane.examples;

import io.github.curvelane.examples.input.UserException;
import java.util.Map;

/**
 * Options that belong together; null where a preset says nothing. Layers are those behind an image.
 */
record Preset(
    String layers,
    String loss,
    String activation,
    Integer batch,
    Double rate,
    Integer epochs,
    String order) {
  private static final Preset NONE = new Preset(null, null, null, null, null, null, null);

  private static final Map<String, Preset> ALL =
      Map.of(
          // The setting that LeCun, Bottou, Orr and Müller recommend.
          "efficient-backprop",
          new Preset(null, "half-squared-error", "lecun-tanh", 1, 0.002, 10, "interleaved"),
          // The net of their figures 24 and 26: images of 28 x 28 get its border of 2.
          "efficient-backprop-figure-26",
          new Preset(
              "conv2:5p2-sub2-conv4:5-sub2-10",
              "half-squared-error",
              "lecun-tanh",
              1,
              0.002,
              5,
              "interleaved"),
          // LeCun et al. 1998, with all maps connected and softmax in place of radial units.
          "lenet5",
          new Preset(
              "conv6:5p2-sub2-conv16:5-sub2-120-84-10", null, "lecun-tanh", 64, 0.05, 15, null));

  static Preset parse(String name) {
    if (name == null) {
      return NONE;
    }
    Preset preset = ALL.get(name);
    if (preset == null) {
      throw new UserException(
          "--preset is '"
              + name
              + "', must be efficient-backprop, efficient-backprop-figure-26 or lenet5");
    }
    return preset;
  }
}
