package io.github.curvelane;

import java.util.List;
import java.util.Objects;

/** What several products at once are asked for. */
final class Directions {
  private Directions() {}

  /**
   * Refuses lists of different lengths, vectors that have not the objective's dimension, and a
   * result that is another of the arrays: it would be written before that is read.
   */
  static <A> void check(
      Precision<A> precision, int dimension, List<A> vectors, String resultsName, List<A> results) {
    Objects.requireNonNull(vectors, "vectors");
    Objects.requireNonNull(results, resultsName);
    if (vectors.isEmpty() || vectors.size() != results.size()) {
      throw new IllegalArgumentException(
          "%d vectors and %d %s, must be as many of both and at least one"
              .formatted(vectors.size(), results.size(), resultsName));
    }
    for (int k = 0; k < vectors.size(); k++) {
      length("vectors", k, precision, dimension, vectors.get(k));
      length(resultsName, k, precision, dimension, results.get(k));
    }
    for (int k = 0; k < results.size(); k++) {
      for (int other = 0; other < results.size(); other++) {
        apart(resultsName, k, results.get(k), "vectors", other, vectors.get(other));
        if (other < k) {
          apart(resultsName, k, results.get(k), resultsName, other, results.get(other));
        }
      }
    }
  }

  /** The same of an element of a list, whose name is made when it is refused: not at each call. */
  private static <A> void length(
      String list, int index, Precision<A> precision, int dimension, A vector) {
    if (vector == null || precision.length(vector) != dimension) {
      length(list + "[" + index + "]", precision, dimension, vector);
    }
  }

  private static void apart(
      String list, int index, Object one, String otherList, int otherIndex, Object other) {
    if (one == other) {
      throw new IllegalArgumentException(
          "%s[%d] and %s[%d] are the same array".formatted(list, index, otherList, otherIndex));
    }
  }

  /** Refuses a vector of another length. */
  static <A> void length(String name, Precision<A> precision, int dimension, A vector) {
    int length = precision.length(Objects.requireNonNull(vector, name));
    if (length != dimension) {
      throw new IllegalArgumentException(
          name + " has " + length + " elements, must have " + dimension);
    }
  }
}
