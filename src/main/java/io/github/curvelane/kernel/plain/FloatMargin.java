package io.github.curvelane.kernel.plain;

/** Perceptron criterion and hinge; see {@link io.github.curvelane.kernel.RowLosses#margin}. */
@SuppressWarnings("cast") // redundant in the derived double source
final class FloatMargin {
  private FloatMargin() {}

  static float row(
      FloatRowSums sums,
      int n,
      double weight,
      double margin,
      float[] x,
      int xOffset,
      float[] target,
      int targetOffset,
      float[] gradient,
      int gradientOffset,
      float[] state,
      int stateOffset) {
    float w = (float) weight;
    float mu = (float) margin;
    int h = stateOffset + 2;
    for (int j = 0; j < n; j++) {
      float t = target[targetOffset + j];
      float shortfall = Math.fma(-t, x[xOffset + j], mu);
      state[h + j] = Math.max(0, shortfall);
      if (gradient != null) {
        float slope = shortfall >= 0 ? -t : shortfall < 0 ? 0 : shortfall;
        gradient[gradientOffset + j] = w * slope;
      }
    }
    float loss = w * sums.sum(n, state, h);
    for (int j = 0; j < n; j++) {
      state[h + j] = 0;
    }
    state[stateOffset] = loss;
    state[stateOffset + 1] = w;
    return loss;
  }
}
