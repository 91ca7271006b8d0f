package io.github.curvelane.spark;

/**
 * Where the time of an evaluation went.
 *
 * @param slowestTaskMillis how long the slowest task computed, from the first chunk it was given to
 *     the bytes of its sums
 * @param totalMillis how long the caller waited
 * @param resultBytes how many bytes of sums came to the driver
 */
public record SparkTiming(double slowestTaskMillis, double totalMillis, long resultBytes) {
  /**
   * Returns what was not computing: broadcasts, scheduling, transport, adding on the driver.
   *
   * @return the total without the slowest task, in milliseconds
   */
  public double beyondSlowestTaskMillis() {
    return totalMillis - slowestTaskMillis;
  }
}
