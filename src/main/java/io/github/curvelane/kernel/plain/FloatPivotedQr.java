package io.github.curvelane.kernel.plain;

import io.github.curvelane.kernel.contract.QrKernel;
import io.github.curvelane.kernel.contract.ReflectionKernel;

/**
 * Householder QR on a copy of the matrix in strips of 64 bytes, so that every row of every strip is
 * whole vectors, whatever n is. Finished columns share the last strips with those that are being
 * worked on; below their diagonal nothing is read any more, as the vectors of the reflections lie
 * elsewhere, one after another.
 */
public final class FloatPivotedQr implements QrKernel<float[]> {
  private static final int WIDTH = 64 / Float.BYTES;
  private static final int SHIFT = Integer.numberOfTrailingZeros(WIDTH);

  /** How much of a squared norm must remain for its downdated value to be trusted: √u. */
  private static final float TRUSTED = (float) Math.sqrt(Math.ulp(1f) / 2);

  private final ReflectionKernel<float[]> kernel;
  private int m;
  private int n;
  private float[] strips = {};
  private float[] vectors = {};
  private float[] factors = {};
  private float[] norms = {};

  /** The norms when they were last computed and not downdated. */
  private float[] computedNorms = {};

  private int[] columns = {};

  /**
   * Creates it.
   *
   * @param kernel what reflects strips
   */
  public FloatPivotedQr(ReflectionKernel<float[]> kernel) {
    this.kernel = kernel;
  }

  @Override
  public void factor(
      int m, int n, float[] a, int offset, int lda, float[] b, int bOffset, boolean pivoting) {
    this.m = m;
    this.n = n;
    // A strip for b alone would cost more than its reflections one by one.
    boolean carried = b != null && n % WIDTH != 0;
    int width = carried ? n + 1 : n;
    grow(width, Math.min(m, n));
    copy(a, offset, lda);
    if (carried) {
      for (int i = 0; i < m; i++) {
        strips[at(i, n)] = b[bOffset + i];
      }
    }
    if (pivoting) {
      computeNorms();
    }
    for (int k = 0; k < Math.min(m, n); k++) {
      step(k, width, pivoting);
    }
    if (carried) {
      for (int i = 0; i < m; i++) {
        b[bOffset + i] = strips[at(i, n)];
      }
    } else if (b != null) {
      apply(true, b, bOffset);
    }
  }

  private void grow(int width, int steps) {
    int stripCount = (width + WIDTH - 1) >> SHIFT;
    if (strips.length < stripCount * m * WIDTH) {
      strips = new float[stripCount * m * WIDTH];
    }
    if (vectors.length < steps * m) {
      vectors = new float[steps * m];
    }
    if (columns.length < width) {
      columns = new int[width];
      factors = new float[width];
      norms = new float[stripCount * WIDTH];
      computedNorms = new float[stripCount * WIDTH];
    }
    for (int j = 0; j < n; j++) {
      columns[j] = j;
    }
  }

  private int at(int i, int j) {
    return ((j >> SHIFT) * m + i) * WIDTH + (j & (WIDTH - 1));
  }

  private void copy(float[] a, int offset, int lda) {
    for (int first = 0; first < n; first += WIDTH) {
      int count = Math.min(WIDTH, n - first);
      int to = at(0, first);
      for (int i = 0; i < m; i++) {
        int from = offset + i * lda + first;
        for (int j = 0; j < count; j++) {
          strips[to + j] = a[from + j];
        }
        to += WIDTH;
      }
    }
  }

  private void computeNorms() {
    for (int first = 0; first < n; first += WIDTH) {
      kernel.squares(m, strips, at(0, first), norms, first);
    }
    for (int j = 0; j < n; j++) {
      norms[j] =
          FloatNorms.isInRange(norms[j])
              ? (float) Math.sqrt(norms[j])
              : FloatNorms.scaled(m, strips, at(0, j), WIDTH);
      computedNorms[j] = norms[j];
    }
  }

