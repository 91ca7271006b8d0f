package io.github.curvelane.nn;

import io.github.curvelane.kernel.Rows;

/** A metric while blocks of predictions come, in the order of the examples. */
interface MetricSum<A> {
  /** Forgets what was added. */
  void begin();

  /**
   * Adds a block.
   *
   * @param outputs the network's outputs, a row an example
   * @param from the example of the first row
   */
  void add(Rows<A> outputs, int from);

  /** The metric of all examples. */
  double value();
}
