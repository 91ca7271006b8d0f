package io.github.curvelane.data;

import java.util.Arrays;

/**
 * Rows gathered by equal values: the classes of a stratified split, the groups of a grouped one.
 */
final class Strata {
  private final int[] rows;
  private final int[] starts;

  /** Gathers rows by ascending value, within a stratum by ascending row. O(n log n). */
  Strata(int[] values) {
    int n = values.length;
    long[] keys = new long[n];
    for (int i = 0; i < n; i++) {
      keys[i] = (long) values[i] << 32 | i;
    }
    Arrays.sort(keys);
    rows = new int[n];
    int[] ends = new int[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      rows[i] = (int) keys[i];
      if (i == n - 1 || keys[i] >> 32 != keys[i + 1] >> 32) {
        ends[count++] = i + 1;
      }
    }
    starts = new int[count + 1];
    System.arraycopy(ends, 0, starts, 1, count);
  }

  int count() {
    return starts.length - 1;
  }

  int size(int stratum) {
    return starts[stratum + 1] - starts[stratum];
  }

  int row(int stratum, int place) {
    return rows[starts[stratum] + place];
  }

  /** Shuffles the rows within each stratum, one after the other. */
  void shuffle(RandomDraws random) {
    for (int s = 0; s < count(); s++) {
      random.shuffle(rows, starts[s], starts[s + 1]);
    }
  }

  /** Returns the strata in random order. */
  int[] shuffled(RandomDraws random) {
    int[] order = new int[count()];
    Arrays.setAll(order, s -> s);
    random.shuffle(order, 0, order.length);
    return order;
  }
}
