package io.github.curvelane.internal;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.ChunkRequest;
import io.github.curvelane.Precision;
import java.util.List;
import java.util.Set;

/** Checks of requests for sums over chunks, before any is formed. */
public final class ChunkArguments {
  private ChunkArguments() {}

  /**
   * Refuses a request that workers cannot answer, as {@link #checkArrays} does too.
   *
   * @param precision the precision
   * @param dimension N, the number of parameters
   * @param quantities what the workers can sum
   * @param request what is asked for
   * @param sums where the sums are to be written
   * @param <A> {@code float[]} or {@code double[]}
   * @throws UnsupportedOperationException if the quantity is none of the workers'
   * @throws IllegalArgumentException if an array has not N elements, there are not as many sums as
   *     the request has, or one of them is also another, θ or a direction
   */
  public static <A> void check(
      Precision<A> precision,
      int dimension,
      Set<ChunkQuantity> quantities,
      ChunkRequest<A> request,
      List<A> sums) {
    if (!quantities.contains(request.quantity())) {
      throw new UnsupportedOperationException(
          "the objective has no " + request.quantity() + " of chunks");
    }
    checkArrays(precision, dimension, request, sums);
  }

  /**
   * Refuses arrays that do not fit the parameters or each other.
   *
   * @param precision the precision
   * @param dimension N, the number of parameters
   * @param request what is asked for
   * @param sums where the sums are to be written
   * @param <A> {@code float[]} or {@code double[]}
   * @throws IllegalArgumentException if an array has not N elements, there are not as many sums as
   *     the request has, or one of them is also another, θ or a direction
   */
  public static <A> void checkArrays(
      Precision<A> precision, int dimension, ChunkRequest<A> request, List<A> sums) {
    ParameterVectors.requireLength("theta", precision, dimension, request.theta());
    List<A> directions = request.directions();
    for (int k = 0; k < directions.size(); k++) {
      ParameterVectors.requireLength("directions", k, precision, dimension, directions.get(k));
    }
    if (sums.size() != request.width()) {
      throw new IllegalArgumentException(
          "sums has %d arrays, must have the %d of the request"
              .formatted(sums.size(), request.width()));
    }
    for (int k = 0; k < sums.size(); k++) {
      A sum = sums.get(k);
      ParameterVectors.requireLength("sums", k, precision, dimension, sum);
      Arguments.apart("a sum", sum, "theta", request.theta());
      for (int other = 0; other < directions.size(); other++) {
        Arguments.apart("a sum", sum, "a direction", directions.get(other));
      }
      for (int other = 0; other < k; other++) {
        Arguments.apart("a sum", sum, "another", sums.get(other));
      }
    }
  }

  /**
   * Refuses a chunk of the wrong size: only the last may have fewer examples than others.
   *
   * @param chunk the chunk's index
   * @param count how many chunks there are
   * @param examples how many examples it has
   * @return the number of examples
   * @throws IllegalArgumentException if it has not {@link Arithmetic#EXAMPLE_CHUNK}, or at least
   *     one of these if it is the last
   */
  public static int requireSize(int chunk, int count, int examples) {
    boolean isLast = chunk == count - 1;
    int least = isLast ? 1 : Arithmetic.EXAMPLE_CHUNK;
    if (examples < least || examples > Arithmetic.EXAMPLE_CHUNK) {
      throw new IllegalArgumentException(
          "chunk %d of %d has %d examples, must have %s%d"
              .formatted(
                  chunk, count, examples, isLast ? "from 1 to " : "", Arithmetic.EXAMPLE_CHUNK));
    }
    return examples;
  }

  /**
   * Refuses indices that are not those of some chunks in ascending order.
   *
   * @param chunks the indices
   * @param count how many chunks there are
   * @throws IllegalArgumentException if there is no index, one is not a chunk's, or they do not
   *     ascend
   */
  public static void requireAscending(int[] chunks, int count) {
    if (chunks.length == 0) {
      throw new IllegalArgumentException("chunks is empty, must be at least one");
    }
    for (int i = 0; i < chunks.length; i++) {
      if (chunks[i] < 0 || chunks[i] >= count) {
        throw new IllegalArgumentException(
            "chunks[%d] is %d, must be a chunk from 0 to %d".formatted(i, chunks[i], count - 1));
      }
      if (i > 0 && chunks[i] <= chunks[i - 1]) {
        throw new IllegalArgumentException(
            "chunks[%d] is %d, must be greater than the %d before it"
                .formatted(i, chunks[i], chunks[i - 1]));
      }
    }
  }
}
