package io.github.curvelane.optim;

/**
 * The batch size of each epoch. Growing batches [EB 4.1] begin with small ones, whose noise finds a
 * way out of poor places, and end with large ones, whose noise is small near a minimum.
 */
@FunctionalInterface
public interface BatchSizes {
  /**
   * Returns the batch size of an epoch.
   *
   * @param epoch the epoch, from 1
   * @return at least 1
   */
  int in(int epoch);

  /**
   * Returns one size for all epochs.
   *
   * @param size the size, at least 1
   * @return the sizes
   */
  static BatchSizes constant(int size) {
    return growing(size, 1, size);
  }

  /**
   * Returns sizes that grow geometrically: min(most, round(first·factor^(epoch−1))), the power
   * formed by repeated multiplication.
   *
   * @param first the size in the first epoch, at least 1
   * @param factor the growth from one epoch to the next, at least 1
   * @param most the largest size, at least {@code first}
   * @return the sizes
   * @throws IllegalArgumentException if an argument is outside its bounds
   */
  static BatchSizes growing(int first, double factor, int most) {
    return new GrowingBatches(first, factor, most);
  }
}
