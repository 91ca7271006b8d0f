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
   * Tells whether a value is better than another by more than a gain. What is not finite is better
   * than nothing.
   *
   * @param value the value
   * @param than the other
   * @param gain the gain that must be exceeded, at least 0
   * @return whether {@code value} is less than {@code than − gain}, or greater than {@code than +
   *     gain}
   */
  public boolean isBetter(double value, double than, double gain) {
    return Double.isFinite(value) && (lowerIsBetter ? value < than - gain : value > than + gain);
  }

  /**
   * Returns the worst value, which every finite one is better than.
   *
   * @return +∞ or −∞
   */
  public double worst() {
    return lowerIsBetter ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
  }
}
