package io.github.curvelane;

import java.util.Objects;

/**
 * What a {@link Validation} measures.
 *
 * @param name the name, such as {@code loss}
 * @param lowerIsBetter whether less of it is better
 */
public record Metric(String name, boolean lowerIsBetter) {
  /** Creates a metric. */
  public Metric {
    Objects.requireNonNull(name, "name");
  }

  /**
   * Tells whether a value is better than another by more than a gain. NaN is better than nothing,
   * and nothing is better than an infinite value but a finite one.
   *
   * @param value the value
   * @param than the other
   * @param gain the least gain, at least 0, which must be exceeded
   * @return whether {@code value} is less than {@code than − gain}, or greater than {@code than +
   *     gain}
   */
  public boolean isBetter(double value, double than, double gain) {
    return lowerIsBetter ? value < than - gain : value > than + gain;
  }

  /**
   * Returns the worst value, which any other is better than.
   *
   * @return +∞ or −∞
   */
  public double worst() {
    return lowerIsBetter ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }
}
