package io.github.curvelane.nn;

import java.util.Locale;

/** Which units of an image share a bias. */
public enum Biases {
  /** All places of a map: one bias a map. */
  MAP,

  /** None: one bias a unit. */
  UNIT,

  /** There are no biases. */
  NONE;

  /** The name in descriptions. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Biases read(LayerDescription from) {
    String word = from.text("biases");
    for (Biases biases : values()) {
      if (biases.word().equals(word)) {
        return biases;
      }
    }
    throw new IllegalArgumentException(
        "the 'biases' of a %s layer is '%s', must be map, unit or none"
            .formatted(from.kind(), word));
  }
}
