package io.github.curvelane.kernel;

import java.util.Objects;

/** Checks of results of elementwise passes, whose arguments are one vector x. */
final class Elementwise {
  private Elementwise() {}

  /** Refuses a result that is missing, does not lie within its array or overlaps x partly. */
  static void result(
      String name, Object result, int length, int offset, Object x, int xOffset, int n) {
    Extent.vector(name, length, offset, n);
    if (result == x && Extent.overlapPartly(offset, xOffset, n)) {
      throw new IllegalArgumentException(
          name
              + " at "
              + offset
              + " overlaps x at "
              + xOffset
              + " partly: must be the same or apart");
    }
  }

  /** Refuses two results that share an element. */
  static void apart(
      String name,
      Object result,
      int offset,
      String other,
      Object second,
      int secondOffset,
      int n) {
    if (result == second && Math.abs((long) offset - secondOffset) < n) {
      throw new IllegalArgumentException(
          name + " at " + offset + " overlaps " + other + " at " + secondOffset);
    }
  }

  /** Refuses a missing array by its name. */
  static void present(String name, Object array) {
    Objects.requireNonNull(array, name);
  }
}
