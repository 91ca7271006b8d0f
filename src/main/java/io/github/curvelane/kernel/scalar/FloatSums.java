package io.github.curvelane.kernel.scalar;

import io.github.curvelane.Arithmetic;

/**
 * The normative sum over a vector, by its definition: blocks of N_r elements; element i of a block
 * goes to lane i mod 64 (32 in double precision), a chain from +0; a tree over the lanes; blocks
 * left to right. The tree is walked by recursion, so that no lanes are stored.
 */
public final class FloatSums {
  private static final int BLOCK = Arithmetic.REDUCTION_BLOCK;
  private static final int LANES = Arithmetic.REDUCTION_LANES * 4 / Float.BYTES;

  private FloatSums() {}

  /** Σ x_i. */
  public static float sum(int n, float[] x, int offset) {
    return deviations(n, x, offset, 0);
  }

  /** Σ (x_i − c), the difference rounded. */
  public static float deviations(int n, float[] x, int offset, float c) {
    return blocks(Term.DEVIATION, n, x, offset, x, offset, c);
  }

  /** Σ |x_i|. */
  public static float absolute(int n, float[] x, int offset) {
    return blocks(Term.ABSOLUTE, n, x, offset, x, offset, 0);
  }

  /** Σ x_i·y_i. */
  public static float dot(int n, float[] x, int xOffset, float[] y, int yOffset) {
    return dotDeviations(n, x, xOffset, y, yOffset, 0);
  }

  /** Σ x_i·(y_i − c), the difference rounded, the product fused. */
  public static float dotDeviations(
      int n, float[] x, int xOffset, float[] y, int yOffset, float c) {
    return blocks(Term.PRODUCT, n, x, xOffset, y, yOffset, c);
  }

  /** Σ (x_i − c)², the difference rounded, the square fused. */
  public static float squaredDeviations(int n, float[] x, int offset, float c) {
    return blocks(Term.SQUARED_DEVIATION, n, x, offset, x, offset, c);
  }

  /** Σ exp(x_i − c) over the x_i that are not c. */
  public static float exponentials(int n, float[] x, int offset, float c) {
    return blocks(Term.EXPONENTIAL, n, x, offset, x, offset, c);
  }

  private static float blocks(
      Term term, int n, float[] x, int xOffset, float[] y, int yOffset, float c) {
    float total = 0;
    for (int i = 0; i < n; i += BLOCK) {
      int length = Math.min(BLOCK, n - i);
      total += node(term, length, x, xOffset + i, y, yOffset + i, c, 0, 1);
    }
    return total;
  }

  /** Lane j after the tree's step h: itself plus lane j + h, both after step 2h. */
  private static float node(
      Term term, int n, float[] x, int xOffset, float[] y, int yOffset, float c, int j, int h) {
    if (j >= n) {
      return 0;
    }
    if (h < LANES) {
      return node(term, n, x, xOffset, y, yOffset, c, j, 2 * h)
          + node(term, n, x, xOffset, y, yOffset, c, j + h, 2 * h);
    }
    float lane = 0;
    for (int i = j; i < n; i += LANES) {
      lane = add(term, x[xOffset + i], y[yOffset + i], c, lane);
    }
    return lane;
  }

  private static float add(Term term, float x, float y, float c, float lane) {
    return switch (term) {
      case DEVIATION -> lane + (x - c);
      case ABSOLUTE -> lane + Math.abs(x);
      case PRODUCT -> Math.fma(x, y - c, lane);
      case SQUARED_DEVIATION -> Math.fma(x - c, x - c, lane);
      case EXPONENTIAL -> x == c ? lane : lane + FloatFunctions.exp(x - c);
    };
  }

  private enum Term {
    DEVIATION,
    ABSOLUTE,
    PRODUCT,
    SQUARED_DEVIATION,
    EXPONENTIAL
  }
}
