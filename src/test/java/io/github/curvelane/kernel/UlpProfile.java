package io.github.curvelane.kernel;

/** The largest and the mean error of a function, and where the largest is. */
final class UlpProfile {
  private double largest;
  private double worstArgument = Double.NaN;
  private double sum;
  private long count;

  /** Takes note of one error. */
  void add(double argument, double ulps) {
    if (!(ulps <= largest)) {
      largest = ulps;
      worstArgument = argument;
    }
    sum += ulps;
    count++;
  }

  /** Takes note of errors that another profile holds. */
  UlpProfile add(UlpProfile other) {
    if (!(other.largest <= largest)) {
      largest = other.largest;
      worstArgument = other.worstArgument;
    }
    sum += other.sum;
    count += other.count;
    return this;
  }

  double largest() {
    return largest;
  }

  @Override
  public String toString() {
    return "max %.4f ulp at %s (%s), mean %.4f over %,d"
        .formatted(largest, worstArgument, Double.toHexString(worstArgument), sum / count, count);
  }
}
