package io.github.curvelane.kernel.plain;

/** Keeps numbers where their squares are numbers of the precision. What is not finite stays so. */
public final class FloatSquareRange {
  private FloatSquareRange() {}

  /**
   * Brings finite elements that are beyond ±b to ±b.
   *
   * @param x the elements, changed
   * @param most b
   * @param from the first index
   * @param to the index after the last
   * @return whether there were any
   */
  public static boolean bring(float[] x, double most, int from, int to) {
    float bound = (float) most;
    float largest = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, Math.abs(x[i]));
    }
    if (largest <= bound) {
      return false;
    }
    boolean any = false;
    for (int i = from; i < to; i++) {
      if (Math.abs(x[i]) > bound && Math.abs(x[i]) < Float.POSITIVE_INFINITY) {
        x[i] = Math.copySign(bound, x[i]);
        any = true;
      }
    }
    return any;
  }

  /**
   * Makes b² of infinite squares.
   *
   * @param squares the squares, changed
   * @param most b
   * @param from the first index
   * @param to the index after the last
   * @return whether there were any
   */
  public static boolean mend(float[] squares, double most, int from, int to) {
    float bound = (float) most;
    float largest = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, squares[i]);
    }
    if (largest < Float.POSITIVE_INFINITY) {
      return false;
    }
    boolean any = false;
    for (int i = from; i < to; i++) {
      if (squares[i] == Float.POSITIVE_INFINITY) {
        squares[i] = bound * bound;
        any = true;
      }
    }
    return any;
  }
}
