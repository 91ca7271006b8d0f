package io.github.curvelane.kernel.plain;

/** Differences of examples and centres, written plainly. */
final class FloatCenterDistances implements CenterDistances<float[]> {
  private static final int LINKS = 4;

  // ---------------------------------------------------------------- over inputs

  @Override
  public void addSquares(
      int from, int to, int m, int n, float[] x, int xAt, float[][] w, float[][] s) {
    int i = 0;
    for (; i <= m - LINKS; i += LINKS) {
      for (int p = from; p < to; p++) {
        squares(n, x, xAt + p * m + i, w[i], w[i + 1], w[i + 2], w[i + 3], s[p]);
      }
    }
    for (; i < m; i++) {
      for (int p = from; p < to; p++) {
        square(n, x[xAt + p * m + i], w[i], s[p]);
      }
    }
  }

  private static void squares(
      int n, float[] x, int xAt, float[] w0, float[] w1, float[] w2, float[] w3, float[] s) {
    float x0 = x[xAt];
    float x1 = x[xAt + 1];
    float x2 = x[xAt + 2];
    float x3 = x[xAt + 3];
    for (int j = 0; j < n; j++) {
      float d0 = x0 - w0[j];
      float d1 = x1 - w1[j];
      float d2 = x2 - w2[j];
      float d3 = x3 - w3[j];
      float sum = Math.fma(d0, d0, s[j]);
      sum = Math.fma(d1, d1, sum);
      sum = Math.fma(d2, d2, sum);
      s[j] = Math.fma(d3, d3, sum);
    }
  }

  private static void square(int n, float x, float[] w, float[] s) {
    for (int j = 0; j < n; j++) {
      float d = x - w[j];
      s[j] = Math.fma(d, d, s[j]);
    }
  }

  @Override
  public void addDots(
      int from,
      int to,
      int m,
      int n,
      float[] x,
      int xAt,
      float[] r,
      int rAt,
      float[][] w,
      float[][] s) {
    for (int i = 0; i < m; i++) {
      for (int p = from; p < to; p++) {
        dot(n, x[xAt + p * m + i], r[rAt + p * m + i], w[i], s[p]);
      }
    }
  }

  private static void dot(int n, float x, float r, float[] w, float[] s) {
    for (int j = 0; j < n; j++) {
      s[j] = Math.fma(x - w[j], r, s[j]);
    }
  }

  @Override
  public void addDotsWithCenters(
      int from, int to, int m, int n, float[] x, int xAt, float[][] w, float[][] v, float[][] s) {
    for (int i = 0; i < m; i++) {
      for (int p = from; p < to; p++) {
        dotWithCenters(n, x[xAt + p * m + i], w[i], v[i], s[p]);
      }
    }
  }

  private static void dotWithCenters(int n, float x, float[] w, float[] v, float[] s) {
    for (int j = 0; j < n; j++) {
      s[j] = Math.fma(x - w[j], v[j], s[j]);
    }
  }

  // ---------------------------------------------------------------- over centres

  @Override
  public void addToInputs(
      int from, int to, int m, int n, float[][] x, float[][] wt, float[][] c, float[][] b) {
    int j = 0;
    for (; j <= n - LINKS; j += LINKS) {
      for (int p = from; p < to; p++) {
        pulls(m, c[p], j, x[p], wt[j], wt[j + 1], wt[j + 2], wt[j + 3], b[p]);
      }
    }
    for (; j < n; j++) {
      for (int p = from; p < to; p++) {
        pull(m, c[p][j], x[p], wt[j], b[p]);
      }
    }
  }

  private static void pulls(
      int m,
      float[] c,
      int j,
      float[] x,
      float[] w0,
      float[] w1,
      float[] w2,
      float[] w3,
      float[] b) {
    float c0 = c[j];
    float c1 = c[j + 1];
    float c2 = c[j + 2];
    float c3 = c[j + 3];
    for (int i = 0; i < m; i++) {
      float sum = Math.fma(c0, x[i] - w0[i], b[i]);
      sum = Math.fma(c1, x[i] - w1[i], sum);
      sum = Math.fma(c2, x[i] - w2[i], sum);
      b[i] = Math.fma(c3, x[i] - w3[i], sum);
    }
  }

  private static void pull(int m, float c, float[] x, float[] w, float[] b) {
    for (int i = 0; i < m; i++) {
      b[i] = Math.fma(c, x[i] - w[i], b[i]);
    }
  }

  @Override
  public void addSquaresToInputs(
      int from, int to, int m, int n, float[][] x, float[][] wt, float[][] c, float[][] b) {
    for (int j = 0; j < n; j++) {
      for (int p = from; p < to; p++) {
        pullSquares(m, c[p][j], x[p], wt[j], b[p]);
      }
    }
  }

  private static void pullSquares(int m, float c, float[] x, float[] w, float[] b) {
    for (int i = 0; i < m; i++) {
      float d = x[i] - w[i];
      b[i] = Math.fma(c, d * d, b[i]);
    }
  }

  // ---------------------------------------------------------------- over examples

  @Override
  public void addToCenters(
      int from,
      int to,
      int rows,
      int n,
      float[] x,
      int xAt,
      int xStride,
      float[][] w,
      float[][] c,
      float[][] g) {
    for (int i = from; i < to; i++) {
      int p = 0;
      for (; p <= rows - LINKS; p += LINKS) {
        int at = xAt + p * xStride + i;
        steps(n, x, at, xStride, w[i], c[p], c[p + 1], c[p + 2], c[p + 3], g[i]);
      }
      for (; p < rows; p++) {
        step(n, x[xAt + p * xStride + i], w[i], c[p], g[i]);
      }
    }
  }

  private static void steps(
      int n,
      float[] x,
      int xAt,
      int xStride,
      float[] w,
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3,
      float[] g) {
    float x0 = x[xAt];
    float x1 = x[xAt + xStride];
    float x2 = x[xAt + 2 * xStride];
    float x3 = x[xAt + 3 * xStride];
    for (int j = 0; j < n; j++) {
      float sum = Math.fma(c0[j], w[j] - x0, g[j]);
      sum = Math.fma(c1[j], w[j] - x1, sum);
      sum = Math.fma(c2[j], w[j] - x2, sum);
      g[j] = Math.fma(c3[j], w[j] - x3, sum);
    }
  }

  private static void step(int n, float x, float[] w, float[] c, float[] g) {
    for (int j = 0; j < n; j++) {
      g[j] = Math.fma(c[j], w[j] - x, g[j]);
    }
  }

  @Override
  public void addSquaresToCenters(
      int from,
      int to,
      int rows,
      int n,
      float[] x,
      int xAt,
      int xStride,
      float[][] w,
      float[][] c,
      float[][] g) {
    for (int i = from; i < to; i++) {
      for (int p = 0; p < rows; p++) {
        stepSquares(n, x[xAt + p * xStride + i], w[i], c[p], g[i]);
      }
    }
  }

  private static void stepSquares(int n, float x, float[] w, float[] c, float[] g) {
    for (int j = 0; j < n; j++) {
      float d = x - w[j];
      g[j] = Math.fma(c[j], d * d, g[j]);
    }
  }

  @Override
  public void transpose(int m, int n, float[][] w, float[][] wt) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        wt[j][i] = w[i][j];
      }
    }
  }
}
