package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.VectorAlgebraKernel;

/**
 * Elementwise operations and column sums, by plain loops until the vectors of each are compiled:
 * see {@link Warmth}. Parts are elements of the vectors, so a rehearsal is a part of the work.
 */
final class FloatWarmingAlgebra implements VectorAlgebraKernel<float[]> {
  private static final int ADD_SCALED = 0;
  private static final int SCALE = 1;
  private static final int ADD = 2;
  private static final int SUBTRACT = 3;
  private static final int MULTIPLY = 4;
  private static final int MULTIPLY_ADD = 5;
  private static final int COMBINE = 6;

  /** Elements of a rehearsal: eight vectors of 512 bits. */
  private static final int PART = 128;

  /** Operations of a vector. */
  private static final int OPERATIONS = 4;

  private final VectorAlgebraKernel<float[]> scalar =
      io.github.curvelane.kernel.scalar.FloatVectorAlgebra.INSTANCE;
  private final Warmth[] warmths = new Warmth[COMBINE + 1];

  FloatWarmingAlgebra() {
    for (int i = 0; i < warmths.length; i++) {
      warmths[i] = Warmth.ofLoop();
    }
  }

  @Override
  public void addScaled(
      int n, float[] x, int xOffset, double alpha, float[] y, int yOffset, float[] z, int zOffset) {
    if (warmths[ADD_SCALED].isWarm()) {
      FloatVectorAlgebra.INSTANCE.addScaled(n, x, xOffset, alpha, y, yOffset, z, zOffset);
    } else {
      warm(ADD_SCALED, n, alpha, 0, x, xOffset, y, yOffset, x, xOffset, z, zOffset);
    }
  }

  @Override
  public void scale(int n, double alpha, float[] x, int xOffset, float[] z, int zOffset) {
    if (warmths[SCALE].isWarm()) {
      FloatVectorAlgebra.INSTANCE.scale(n, alpha, x, xOffset, z, zOffset);
    } else {
      warm(SCALE, n, alpha, 0, x, xOffset, x, xOffset, x, xOffset, z, zOffset);
    }
  }

  @Override
  public void add(int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    if (warmths[ADD].isWarm()) {
      FloatVectorAlgebra.INSTANCE.add(n, x, xOffset, y, yOffset, z, zOffset);
    } else {
      warm(ADD, n, 0, 0, x, xOffset, y, yOffset, x, xOffset, z, zOffset);
    }
  }

  @Override
  public void subtract(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    if (warmths[SUBTRACT].isWarm()) {
      FloatVectorAlgebra.INSTANCE.subtract(n, x, xOffset, y, yOffset, z, zOffset);
    } else {
      warm(SUBTRACT, n, 0, 0, x, xOffset, y, yOffset, x, xOffset, z, zOffset);
    }
  }

  @Override
  public void multiply(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] z, int zOffset) {
    if (warmths[MULTIPLY].isWarm()) {
      FloatVectorAlgebra.INSTANCE.multiply(n, x, xOffset, y, yOffset, z, zOffset);
    } else {
      warm(MULTIPLY, n, 0, 0, x, xOffset, y, yOffset, x, xOffset, z, zOffset);
    }
  }

  @Override
  public void multiplyAdd(
      int n,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] w,
      int wOffset,
      float[] z,
      int zOffset) {
    if (warmths[MULTIPLY_ADD].isWarm()) {
      FloatVectorAlgebra.INSTANCE.multiplyAdd(n, x, xOffset, y, yOffset, w, wOffset, z, zOffset);
    } else {
      warm(MULTIPLY_ADD, n, 0, 0, x, xOffset, y, yOffset, w, wOffset, z, zOffset);
    }
  }

  @Override
  public void combine(
      int n, double alpha, float[] x, int xOffset, double beta, float[] z, int zOffset) {
    if (warmths[COMBINE].isWarm()) {
      FloatVectorAlgebra.INSTANCE.combine(n, alpha, x, xOffset, beta, z, zOffset);
    } else {
      warm(COMBINE, n, alpha, beta, x, xOffset, x, xOffset, x, xOffset, z, zOffset);
    }
  }

  @Override
  public void columnSums(int m, int n, float[] x, int xOffset, int ldx, float[] y, int yOffset) {
    if (warmths[ADD].isWarm()) {
      FloatVectorAlgebra.INSTANCE.columnSums(m, n, x, xOffset, ldx, y, yOffset);
      return;
    }
    scalar.columnSums(0, n, x, xOffset, ldx, y, yOffset);
    for (int i = 0; i < m; i++) {
      add(n, y, yOffset, x, xOffset + i * ldx, y, yOffset);
    }
  }

  private void warm(
      int operation,
      int n,
      double alpha,
      double beta,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] w,
      int wOffset,
      float[] z,
      int zOffset) {
    Warmth warmth = warmths[operation];
    int i = 0;
    while (warmth.mayRehearse() && i < n) {
      int count = Math.min(PART, n - i);
      long start = System.nanoTime();
      apply(
          FloatVectorAlgebra.INSTANCE,
          operation,
          count,
          alpha,
          beta,
          x,
          xOffset + i,
          y,
          yOffset + i,
          w,
          wOffset + i,
          z,
          zOffset + i);
      warmth.rehearsed(
          count == PART, OPERATIONS * PART / FloatLanes.LANES, System.nanoTime() - start);
      i += count;
    }
    if (i < n) {
      long start = System.nanoTime();
      apply(
          scalar,
          operation,
          n - i,
          alpha,
          beta,
          x,
          xOffset + i,
          y,
          yOffset + i,
          w,
          wOffset + i,
          z,
          zOffset + i);
      warmth.worked(n - i, System.nanoTime() - start);
    }
  }

  private static void apply(
      VectorAlgebraKernel<float[]> kernel,
      int operation,
      int n,
      double alpha,
      double beta,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] w,
      int wOffset,
      float[] z,
      int zOffset) {
    switch (operation) {
      case ADD_SCALED -> kernel.addScaled(n, x, xOffset, alpha, y, yOffset, z, zOffset);
      case SCALE -> kernel.scale(n, alpha, x, xOffset, z, zOffset);
      case ADD -> kernel.add(n, x, xOffset, y, yOffset, z, zOffset);
      case SUBTRACT -> kernel.subtract(n, x, xOffset, y, yOffset, z, zOffset);
      case MULTIPLY -> kernel.multiply(n, x, xOffset, y, yOffset, z, zOffset);
      case MULTIPLY_ADD -> kernel.multiplyAdd(n, x, xOffset, y, yOffset, w, wOffset, z, zOffset);
      default -> kernel.combine(n, alpha, x, xOffset, beta, z, zOffset);
    }
  }
}
