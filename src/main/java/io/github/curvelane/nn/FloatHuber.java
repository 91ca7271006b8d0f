package io.github.curvelane.nn;

/**
 * Huber's loss (Huber 1964). With r = x_j − t_j and c = r clipped to ±δ: {@code L = w·Σ |c|·fma(−½,
 * |c|, |r|)}, that is ½r² within δ of the target and δ(|r| − δ/2) beyond; {@code ∂L/∂x_j = w·c};
 * {@code H_jj = w} for |r| ≤ δ, else 0.
 */
@SuppressWarnings("cast") // redundant in the derived double source
final class FloatHuber extends ElementwiseLoss<float[]> {
  static final LossTraits TRAITS =
      new LossTraits(LossParameter.positive("delta", "threshold"), TargetRule.NUMBERS);

  private final float delta;

  FloatHuber(LossSetting<float[]> setting) {
    super(setting);
    this.delta = (float) setting.loss().parameter();
  }

  @Override
  double row(int row) {
    int n = this.n;
    float[] x = outputs.array();
    int xAt = outputs.at(row);
    float[] t = targets.values();
    int tAt = targetAt(row);
    float[] g = gradient();
    int gAt = gradientAt(row);
    float[] kept = state.array();
    int at = state.at(row);
    int h = at + DIAGONAL;
    int terms = h + n;
    float w = (float) weight(row);
    float d = delta;
    for (int j = 0; j < n; j++) {
      float r = x[xAt + j] - t[tAt + j];
      float size = Math.abs(r);
      float clipped = Math.max(-d, Math.min(d, r));
      kept[h + j] = size <= d ? w : 0;
      kept[terms + j] = Math.abs(clipped) * Math.fma(-0.5f, Math.abs(clipped), size);
      if (g != null) {
        g[gAt + j] = w * clipped;
      }
    }
    float loss = w * (float) reductions.sum(n, kept, terms);
    kept[at] = loss;
    kept[at + 1] = w;
    return loss;
  }
}
