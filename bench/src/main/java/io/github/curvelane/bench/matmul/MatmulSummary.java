package io.github.curvelane.bench.matmul;

import io.github.curvelane.bench.measure.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The ratios of this library's speed to one peer's, collected shape by shape. */
final class MatmulSummary {
  private final String peer;
  private final List<Double> squares = new ArrayList<>();
  private final List<Double> training = new ArrayList<>();
  private double min = Double.NaN;
  private MatmulShape minShape;

  MatmulSummary(String peer) {
    this.peer = peer;
  }

  /** Adds the ratio of one shape; NaN is passed over. */
  void add(MatmulShape shape, double ratio) {
    if (Double.isNaN(ratio)) {
      return;
    }
    (MatmulShape.TRAINING.contains(shape) ? training : squares).add(ratio);
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

  private static String geometricMean(List<Double> ratios) {
    if (ratios.isEmpty()) {
      return "none";
    }
    double[] values = ratios.stream().mapToDouble(Double::doubleValue).toArray();
    return String.format(Locale.ROOT, "%.2f", Statistics.geometricMean(values));
  }
}
