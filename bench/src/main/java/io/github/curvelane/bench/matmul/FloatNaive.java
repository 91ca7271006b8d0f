package io.github.curvelane.bench.matmul;

import java.util.Arrays;

/** Three loops, multiplying and adding. */
final class FloatNaive {
  private FloatNaive() {}

  static void multiply(MatmulShape shape, float[] a, float[] b, float[] c) {
    int n = shape.n();
    int k = shape.k();
    Arrays.fill(c, 0);
    for (int i = 0; i < shape.m(); i++) {
      if (shape.layout().transposesB()) {
        for (int j = 0; j < n; j++) {
          c[i * n + j] = dot(a, i * k, b, j * k, k);
        }
      } else {
        for (int p = 0; p < k; p++) {
          addScaled(a[shape.indexA(i, p)], b, p * n, c, i * n, n);
        }
      }
    }
  }

  private static float dot(float[] x, int xOffset, float[] y, int yOffset, int length) {
    float sum = 0;
    for (int p = 0; p < length; p++) {
      sum += x[xOffset + p] * y[yOffset + p];
    }
    return sum;
  }

  private static void addScaled(
      float scale, float[] x, int xOffset, float[] y, int yOffset, int length) {
    for (int j = 0; j < length; j++) {
      y[yOffset + j] += scale * x[xOffset + j];
    }
  }
}
