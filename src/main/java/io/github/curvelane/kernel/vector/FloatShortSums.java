package io.github.curvelane.kernel.vector;

/**
 * Sums over at most 64 elements (32 in double precision): every element has a lane of its own, and
 * the tree is an expression. Rows as short as the outputs of a classifier are spared the masks of
 * vectors filled in part.
 */
final class FloatShortSums {
  /** The most elements. */
  static final int MOST = FloatSumLanes.LANES;

  private static final int Q = FloatSumLanes.QUARTER;

  private static final int DEVIATION = 0;
  private static final int PRODUCT = 1;
  private static final int SQUARE = 2;

  private FloatShortSums() {}

  /** Σ (x_i − c). */
  static float deviations(int n, float[] x, int offset, float c) {
    return twos(DEVIATION, n, x, offset, x, offset, c, 0)
        + twos(DEVIATION, n, x, offset, x, offset, c, 1);
  }

  /** Σ x_i·(y_i − c). */
  static float products(int n, float[] x, int xOffset, float[] y, int yOffset, float c) {
    return twos(PRODUCT, n, x, xOffset, y, yOffset, c, 0)
        + twos(PRODUCT, n, x, xOffset, y, yOffset, c, 1);
  }

  /** Σ (x_i − c)². */
  static float squares(int n, float[] x, int offset, float c) {
    return twos(SQUARE, n, x, offset, x, offset, c, 0)
        + twos(SQUARE, n, x, offset, x, offset, c, 1);
  }

  /** Lane j after the tree's step of 2. */
  private static float twos(
      int term, int n, float[] x, int xOffset, float[] y, int yOffset, float c, int j) {
    return fours(term, n, x, xOffset, y, yOffset, c, j)
        + fours(term, n, x, xOffset, y, yOffset, c, j + 2);
  }

  /** Lane j after the tree's step of 4. */
  private static float fours(
      int term, int n, float[] x, int xOffset, float[] y, int yOffset, float c, int j) {
    return eights(term, n, x, xOffset, y, yOffset, c, j)
        + eights(term, n, x, xOffset, y, yOffset, c, j + 4);
  }

  /** Lane j after the tree's step of 8. */
  private static float eights(
      int term, int n, float[] x, int xOffset, float[] y, int yOffset, float c, int j) {
    float quarter = quarters(term, n, x, xOffset, y, yOffset, c, j);
    return Q == 16 ? quarter + quarters(term, n, x, xOffset, y, yOffset, c, j + 8) : quarter;
  }

  /**
   * Lane j after the two steps before: the lanes a quarter apart. Those without an element are +0.
   */
  private static float quarters(
      int term, int n, float[] x, int xOffset, float[] y, int yOffset, float c, int j) {
    float first = lane(term, n, x, xOffset, y, yOffset, c, j);
    if (n <= Q) {
      return first + 0;
    }
    return first
        + lane(term, n, x, xOffset, y, yOffset, c, j + 2 * Q)
        + (lane(term, n, x, xOffset, y, yOffset, c, j + Q)
            + lane(term, n, x, xOffset, y, yOffset, c, j + 3 * Q));
  }

  /** One element, added to +0. */
  private static float lane(
      int term, int n, float[] x, int xOffset, float[] y, int yOffset, float c, int j) {
    if (j >= n) {
      return 0;
    }
    float difference = y[yOffset + j] - c;
    return switch (term) {
      case DEVIATION -> 0 + difference;
      case PRODUCT -> Math.fma(x[xOffset + j], difference, 0);
      default -> Math.fma(difference, difference, 0);
    };
  }
}
