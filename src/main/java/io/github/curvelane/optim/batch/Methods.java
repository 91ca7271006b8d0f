package io.github.curvelane.optim.batch;

import java.util.Objects;

/** Checks of the parts that methods are described by. */
final class Methods {
  private Methods() {}

  static void required(LineSearch search, Stopping stopping) {
    Objects.requireNonNull(search, "search");
    Objects.requireNonNull(stopping, "stopping");
  }

  static void cycles(int cycles) {
    if (cycles < 1) {
      throw new IllegalArgumentException("cycles is " + cycles + ", must be at least 1");
    }
  }

  /** Refuses memory that no array can hold. */
  static int length(String what, long elements) {
    if (elements > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%s needs an array of %d elements, at most %d are possible"
              .formatted(what, elements, Integer.MAX_VALUE - 8));
    }
    return (int) elements;
  }
}
