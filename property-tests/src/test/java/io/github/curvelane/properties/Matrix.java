package io.github.curvelane.properties;

import io.github.curvelane.Precision;
import java.util.SplittableRandom;

/**
 * A matrix that lies somewhere in a larger array, whose other elements hold numbers too: a kernel
 * that reads or writes beside the matrix shows.
 */
record Matrix<A>(Precision<A> precision, A array, int offset, int ld, int rows, int columns) {
  static <A> Matrix<A> random(
      Precision<A> precision, Filling filling, SplittableRandom random, int rows, int columns) {
    int offset = random.nextInt(20);
    int ld = Math.max(1, columns) + (random.nextBoolean() ? 0 : random.nextInt(1, 20));
    A array = precision.newArray(offset + Math.max(1, rows) * ld + random.nextInt(20));
    filling.fill(precision, array, random);
    return new Matrix<>(precision, array, offset, ld, rows, columns);
  }

  Matrix<A> copy() {
    A copy = precision.newArray(precision.length(array));
    precision.copy(array, 0, copy, 0, precision.length(array));
    return new Matrix<>(precision, copy, offset, ld, rows, columns);
  }

  double get(int row, int column) {
    return precision.get(array, offset + row * ld + column);
  }

  void set(int row, int column, double value) {
    precision.set(array, offset + row * ld + column, value);
  }

  /** Names the first element of the whole array that differs in its bits, or returns null. */
  String difference(Matrix<A> other) {
    if (precision.sameBits(array, other.array)) {
      return null;
    }
    for (int i = 0; i < precision.length(array); i++) {
      double mine = precision.get(array, i);
      double theirs = precision.get(other.array, i);
      if (Double.compare(mine, theirs) != 0) {
        int distance = i - offset;
        return "row %d, column %d: %s, expected %s"
            .formatted(Math.floorDiv(distance, ld), Math.floorMod(distance, ld), mine, theirs);
      }
    }
    throw new AssertionError("sameBits denies equal arrays");
  }
}
