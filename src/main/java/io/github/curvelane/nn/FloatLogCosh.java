package io.github.curvelane.nn;

/**
 * Log-cosh loss (Green 1990, as a potential): L = w·Σ log cosh r, r = x_j − t_j, which is ½r² near
 * the target and |r| − log 2 far from it. With a = |r|, E = exp(−2a), e = expm1(−2a) = E − 1:
 *
 * <pre>{@code
 * log cosh r = ½·log1p((e·e)/(4·E)) for a ≤ 1, else a + (log1p(E) − log 2)
 * ∂L/∂x_j = w·(−e/(2 + e)) with the sign of r                 [w·tanh r]
 * H_jj = w·((4·E)/((1 + E)·(1 + E)))                          [w·(1 − tanh² r)]
 * }</pre>
 *
 * <p>Near the target nothing cancels (sinh² r = e²/(4E)), far from it nothing overflows, and H
 * keeps its relative accuracy where 1 − tanh² r would be 0.
 */
@SuppressWarnings("cast") // redundant in the derived double source
final class FloatLogCosh extends ElementwiseLoss<float[]> {
  static final LossTraits TRAITS = new LossTraits(LossParameter.NONE, TargetRule.NUMBERS);

  private static final float LOG_2 = (float) 0.6931471805599453;

  FloatLogCosh(LossSetting<float[]> setting) {
    super(setting, 2);
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
    int distance = terms + n;
    float w = (float) weight(row);
    for (int j = 0; j < n; j++) {
      kept[terms + j] = -2 * Math.abs(x[xAt + j] - t[tAt + j]);
    }
    functions.exp(n, kept, terms, kept, h);
    functions.expm1(n, kept, terms, kept, terms);
    for (int j = 0; j < n; j++) {
      float r = x[xAt + j] - t[tAt + j];
      float a = Math.abs(r);
      float exp = kept[h + j];
      float expm1 = kept[terms + j];
      kept[terms + j] = a <= 1 ? (expm1 * expm1) / (4 * exp) : exp;
      kept[h + j] = w * ((4 * exp) / ((1 + exp) * (1 + exp)));
      kept[distance + j] = a;
      if (g != null) {
        g[gAt + j] = w * Math.copySign(-expm1 / (2 + expm1), r);
      }
    }
    functions.log1p(n, kept, terms, kept, terms);
    for (int j = 0; j < n; j++) {
      float a = kept[distance + j];
      float log = kept[terms + j];
      kept[terms + j] = a <= 1 ? 0.5f * log : a + (log - LOG_2);
    }
    float loss = w * (float) reductions.sum(n, kept, terms);
    kept[at] = loss;
    kept[at + 1] = w;
    return loss;
  }
}
