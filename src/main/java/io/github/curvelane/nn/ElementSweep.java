package io.github.curvelane.nn;

import io.github.curvelane.kernel.BlockSweep;

/**
 * A sweep over blocks of a matrix without gaps between rows that acts on each element alone: a
 * block of whole rows is one run of elements, any other block one run a row.
 *
 * <p>The matrix may stack several directions' signals, one below the other, all combined with the
 * same kept matrix of one batch: an operation is told where a run starts in each, and no run
 * crosses from one direction to the next.
 */
final class ElementSweep implements BlockSweep {
  /** The operation on a run of elements. */
  @FunctionalInterface
  interface Run {
    /**
     * Acts on {@code length} elements.
     *
     * @param at the first in the swept matrix
     * @param kept the first in the matrices of one batch
     */
    void run(int at, int kept, int length);
  }

  private final int columns;
  private final Run operation;
  private int base;
  private int period;

  ElementSweep(int columns, Run operation) {
    this.columns = columns;
    this.operation = operation;
  }

  /**
   * Says what is swept next.
   *
   * @param base the index of the first element swept
   * @param rows the number of rows of one batch
   */
  ElementSweep from(int base, int rows) {
    this.base = base;
    this.period = rows * columns;
    return this;
  }

  @Override
  public void sweep(int i0, int i1, int j0, int j1) {
    if (j1 - j0 == columns) {
      runs(base + i0 * columns, base + i1 * columns);
      return;
    }
    for (int i = i0; i < i1; i++) {
      runs(base + i * columns + j0, base + i * columns + j1);
    }
  }

  private void runs(int from, int to) {
    int at = from;
    while (at < to) {
      int kept = at % period;
      int length = Math.min(to - at, period - kept);
      operation.run(at, kept, length);
      at += length;
    }
  }

  /** Sweeps rows that were written by other means. */
  void sweepRows(int rows) {
    runs(base, base + rows * columns);
  }
}
