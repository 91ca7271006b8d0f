package io.github.curvelane.bench.matmul;

import io.github.curvelane.bench.measure.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The ratios of this library's speed to one peer's, or to that of the best, collected shape by
 * shape. Small squares may have a mean of their own: they measure the cost of a call.
 */
final class MatmulSummary {
  private final String peer;
  private final int leastSquare;
  private final List<Double> squares = new ArrayList<>();
  private final List<Double> smallSquares = new ArrayList<>();
  private final List<Double> training = new ArrayList<>();
  private double min = Double.NaN;
  private MatmulShape minShape;

  /**
   * Creates an empty summary.
   *
   * @param peer the peer's name
   * @param leastSquare the rows of the smallest square that is not a small one
   */
  MatmulSummary(String peer, int leastSquare) {
    this.peer = peer;
    this.leastSquare = leastSquare;
  }

  /** Adds the ratio of one shape; NaN is passed over. */
  void add(MatmulShape shape, double ratio) {
    if (Double.isNaN(ratio)) {
      return;
    }
    if (MatmulShape.TRAINING.contains(shape)) {
      training.add(ratio);
    } else {
      (shape.m() < leastSquare ? smallSquares : squares).add(ratio);
    }
    if (minShape == null || ratio < min) {
      min = ratio;
      minShape = shape;
    }
  }

  /** Returns for example {@code geomean ours/MKL: squares 0.98 training 1.07 min 0.87 (…)}. */
  String line() {
    return String.format(
        Locale.ROOT,
        "geomean ours/%s: squares %s training %s min %s",
        peer,
        geometricMean(squares),
        geometricMean(training),
        minShape == null ? "none" : String.format(Locale.ROOT, "%.2f (%s)", min, minShape));
  }

  /** Returns for example {@code geomean ours/best peer on squares below 200: 0.93}. */
  String smallLine() {
    return String.format(
        Locale.ROOT,
        "geomean ours/%s on squares below %d: %s",
        peer,
        leastSquare,
        geometricMean(smallSquares));
  }

  private static String geometricMean(List<Double> ratios) {
    if (ratios.isEmpty()) {
      return "none";
    }
    double[] values = ratios.stream().mapToDouble(Double::doubleValue).toArray();
    return String.format(Locale.ROOT, "%.2f", Statistics.geometricMean(values));
  }
}
