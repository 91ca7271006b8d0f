package io.github.curvelane.nn;

import java.util.random.RandomGenerator;

/**
 * Binary cross-entropy of n independent logits, L = Σ log(1 + exp(x_j)) − t′_j·x_j, where t′_j =
 * fma(1 − s, t_j, s/2), s the smoothing. With e = exp(−|x_j|), q = e/(1 + e) and, for x_j ≥ 0, d =
 * 1 − t′_j, else d = t′_j:
 *
 * <pre>{@code
 * L = w·Σ fma(|x_j|, d, log1p(e))
 * ∂L/∂x_j = w·(d − q) for x_j ≥ 0, else w·(q − d)      [σ(x_j) − t′_j]
 * H_jj = (w·q)·(1 − q)                                 [w·σ(x_j)·(1 − σ(x_j))]
 * }</pre>
 *
 * <p>Nothing overflows, and what is small keeps its relative accuracy. An infinite logit makes L
 * infinite or NaN. The state's last n elements are q with the sign of x_j.
 */
@SuppressWarnings("cast") // redundant in the derived double source
final class FloatBinaryCrossEntropy extends ElementwiseLoss<float[]> {
  static final LossTraits TRAITS =
      new LossTraits(
          LossParameter.SMOOTHING, TargetRule.each("from 0 to 1", t -> t >= 0 && t <= 1));

  private final float keep;
  private final float half;

  FloatBinaryCrossEntropy(LossSetting<float[]> setting) {
    super(setting);
    float s = (float) setting.loss().parameter();
    this.keep = 1 - s;
    this.half = 0.5f * s;
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
    int q = h + n;
    float w = (float) weight(row);
    for (int j = 0; j < n; j++) {
      kept[q + j] = -Math.abs(x[xAt + j]);
    }
    functions.exp(n, kept, q, kept, q);
    functions.log1p(n, kept, q, kept, h);
    for (int j = 0; j < n; j++) {
      float a = x[xAt + j];
      float tj = Math.fma(keep, t[tAt + j], half);
      float distance = a >= 0 ? 1 - tj : tj;
      float e = kept[q + j];
      float smaller = e / (1 + e);
      kept[h + j] = Math.fma(Math.abs(a), distance, kept[h + j]);
      kept[q + j] = Math.copySign(smaller, a);
      if (g != null) {
        g[gAt + j] = w * (a >= 0 ? distance - smaller : smaller - tj);
      }
    }
    float loss = w * (float) reductions.sum(n, kept, h);
    for (int j = 0; j < n; j++) {
      float smaller = Math.abs(kept[q + j]);
      kept[h + j] = (w * smaller) * (1 - smaller);
    }
    kept[at] = loss;
    kept[at + 1] = w;
    return loss;
  }

  @Override
  double classBoundary() {
    return 0.5;
  }

  @Override
  public boolean hasDistribution() {
    return true;
  }

  /**
   * σ − y for y drawn with probability σ. The rarer outcome has probability |q|; it is 0 where q
   * has a plus sign (σ = 1 − q), else 1 (σ = −q).
   */
  @Override
  double sample(RandomGenerator random, int at) {
    double q = state.array()[at];
    double smaller = Math.abs(q);
    boolean likely = random.nextDouble() >= smaller;
    double sign = Math.copySign(1, q);
    return likely ? -sign * smaller : sign * (1 - smaller);
  }
}
