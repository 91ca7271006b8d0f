package io.github.curvelane.kernel;

/**
 * Work on blocks of a product's result while they are still in cache: an activation, a loss, a
 * copy. Keep one instance; a product then allocates nothing.
 */
@FunctionalInterface
public interface BlockSweep {
  /**
   * Visits rows {@code i0} to {@code i1} − 1 and columns {@code j0} to {@code j1} − 1 of C, whose
   * elements are final. The blocks of one product are disjoint and cover C; they come in no
   * particular order and, with more than one thread, from several at once. A sweep may write to its
   * block of C and to the same block of other arrays, and must not use the product that calls it.
   *
   * @param i0 the first row
   * @param i1 the row after the last
   * @param j0 the first column
   * @param j1 the column after the last
   */
  void sweep(int i0, int i1, int j0, int j1);
}