  private void step(int k, int width, boolean pivoting) {
    int p = pivoting ? longest(k) : k;
    int rows = m - k;
    int v = k * m + k;
    int from = at(k, p);
    for (int i = 0; i < rows; i++) {
      vectors[v + i] = strips[from + i * WIDTH];
    }
    if (p != k) {
      exchange(k, p);
    }
    float norm = FloatNorms.norm(rows, vectors, v, 1);
    float alpha = vectors[v];
    if (norm == 0) {
      factors[k] = 0;
      strips[at(k, k)] = alpha;
    } else {
      factors[k] = FloatReflections.makeVector(rows, vectors, v, norm);
      for (int j = (k + 1) & -WIDTH; j < width; j += WIDTH) {
        kernel.reflect(rows, vectors, v, factors[k], strips, at(k, j));
      }
      strips[at(k, k)] = -Math.copySign(norm, alpha);
    }
    if (pivoting) {
      downdate(k);
    }
  }

  /** The first of the longest columns from k on; the first that is NaN, if one is. */
  private int longest(int k) {
    int p = k;
    for (int j = k + 1; j < n; j++) {
      if (norms[p] == norms[p] && !(norms[j] <= norms[p])) {
        p = j;
      }
    }
    return p;
  }

  /** Exchanges columns k and p, but for the part of p that has become a vector. */
  private void exchange(int k, int p) {
    for (int i = 0; i < k; i++) {
      float swapped = strips[at(i, k)];
      strips[at(i, k)] = strips[at(i, p)];
      strips[at(i, p)] = swapped;
    }
    int from = at(k, k);
    int to = at(k, p);
    for (int i = 0; i < m - k; i++) {
      strips[to + i * WIDTH] = strips[from + i * WIDTH];
    }
    int column = columns[k];
    columns[k] = columns[p];
    columns[p] = column;
    norms[p] = norms[k];
    computedNorms[p] = computedNorms[k];
  }

  /** Takes row k off the norms of the columns after it, as LAPACK's dlaqp2 does. */
  private void downdate(int k) {
    for (int j = k + 1; j < n; j++) {
      float norm = norms[j];
      if (norm == 0) {
        continue;
      }
      float z = Math.abs(strips[at(k, j)]) / norm;
      float remaining = Math.max(0, Math.fma(-z, z, 1f));
      float ratio = norm / computedNorms[j];
      if (remaining * (ratio * ratio) <= TRUSTED) {
        norms[j] = FloatNorms.norm(m - k - 1, strips, at(k + 1, j), WIDTH);
        computedNorms[j] = norms[j];
      } else {
        norms[j] = norm * (float) Math.sqrt(remaining);
      }
    }
  }

  @Override
  public double r(int i, int j) {
    return strips[at(i, j)];
  }

  @Override
  public int column(int j) {
    return columns[j];
  }

  @Override
  public void copyR(float[] target, int offset, int ld) {
    for (int i = 0; i < Math.min(m, n); i++) {
      for (int j = 0; j < n; j++) {
        target[offset + i * ld + j] = j < i ? 0 : strips[at(i, j)];
      }
    }
  }

  @Override
  public void apply(boolean transposed, float[] b, int offset) {
    int steps = Math.min(m, n);
    for (int step = 0; step < steps; step++) {
      int k = transposed ? step : steps - 1 - step;
      FloatReflections.reflect(m - k, vectors, k * m + k, factors[k], b, offset + k);
    }
  }

  @Override
  public void solve(int size, float[] y, int offset) {
    for (int i = size - 1; i >= 0; i--) {
      float x = y[offset + i];
      for (int j = i + 1; j < size; j++) {
        x = Math.fma(-strips[at(i, j)], y[offset + j], x);
      }
      y[offset + i] = x / strips[at(i, i)];
    }
  }

  @Override
  public void solveTransposed(int size, float[] y, int offset) {
    for (int j = 0; j < size; j++) {
      float x = y[offset + j];
      for (int i = 0; i < j; i++) {
        x = Math.fma(-strips[at(i, j)], y[offset + i], x);
      }
      y[offset + j] = x / strips[at(j, j)];
    }
  }
}
