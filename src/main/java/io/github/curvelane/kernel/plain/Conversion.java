package io.github.curvelane.kernel.plain;

/** Copies of vectors from either precision to either; each element is exact or rounded once. */
public final class Conversion {
  private Conversion() {}

  /**
   * Copies.
   *
   * @param n the number of elements
   * @param x the source
   * @param xOffset its first index
   * @param y the target
   * @param yOffset its first index
   */
  public static void convert(int n, float[] x, int xOffset, float[] y, int yOffset) {
    System.arraycopy(x, xOffset, y, yOffset, n);
  }

  /**
   * Copies.
   *
   * @param n the number of elements
   * @param x the source
   * @param xOffset its first index
   * @param y the target
   * @param yOffset its first index
   */
  public static void convert(int n, double[] x, int xOffset, double[] y, int yOffset) {
    System.arraycopy(x, xOffset, y, yOffset, n);
  }

  /**
   * Widens, exactly.
   *
   * @param n the number of elements
   * @param x the source
   * @param xOffset its first index
   * @param y the target
   * @param yOffset its first index
   */
  public static void convert(int n, float[] x, int xOffset, double[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = x[xOffset + i];
    }
  }

  /**
   * Narrows, rounding each element once.
   *
   * @param n the number of elements
   * @param x the source
   * @param xOffset its first index
   * @param y the target
   * @param yOffset its first index
   */
  public static void convert(int n, double[] x, int xOffset, float[] y, int yOffset) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = (float) x[xOffset + i];
    }
  }
}
