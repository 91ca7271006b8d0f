package io.github.curvelane.kernel.plain;

/** Huber's loss; see {@link io.github.curvelane.kernel.RowLosses#huber}. */
@SuppressWarnings("cast") // redundant in the derived double source
final class FloatHuber {
  private FloatHuber() {}

  static float row(
      FloatRowSums sums,
      int n,
      double weight,
      double delta,
      float[] x,
      int xOffset,
      float[] target,
      int targetOffset,
      float[] gradient,
      int gradientOffset,
      float[] state,
      int stateOffset) {
    float w = (float) weight;
    float d = (float) delta;
    int h = stateOffset + 2;
    int terms = h + n;
    for (int j = 0; j < n; j++) {
      float r = x[xOffset + j] - target[targetOffset + j];
      float size = Math.abs(r);
      float clipped = Math.max(-d, Math.min(d, r));
      state[h + j] = size <= d ? w : 0;
      state[terms + j] = Math.abs(clipped) * Math.fma(-0.5f, Math.abs(clipped), size);
      if (gradient != null) {
        gradient[gradientOffset + j] = w * clipped;
      }
    }
    float loss = w * sums.sum(n, state, terms);
    state[stateOffset] = loss;
    state[stateOffset + 1] = w;
    return loss;
  }
}
