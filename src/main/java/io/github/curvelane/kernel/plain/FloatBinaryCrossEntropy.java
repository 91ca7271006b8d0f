package io.github.curvelane.kernel.plain;

import io.github.curvelane.kernel.contract.FunctionKernels;

/** Binary cross-entropy; see {@link io.github.curvelane.kernel.RowLosses#binaryCrossEntropy}. */
@SuppressWarnings("cast") // redundant in the derived double source
final class FloatBinaryCrossEntropy {
  private FloatBinaryCrossEntropy() {}

  static float row(
      FloatRowSums sums,
      FunctionKernels<float[]> functions,
      int n,
      double weight,
      double smoothing,
      float[] x,
      int xOffset,
      float[] target,
      int targetOffset,
      float[] gradient,
      int gradientOffset,
      float[] state,
      int stateOffset) {
    float w = (float) weight;
    float keep = 1 - (float) smoothing;
    float half = 0.5f * (float) smoothing;
    int h = stateOffset + 2;
    int q = h + n;
    for (int j = 0; j < n; j++) {
      state[q + j] = -Math.abs(x[xOffset + j]);
    }
    functions.exp(state, q, state, q, n);
    functions.log1p(state, q, state, h, n);
    for (int j = 0; j < n; j++) {
      float a = x[xOffset + j];
      float t = Math.fma(keep, target[targetOffset + j], half);
      float distance = a >= 0 ? 1 - t : t;
      float e = state[q + j];
      float smaller = e / (1 + e);
      state[h + j] = Math.fma(Math.abs(a), distance, state[h + j]);
      state[q + j] = Math.copySign(smaller, a);
      if (gradient != null) {
        gradient[gradientOffset + j] = w * (a >= 0 ? distance - smaller : smaller - t);
      }
    }
    float loss = w * sums.sum(n, state, h);
    for (int j = 0; j < n; j++) {
      float smaller = Math.abs(state[q + j]);
      state[h + j] = (w * smaller) * (1 - smaller);
    }
    state[stateOffset] = loss;
    state[stateOffset + 1] = w;
    return loss;
  }
}
