package io.github.curvelane.check;

/** A function on a line through the point that is checked. */
@FunctionalInterface
interface Line {
  /**
   * Evaluates at an offset from the point.
   *
   * @param t the offset along the line
   * @return the value; NaN or infinite where the function is
   */
  double at(double t);
}
