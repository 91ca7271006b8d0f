package io.github.curvelane.cluster;

import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.ChunkRequest;
import io.github.curvelane.Precision;
import java.util.List;
import java.util.Set;

/** What workers refuse before any of them is asked. */
final class RequestChecks {
  private RequestChecks() {}

  static <A> void check(
      Precision<A> precision,
      int dimension,
      Set<ChunkQuantity> quantities,
      ChunkRequest<A> request,
      List<A> sums) {
    if (!quantities.contains(request.quantity())) {
      throw new UnsupportedOperationException(
          "the objective has no " + request.quantity() + " of chunks");
    }
    requireLength(precision, dimension, "theta", -1, request.theta());
    List<A> directions = request.directions();
    for (int k = 0; k < directions.size(); k++) {
      requireLength(precision, dimension, "directions", k, directions.get(k));
    }
    if (sums.size() != request.width()) {
      throw new IllegalArgumentException(
          "sums has %d arrays, must have the %d of the request"
              .formatted(sums.size(), request.width()));
    }
    for (int k = 0; k < sums.size(); k++) {
      A sum = sums.get(k);
      requireLength(precision, dimension, "sums", k, sum);
      requireApart(sum, request.theta(), "theta");
      for (int other = 0; other < directions.size(); other++) {
        requireApart(sum, directions.get(other), "a direction");
      }
      for (int other = 0; other < k; other++) {
        requireApart(sum, sums.get(other), "another");
      }
    }
  }

  /** The name of one of many is made when it is refused: not at each call. */
  private static <A> void requireLength(
      Precision<A> precision, int dimension, String name, int index, A array) {
    if (array != null && precision.length(array) == dimension) {
      return;
    }
    String full = index < 0 ? name : name + "[" + index + "]";
    if (array == null) {
      throw new NullPointerException(full);
    }
    throw new IllegalArgumentException(
        "%s has %d elements, must have %d".formatted(full, precision.length(array), dimension));
  }

  private static void requireApart(Object sum, Object other, String what) {
    if (sum == other) {
      throw new IllegalArgumentException("a sum and " + what + " are the same array");
    }
  }
}
