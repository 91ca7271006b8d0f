package io.github.curvelane.curvature;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import java.util.Objects;

/** Checks of the vectors of a product. */
final class Vectors {
  private Vectors() {}

  static <A> void check(Precision<A> precision, int n, A v, A result) {
    checkLength(precision, n, "v", v);
    checkLength(precision, n, "result", result);
    Arguments.apart("v", v, "result", result);
  }

  private static <A> void checkLength(Precision<A> precision, int n, String name, A vector) {
    int length = precision.length(Objects.requireNonNull(vector, name));
    if (length != n) {
      throw new IllegalArgumentException(
          "%s has %d elements, must have the %d of the matrix".formatted(name, length, n));
    }
  }
}
