package io.github.curvelane.spark;

import java.io.Serializable;

/**
 * Which rows of a file are examples: all, or all but every k-th, as {@code data.Split.everyKth}
 * divides them.
 *
 * @param rows the number of rows
 * @param k 0 for all; otherwise rows k − 1, 2k − 1, … are left out
 */
record KeptRows(int rows, int k) implements Serializable {
  /** The number of examples. */
  int examples() {
    return k == 0 ? rows : rows - rows / k;
  }

  /** The row of an example. */
  int row(long example) {
    return (int) (k == 0 ? example : example + example / (k - 1));
  }

  /** Whether a row is an example. */
  boolean keeps(int row) {
    return k == 0 || row % k != k - 1;
  }
}
