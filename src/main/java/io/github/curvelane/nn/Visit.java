package io.github.curvelane.nn;

/**
 * What is done for the parameters of each node that a signal has reached. A visit is made once and
 * told its arguments before each walk, as a lambda that captured them would be a new object each
 * time.
 */
@FunctionalInterface
interface Visit<A> {
  /**
   * Visits a node.
   *
   * @param x its input
   * @param tangentX R{X} of the last tangent pass; null where it is 0
   */
  void at(Passes<A> node, Matrix<A> x, Matrix<A> tangentX);
}
