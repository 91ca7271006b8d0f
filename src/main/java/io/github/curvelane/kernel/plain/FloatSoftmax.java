package io.github.curvelane.kernel.plain;

import io.github.curvelane.kernel.contract.FunctionKernels;

/**
 * Softmax of rows; see {@link io.github.curvelane.kernel.RowLosses#softmax}. The exponentials of
 * short rows are taken for many rows in one call: state rows lie side by side, and what the three
 * numbers before a row's probabilities become does not matter yet.
 */
final class FloatSoftmax {
  /** Where the probabilities start in a state row, after three numbers. */
  static final int HEADER = 3;

  /**
   * Rows beyond this are found their maximum by the reductions, and have their exponentials alone.
   */
  private static final int SHORT = 64;

  /** About how many exponentials are taken in one call: few enough to stay in the nearest cache. */
  private static final int TOGETHER = 1024;

  private FloatSoftmax() {}

  static void rows(
      FloatRowSums sums,
      FunctionKernels<float[]> functions,
      int m,
      int n,
      float[] x,
      int xOffset,
      int xStride,
      float[] state,
      int stateOffset) {
    int width = n + HEADER;
    if (n > SHORT) {
      for (int i = 0; i < m; i++) {
        longRow(sums, functions, n, x, xOffset + i * xStride, state, stateOffset + i * width);
      }
      return;
    }
    int together = TOGETHER / width;
    for (int i0 = 0; i0 < m; i0 += together) {
      int i1 = Math.min(m, i0 + together);
      for (int i = i0; i < i1; i++) {
        shift(n, x, xOffset + i * xStride, state, stateOffset + i * width);
      }
      int from = stateOffset + i0 * width;
      functions.exp(state, from, state, from, (i1 - i0) * width);
      for (int i = i0; i < i1; i++) {
        int row = xOffset + i * xStride;
        int s = stateOffset + i * width;
        int largest = largest(n, x, row, state, s + HEADER);
        normalize(sums, n, largest, largest < 0 ? 0 : x[row + largest], state, s);
      }
    }
  }

  private static void longRow(
      FloatRowSums sums,
      FunctionKernels<float[]> functions,
      int n,
      float[] x,
      int xOffset,
      float[] state,
      int stateOffset) {
    float max = sums.max(n, x, xOffset);
    int p = stateOffset + HEADER;
    for (int j = 0; j < n; j++) {
      state[p + j] = x[xOffset + j] - max;
    }
    functions.exp(state, p, state, p, n);
    normalize(sums, n, sums.indexOf(n, x, xOffset, max), max, state, stateOffset);
  }

  /** Writes x_j − M. */
  private static void shift(int n, float[] x, int xOffset, float[] state, int stateOffset) {
    float max = x[xOffset];
    for (int j = 1; j < n; j++) {
      max = x[xOffset + j] > max ? x[xOffset + j] : max;
    }
    for (int j = 0; j < HEADER; j++) {
      state[stateOffset + j] = 0;
    }
    int p = stateOffset + HEADER;
    for (int j = 0; j < n; j++) {
      state[p + j] = x[xOffset + j] - max;
    }
  }

  /**
   * The first of the largest logits, which are among those whose exponential is 1; −1 if none is.
   */
  private static int largest(int n, float[] x, int xOffset, float[] exponentials, int offset) {
    int largest = -1;
    for (int j = 0; j < n; j++) {
      if (exponentials[offset + j] == 1 && (largest < 0 || x[xOffset + j] > x[xOffset + largest])) {
        largest = j;
      }
    }
    return largest;
  }

  private static void normalize(
      FloatRowSums sums, int n, int largest, float max, float[] state, int stateOffset) {
    int p = stateOffset + HEADER;
    if (largest >= 0) {
      state[p + largest] = 0;
    }
    float others = sums.sum(n, state, p);
    if (largest >= 0) {
      state[p + largest] = 1;
    }
    float inverse = 1 / (1 + others);
    for (int j = 0; j < n; j++) {
      state[p + j] *= inverse;
    }
    state[stateOffset] = sums.log1p(others);
    state[stateOffset + 1] = Float.isNaN(others) ? others : max;
    state[stateOffset + 2] = others * inverse;
  }

  static void hessianVector(
      FloatRowSums sums,
      int n,
      float[] state,
      int stateOffset,
      float[] r,
      int rOffset,
      float[] out,
      int outOffset) {
    int p = stateOffset + HEADER;
    float scale = state[stateOffset + 1];
    float mean = sums.dot(n, state, p, r, rOffset, 0);
    for (int j = 0; j < n; j++) {
      out[outOffset + j] = (scale * state[p + j]) * (r[rOffset + j] - mean);
    }
  }

  static void hessianDiagonal(int n, float[] state, int stateOffset, float[] out, int outOffset) {
    int p = stateOffset + HEADER;
    float scale = state[stateOffset + 1];
    float complement = state[stateOffset + 2];
    for (int j = 0; j < n; j++) {
      float pj = state[p + j];
      out[outOffset + j] = (scale * pj) * (pj > 0.5f ? complement : 1 - pj);
    }
  }
}
