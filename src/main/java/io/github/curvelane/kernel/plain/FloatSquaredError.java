package io.github.curvelane.kernel.plain;

/** Squared error; see {@link io.github.curvelane.kernel.RowLosses#squaredError}. */
@SuppressWarnings("cast") // redundant in the derived double source
final class FloatSquaredError {
  private FloatSquaredError() {}

  static float row(
      FloatRowSums sums,
      int n,
      double scale,
      float[] x,
      int xOffset,
      float[] target,
      int targetOffset,
      float[] gradient,
      int gradientOffset,
      float[] state,
      int stateOffset) {
    float c = (float) scale;
    int h = stateOffset + 2;
    for (int j = 0; j < n; j++) {
      state[h + j] = x[xOffset + j] - target[targetOffset + j];
    }
    float loss = (0.5f * c) * sums.squares(n, state, h);
    for (int j = 0; j < n; j++) {
      if (gradient != null) {
        gradient[gradientOffset + j] = c * state[h + j];
      }
      state[h + j] = c;
    }
    state[stateOffset] = loss;
    state[stateOffset + 1] = c;
    return loss;
  }
}
