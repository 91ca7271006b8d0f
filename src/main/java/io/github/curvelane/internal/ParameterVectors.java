package io.github.curvelane.internal;

import io.github.curvelane.Precision;
import java.util.List;
import java.util.Objects;

/** Checks of arrays that have an element for each parameter of an objective. */
public final class ParameterVectors {
  private ParameterVectors() {}

  /**
   * Refuses an array of another length.
   *
   * @param name the argument's name
   * @param precision the precision
   * @param dimension N, the number of parameters
   * @param array the argument
   * @param <A> {@code float[]} or {@code double[]}
   * @throws NullPointerException if it is null
   * @throws IllegalArgumentException if it has not N elements
   */
  public static <A> void requireLength(
      String name, Precision<A> precision, int dimension, A array) {
    int length = precision.length(Objects.requireNonNull(array, name));
    if (length != dimension) {
      throw new IllegalArgumentException(
          "%s has %d elements, must have the objective's %d parameters"
              .formatted(name, length, dimension));
    }
  }

  /**
   * Refuses an array of a list, whose name is made when it is refused: not at each call.
   *
   * @param list the list's name
   * @param index the index in it
   * @param precision the precision
   * @param dimension N, the number of parameters
   * @param array the element
   * @param <A> {@code float[]} or {@code double[]}
   * @throws NullPointerException if it is null
   * @throws IllegalArgumentException if it has not N elements
   */
  public static <A> void requireLength(
      String list, int index, Precision<A> precision, int dimension, A array) {
    if (array == null || precision.length(array) != dimension) {
      requireLength(list + "[" + index + "]", precision, dimension, array);
    }
  }

  /**
   * Refuses an array of another length, or with an element that is NaN or infinite.
   *
   * @param name the argument's name
   * @param precision the precision
   * @param dimension N, the number of parameters
   * @param array the argument
   * @param <A> {@code float[]} or {@code double[]}
   * @throws NullPointerException if it is null
   * @throws IllegalArgumentException if it has not N finite elements
   */
  public static <A> void requireFinite(
      String name, Precision<A> precision, int dimension, A array) {
    requireLength(name, precision, dimension, array);
    int bad = precision.indexOfNonFinite(array, 0, dimension);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "%s[%d] is %s, must be finite".formatted(name, bad, precision.get(array, bad)));
    }
  }

  /**
   * Refuses the arguments of several products at once if the lists are empty or of different
   * lengths, or an array has another length.
   *
   * @param precision the precision
   * @param dimension N, the number of parameters
   * @param vectors what is multiplied
   * @param resultsName the name of the argument that receives the products
   * @param results that argument
   * @param <A> {@code float[]} or {@code double[]}
   * @throws NullPointerException if a list or an array is null
   * @throws IllegalArgumentException if they do not fit
   */
  public static <A> void requirePairs(
      Precision<A> precision, int dimension, List<A> vectors, String resultsName, List<A> results) {
    Objects.requireNonNull(vectors, "vectors");
    Objects.requireNonNull(results, resultsName);
    if (vectors.isEmpty() || vectors.size() != results.size()) {
      throw new IllegalArgumentException(
          "%d vectors and %d %s, must be as many of both and at least one"
              .formatted(vectors.size(), results.size(), resultsName));
    }
    for (int k = 0; k < vectors.size(); k++) {
      requireLength("vectors", k, precision, dimension, vectors.get(k));
      requireLength(resultsName, k, precision, dimension, results.get(k));
    }
  }
}
