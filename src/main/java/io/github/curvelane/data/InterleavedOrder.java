package io.github.curvelane.data;

import io.github.curvelane.optim.SamplingOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * An order in which successive examples rarely belong to one class, so that each is as unlike the
 * last as can be had cheaply [EB 4.2]. Each class is shuffled anew in every epoch; then the classes
 * take turns, each as often as it has examples, spread evenly over the epoch: a class of m examples
 * has places (j + u)/m, j = 0 … m − 1, with one uniform u an epoch, and all places are taken in
 * ascending order, of equal ones that of the lower class first.
 *
 * <p>Immutable; O(examples × classes) an epoch.
 */
public final class InterleavedOrder implements SamplingOrder {
  private final int[] byClass;
  private final int[] starts;
  private final long seed;

  /**
   * Creates the order.
   *
   * @param labels the class of each example
   * @param classes the number of classes, at least 1
   * @param seed the seed
   * @throws IllegalArgumentException if there is no example, or a label is outside the classes
   */
  public InterleavedOrder(int[] labels, int classes, long seed) {
    Objects.requireNonNull(labels, "labels");
    if (labels.length == 0) {
      throw new IllegalArgumentException("labels is empty, must have at least one example");
    }
    if (classes < 1 || classes == Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "classes is " + classes + ", must be from 1 to " + (Integer.MAX_VALUE - 1));
    }
    this.seed = seed;
    starts = new int[classes + 1];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new IllegalArgumentException(
            "label of example " + i + " is " + labels[i] + ", must be from 0 to " + (classes - 1));
      }
      starts[labels[i] + 1]++;
    }
    for (int c = 0; c < classes; c++) {
      starts[c + 1] += starts[c];
    }
    byClass = new int[labels.length];
    int[] next = starts.clone();
    for (int i = 0; i < labels.length; i++) {
      byClass[next[labels[i]]++] = i;
    }
  }

  @Override
  public void arrange(int epoch, int[] order) {
    Objects.requireNonNull(order, "order");
    if (order.length != byClass.length) {
      throw new IllegalArgumentException(
          "order has " + order.length + " elements, must have " + byClass.length);
    }
    RandomDraws random = new RandomDraws(seed, epoch);
    int classes = starts.length - 1;
    int[] shuffled = byClass.clone();
    double[] phase = new double[classes];
    for (int c = 0; c < classes; c++) {
      random.shuffle(shuffled, starts[c], starts[c + 1]);
      phase[c] = random.uniform();
    }
    int[] taken = Arrays.copyOf(starts, classes);
    for (int i = 0; i < order.length; i++) {
      order[i] = shuffled[taken[nextClass(taken, phase)]++];
    }
  }

  private int nextClass(int[] taken, double[] phase) {
    int chosen = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < taken.length; c++) {
      double place = (taken[c] - starts[c] + phase[c]) / (starts[c + 1] - starts[c]);
      if (taken[c] < starts[c + 1] && place < least) {
        least = place;
        chosen = c;
      }
    }
    return chosen;
  }

  @Override
  public String toString() {
    return "interleaved("
        + byClass.length
        + " examples, "
        + (starts.length - 1)
        + " classes, "
        + seed
        + ")";
  }
}
