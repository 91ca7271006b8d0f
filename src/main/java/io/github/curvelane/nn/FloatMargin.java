package io.github.curvelane.nn;

/**
 * A margin loss for targets of −1 and +1: {@code L = w·Σ max(0, fma(−t_j, x_j, μ))}; {@code ∂L/∂x_j
 * = w·(−t_j)} where {@code fma(−t_j, x_j, μ) ≥ 0}, else 0; H = 0. With μ = 0 it is the perceptron
 * criterion, whose gradient step is Rosenblatt's rule; with μ = 1 the hinge. At the kink the
 * gradient is that of the wrong side, so that a perceptron starts from zero weights.
 */
@SuppressWarnings("cast") // redundant in the derived double source
final class FloatMargin extends ElementwiseLoss<float[]> {
  static final LossTraits TRAITS =
      new LossTraits(LossParameter.NONE, TargetRule.each("-1 or +1", t -> t == 1 || t == -1));

  private final float margin;

  private FloatMargin(LossSetting<float[]> setting, float margin) {
    super(setting);
    this.margin = margin;
  }

  static FloatMargin perceptron(LossSetting<float[]> setting) {
    return new FloatMargin(setting, 0);
  }

  static FloatMargin hinge(LossSetting<float[]> setting) {
    return new FloatMargin(setting, 1);
  }

  @Override
  public int rootColumns() {
    return 0;
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
    float w = (float) weight(row);
    float mu = margin;
    for (int j = 0; j < n; j++) {
      float tj = t[tAt + j];
      float shortfall = Math.fma(-tj, x[xAt + j], mu);
      kept[h + j] = Math.max(0, shortfall);
      if (g != null) {
        float slope = shortfall >= 0 ? -tj : shortfall < 0 ? 0 : shortfall;
        g[gAt + j] = w * slope;
      }
    }
    float loss = w * (float) reductions.sum(n, kept, h);
    for (int j = 0; j < n; j++) {
      kept[h + j] = 0;
    }
    kept[at] = loss;
    kept[at + 1] = w;
    return loss;
  }
}
