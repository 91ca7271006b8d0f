package io.github.curvelane;

import java.util.List;

/** What several products at once are asked for. */
final class Directions {
  private Directions() {}

  static void check(List<?> vectors, List<?> products) {
    if (vectors.isEmpty() || vectors.size() != products.size()) {
      throw new IllegalArgumentException(
          "%d vectors and %d products, must be as many of both and at least one"
              .formatted(vectors.size(), products.size()));
    }
  }
}
