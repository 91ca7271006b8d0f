package io.github.curvelane.kernel.plain;

import io.github.curvelane.kernel.contract.RotationKernel;

/**
 * The implicit QL iteration for a symmetric tridiagonal matrix. Its numbers are doubles in both
 * precisions; sines and cosines are rounded where they meet the vectors. Rotations are collected
 * over several sweeps and then applied to some columns after others, which stay in the cache.
 */
final class FloatTridiagonalQl {
  private static final int WIDTH = 64 / Float.BYTES;

  /** Columns that are rotated together: four vectors of the widest. */
  private static final int STRIP = 4 * WIDTH;

  /** Sweeps that are collected. */
  private static final int SWEEPS = 32;

  private static final double UNIT = Math.ulp(1f);

  /** The matrix is scaled to numbers about 1: beside them this is nothing. */
  private static final double NOTHING = Double.MIN_NORMAL / Math.ulp(1.0);

  /**
   * Where many eigenvalues are 0 but for rounding, that of a sweep is as large as what stands
   * there, and nothing becomes small beside its neighbours. After so many sweeps an element is
   * taken for what it is beside the whole matrix.
   */
  private static final int PATIENCE = 30;

  private final RotationKernel<float[]> kernel;
  private final int sweepsAnEigenvalue;
  private final int[] lasts = new int[SWEEPS];
  private final int[] counts = new int[SWEEPS];
  private float[] cosines = {};
  private float[] sines = {};
  private int collected;
  private int rotations;
  private float[] vectors;
  private int ld;
  private double residue;

  /**
   * Creates it.
   *
   * @param kernel what rotates
   * @param sweepsAnEigenvalue after so many sweeps for one eigenvalue it has not converged
   */
  FloatTridiagonalQl(RotationKernel<float[]> kernel, int sweepsAnEigenvalue) {
    this.kernel = kernel;
    this.sweepsAnEigenvalue = sweepsAnEigenvalue;
  }

  /** What stood beside the diagonal where an eigenvalue did not converge. */
  double residue() {
    return residue;
  }

  /**
   * Turns the diagonal into eigenvalues, in no particular order, and rotates the rows of a matrix
   * along.
   *
   * @param n the size
   * @param d the diagonal
   * @param e what stands beside it, n − 1 numbers and one more; lost
   * @param vectors the matrix, n rows; null for none
   * @param ld its leading dimension, a multiple of 64 bytes
   * @return −1, or the index of the eigenvalue that has not converged
   */
  int iterate(int n, double[] d, double[] e, float[] vectors, int ld) {
    this.vectors = vectors;
    this.ld = ld;
    if (vectors != null && cosines.length < SWEEPS * n) {
      cosines = new float[SWEEPS * (n + n / 2)];
      sines = new float[SWEEPS * (n + n / 2)];
    }
    collected = rotations = 0;
    int failed = -1;
    for (int l = 0; l < n && failed < 0; l++) {
      int sweeps = 0;
      int m = end(l, n, d, e, NOTHING);
      while (m > l) {
        if (sweeps == sweepsAnEigenvalue) {
          residue = e[l];
          failed = l;
          break;
        }
        sweep(l, m, d, e);
        sweeps++;
        m = end(l, n, d, e, sweeps < PATIENCE ? NOTHING : UNIT);
      }
    }
    flush();
    this.vectors = null;
    return failed;
  }

  /** The last row of the block that begins at row l. */
  private static int end(int l, int n, double[] d, double[] e, double negligible) {
    int m = l;
    while (m < n - 1
        && !(Math.abs(e[m]) <= UNIT * (Math.abs(d[m]) + Math.abs(d[m + 1])) + negligible)) {
      m++;
    }
    return m;
  }

  private void sweep(int l, int m, double[] d, double[] e) {
    double g = (d[l + 1] - d[l]) / (2 * e[l]);
    double r = hypotenuse(g, 1);
    g = d[m] - d[l] + e[l] / (g + Math.copySign(r, g));
    double s = 1;
    double c = 1;
    double p = 0;
    int start = rotations;
    for (int i = m - 1; i >= l; i--) {
      double f = s * e[i];
      double b = c * e[i];
      r = hypotenuse(f, g);
      e[i + 1] = r;
      // Nothing is left to chase: the identity.
      s = r == 0 ? 0 : f / r;
      c = r == 0 ? 1 : g / r;
      g = d[i + 1] - p;
      r = Math.fma(d[i] - g, s, 2 * c * b);
      p = s * r;
      d[i + 1] = g + p;
      g = Math.fma(c, r, -b);
      if (vectors != null) {
        cosines[rotations] = (float) c;
        sines[rotations] = (float) s;
        rotations++;
      }
    }
    d[l] -= p;
    e[l] = g;
    e[m] = 0;
    if (vectors != null) {
      lasts[collected] = m;
      counts[collected] = rotations - start;
      collected++;
      if (collected == SWEEPS) {
        flush();
      }
    }
  }

  /** √(x² + y²) without overflow. */
  private static double hypotenuse(double x, double y) {
    double large = Math.max(Math.abs(x), Math.abs(y));
    double small = Math.min(Math.abs(x), Math.abs(y));
    if (small == 0) {
      return large;
    }
    double ratio = small / large;
    return large * Math.sqrt(Math.fma(ratio, ratio, 1));
  }

  private void flush() {
    for (int j = 0; j < ld && collected > 0; j += STRIP) {
      int columns = Math.min(STRIP, ld - j);
      int first = 0;
      for (int sweep = 0; sweep < collected; sweep++) {
        int last = lasts[sweep] * ld + j;
        kernel.rotate(counts[sweep], cosines, sines, first, vectors, last, ld, columns);
        first += counts[sweep];
      }
    }
    collected = rotations = 0;
  }
}
