package io.github.curvelane.nn;

import java.util.random.RandomGenerator;

/**
 * Squared error: {@code L = (c/2)·Σ (x_j − t_j)·(x_j − t_j)}, {@code ∂L/∂x_j = c·(x_j − t_j)},
 * {@code H = c·I}, where c is the weight for half the squared error [EB 48], 2/n times the weight
 * for its mean. It is the negative log-likelihood of Gaussians of variance 1, or n/2 for the mean.
 */
@SuppressWarnings("cast") // redundant in the derived double source
final class FloatSquaredError extends ElementwiseLoss<float[]> {
  static final LossTraits TRAITS = new LossTraits(LossParameter.NONE, TargetRule.NUMBERS);

  private final boolean isMean;

  private FloatSquaredError(LossSetting<float[]> setting, boolean isMean) {
    super(setting);
    this.isMean = isMean;
  }

  static FloatSquaredError half(LossSetting<float[]> setting) {
    return new FloatSquaredError(setting, false);
  }

  static FloatSquaredError mean(LossSetting<float[]> setting) {
    return new FloatSquaredError(setting, true);
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
    float c = (float) (isMean ? weight(row) * 2 / n : weight(row));
    for (int j = 0; j < n; j++) {
      kept[h + j] = x[xAt + j] - t[tAt + j];
    }
    float loss = (0.5f * c) * (float) reductions.sumOfSquares(n, kept, h);
    for (int j = 0; j < n; j++) {
      if (g != null) {
        g[gAt + j] = c * kept[h + j];
      }
      kept[h + j] = c;
    }
    kept[at] = loss;
    kept[at + 1] = c;
    return loss;
  }

  @Override
  public boolean hasDistribution() {
    return true;
  }

  @Override
  double sample(RandomGenerator random, int at) {
    return StandardNormal.next(random);
  }
}
