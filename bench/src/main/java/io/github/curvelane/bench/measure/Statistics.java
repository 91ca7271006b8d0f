package io.github.curvelane.bench.measure;

import java.util.Arrays;

/** Summaries of samples. Samples that are NaN (a round that an entrant sat out) do not count. */
public final class Statistics {
  /** The two-sided 95 % quantile of the normal distribution. */
  private static final double Z95 = 1.959964;

  private Statistics() {}

  /**
   * Returns the median, the mean of the middle two for an even number.
   *
   * @param samples the samples
   * @return their median, NaN if there is none
   */
  public static double median(double[] samples) {
    double[] sorted = sorted(samples);
    int n = sorted.length;
    return n == 0 ? Double.NaN : 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
  }

  /**
   * Returns the smallest sample.
   *
   * @param samples the samples
   * @return their minimum, NaN if there is none
   */
  public static double min(double[] samples) {
    double[] sorted = sorted(samples);
    return sorted.length == 0 ? Double.NaN : sorted[0];
  }

  /**
   * Returns the 95 % confidence interval of the median from order statistics, which assumes nothing
   * about the distribution (normal approximation of the binomial ranks).
   *
   * @param samples the samples
   * @return its lower and upper end, NaN if there is no sample
   */
  public static double[] medianInterval(double[] samples) {
    double[] sorted = sorted(samples);
    int n = sorted.length;
    if (n == 0) {
      return new double[] {Double.NaN, Double.NaN};
    }
    double half = 0.5 * Z95 * Math.sqrt(n);
    int low = Math.max(0, (int) Math.floor(0.5 * n - half) - 1);
    int high = Math.min(n - 1, (int) Math.ceil(0.5 * n + half));
    return new double[] {sorted[low], sorted[high]};
  }

  /**
   * Returns the geometric mean of positive samples.
   *
   * @param samples the samples
   * @return exp of the mean of their logarithms, NaN if there is none
   */
  public static double geometricMean(double[] samples) {
    double[] sorted = sorted(samples);
    double sum = 0;
    for (double sample : sorted) {
      sum += Math.log(sample);
    }
    return Math.exp(sum / sorted.length);
  }

  private static double[] sorted(double[] samples) {
    double[] sorted = Arrays.stream(samples).filter(x -> !Double.isNaN(x)).toArray();
    Arrays.sort(sorted);
    return sorted;
  }
}
