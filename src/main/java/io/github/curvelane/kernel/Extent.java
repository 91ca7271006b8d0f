package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import java.util.Objects;

/**
 * Checks of where vectors and matrices lie in arrays, shared by the kernel families. Every message
 * names the argument, its value and the bound.
 */
final class Extent {
  private Extent() {}

  /** Refuses a negative size. */
  static void size(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " is " + value + ", must be at least 0");
    }
  }

  /** Refuses a vector that does not lie within its array. */
  static void vector(String name, int length, int offset, long n) {
    if (offset < 0) {
      throw new IllegalArgumentException(
          "the offset of " + name + " is " + offset + ", must be at least 0");
    }
    end(name, length, offset, n);
  }

  /** Refuses a row-major matrix that does not lie within its array. */
  static void matrix(String name, int length, int offset, int ld, int rows, int columns) {
    if (offset < 0) {
      throw new IllegalArgumentException(
          "the offset of " + name + " is " + offset + ", must be at least 0");
    }
    if (ld < columns) {
      throw new IllegalArgumentException(
          "the leading dimension of " + name + " is " + ld + ", must be at least " + columns);
    }
    end(name, length, offset, span(ld, rows, columns));
  }

  /** The same of an array, which is refused by name if it is null. */
  static <A> void vector(String name, Precision<A> precision, A array, int offset, long n) {
    vector(name, length(name, precision, array), offset, n);
  }

  /** The same of an array, which is refused by name if it is null. */
  static <A> void matrix(
      String name, Precision<A> precision, A array, int offset, int ld, int rows, int columns) {
    matrix(name, length(name, precision, array), offset, ld, rows, columns);
  }

  /** The length of an array, which is refused by name if it is null. */
  static <A> int length(String name, Precision<A> precision, A array) {
    return precision.length(Objects.requireNonNull(array, name));
  }

  private static void end(String name, int length, int offset, long span) {
    long end = offset + span;
    if (end > length) {
      throw new IllegalArgumentException(
          name + " ends at index " + end + " (offset " + offset + "), but its length is " + length);
    }
  }

  /** The distance from the first element of a matrix to the one after its last. */
  static long span(int ld, int rows, int columns) {
    return rows == 0 || columns == 0 ? 0 : (rows - 1L) * ld + columns;
  }

  /**
   * Tells whether two checked matrices in one array share an element. Blocks side by side in one
   * matrix do not; of two with different leading dimensions, whose ranges meet, it is assumed.
   */
  static boolean overlap(
      int offset1,
      int ld1,
      int rows1,
      int columns1,
      int offset2,
      int ld2,
      int rows2,
      int columns2) {
    long span1 = span(ld1, rows1, columns1);
    long span2 = span(ld2, rows2, columns2);
    if (span1 == 0 || span2 == 0 || offset1 + span1 <= offset2 || offset2 + span2 <= offset1) {
      return false;
    }
    if (ld1 != ld2) {
      return true;
    }
    int shift = Math.floorMod(offset2 - offset1, ld1);
    return shift < columns1 || shift + (long) columns2 > ld1;
  }

  /** Tells whether two checked vectors in one array overlap without being the same. */
  static boolean overlapPartly(int offset1, int offset2, int n) {
    return offset1 != offset2 && Math.abs((long) offset1 - offset2) < n;
  }
}
