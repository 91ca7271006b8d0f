package io.github.curvelane.curvature;

import java.util.concurrent.CancellationException;

/**
 * Mean and standard error of samples that come one after another (Welford 1962), in doubles: d =
 * fl(x − m), m = fl(m + fl(d/k)), q = fma(d, fl(x − m), q).
 */
final class SampleMean {
  private int count;
  private double mean;
  private double squares;

  /**
   * Takes a sample.
   *
   * @throws ArithmeticException if it is NaN or infinite
   */
  void add(double sample) {
    if (!Double.isFinite(sample)) {
      throw new ArithmeticException("probe " + count + " gives " + sample + ", must be finite");
    }
    count++;
    double deviation = sample - mean;
    mean += deviation / count;
    squares = Math.fma(deviation, sample - mean, squares);
  }

  /**
   * Returns what the samples so far tell of a number that is {@code known} plus their expectation.
   *
   * @throws CancellationException if there are fewer than two samples
   * @throws ArithmeticException if their variance overflows
   */
  Estimate estimate(double known) {
    if (count < 2) {
      throw tooFew(count);
    }
    // A sum of products of two deviations with one sign, up to their rounding.
    double variance = Math.max(squares, 0) / (count - 1);
    if (variance == Double.POSITIVE_INFINITY) {
      throw new ArithmeticException("the squares of what probes give overflow: " + mean);
    }
    return new Estimate(known + mean, Math.sqrt(variance / count), count);
  }

  static CancellationException tooFew(int probes) {
    return new CancellationException(
        "cancelled after %d probes, a standard error takes at least 2".formatted(probes));
  }
}
