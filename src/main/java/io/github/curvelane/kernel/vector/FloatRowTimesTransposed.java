package io.github.curvelane.kernel.vector;

import io.github.curvelane.kernel.contract.ProductCall;

/**
 * One row of C from one row of A and a transposed B, which is read once, where it is. Each chain
 * runs along a stored row of B; eight of them at a time hide the latency of an addition.
 */
final class FloatRowTimesTransposed {
  private static final int CHAINS = 8;

  private FloatRowTimesTransposed() {}

  /**
   * Computes the chains of row i of C.
   *
   * @param x room for the row of A, k elements
   */
  static void multiply(ProductCall<float[]> call, int i, float[] x) {
    int c = call.cOffset + i * call.ldc;
    if (!call.accumulate) {
      for (int j = 0; j < call.n; j++) {
        call.c[c + j] = 0;
      }
    }
    gather(call, i, x);
    int j = FloatRowChains.add(call.n, call.k, x, call.b, call.bOffset, call.ldb, call.c, c);
    for (; j <= call.n - CHAINS; j += CHAINS) {
      addEight(call.k, x, call.b, call.bOffset + j * call.ldb, call.ldb, call.c, c + j);
    }
    for (; j < call.n; j++) {
      add(call.k, x, call.b, call.bOffset + j * call.ldb, call.c, c + j);
    }
  }

  private static void gather(ProductCall<float[]> call, int i, float[] x) {
    int step = call.aTransposed ? call.lda : 1;
    int from = call.aOffset + (call.aTransposed ? i : i * call.lda);
    for (int p = 0; p < call.k; p++) {
      float a = call.a[from + p * step];
      a = call.squareA ? a * a : a;
      x[p] = call.negateA ? -a : a;
    }
  }

  private static void add(int k, float[] x, float[] b, int row, float[] c, int at) {
    float sum = c[at];
    for (int p = 0; p < k; p++) {
      sum = Math.fma(x[p], b[row + p], sum);
    }
    c[at] = sum;
  }

  private static void addEight(int k, float[] x, float[] b, int b0, int ldb, float[] c, int at) {
    int b1 = b0 + ldb;
    int b2 = b1 + ldb;
    int b3 = b2 + ldb;
    int b4 = b3 + ldb;
    int b5 = b4 + ldb;
    int b6 = b5 + ldb;
    int b7 = b6 + ldb;
    float s0 = c[at];
    float s1 = c[at + 1];
    float s2 = c[at + 2];
    float s3 = c[at + 3];
    float s4 = c[at + 4];
    float s5 = c[at + 5];
    float s6 = c[at + 6];
    float s7 = c[at + 7];
    for (int p = 0; p < k; p++) {
      float factor = x[p];
      s0 = Math.fma(factor, b[b0 + p], s0);
      s1 = Math.fma(factor, b[b1 + p], s1);
      s2 = Math.fma(factor, b[b2 + p], s2);
      s3 = Math.fma(factor, b[b3 + p], s3);
      s4 = Math.fma(factor, b[b4 + p], s4);
      s5 = Math.fma(factor, b[b5 + p], s5);
      s6 = Math.fma(factor, b[b6 + p], s6);
      s7 = Math.fma(factor, b[b7 + p], s7);
    }
    c[at] = s0;
    c[at + 1] = s1;
    c[at + 2] = s2;
    c[at + 3] = s3;
    c[at + 4] = s4;
    c[at + 5] = s5;
    c[at + 6] = s6;
    c[at + 7] = s7;
  }
}
