package io.github.curvelane.examples;

import io.github.curvelane.examples.input.UserException;

/** Options that belong together; null where a preset says nothing. */
record Preset(
    String loss, String activation, Integer batch, Double rate, Integer epochs, String order) {
  private static final Preset NONE = new Preset(null, null, null, null, null, null);

  /** The setting that LeCun, Bottou, Orr and Müller recommend. */
  private static final Preset EFFICIENT_BACKPROP =
      new Preset("half-squared-error", "lecun-tanh", 1, 0.002, 10, "interleaved");

  static Preset parse(String name) {
    return switch (name) {
      case null -> NONE;
      case "efficient-backprop" -> EFFICIENT_BACKPROP;
      default -> throw new UserException("--preset is '" + name + "', must be efficient-backprop");
    };
  }
}
