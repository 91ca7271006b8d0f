package io.github.curvelane.threads;

import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Something that one thread at a time may use, and a use of it: what it computes of the data of a
 * variant, as bits. A use by two threads at once must give each the bits of its variant, or refuse.
 */
record SharedThing(String name, Supplier<IntFunction<Object>> maker) {
  /** How many variants of the data there are. */
  static final int VARIANTS = 4;

  @Override
  public String toString() {
    return name;
  }
}
