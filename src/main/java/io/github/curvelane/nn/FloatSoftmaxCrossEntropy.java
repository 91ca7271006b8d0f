package io.github.curvelane.nn;

import io.github.curvelane.kernel.RowSoftmax;
import io.github.curvelane.kernel.Rows;
import java.util.random.RandomGenerator;

/**
 * Softmax cross-entropy: the outputs of an example interact, H = h·(diag p − p pᵀ), h the weight.
 * Value, gradient and products are those of {@link RowSoftmax}, whose kept rows are the state.
 *
 * <pre>{@code
 * H_jj = (h·p_j)·(1 − p_j); for p_j > ½ the second factor is S·(1/(1 + S)), which does not cancel
 * (S e_c)_j = √(h·p_c)·(δ_cj − p_j), likewise
 * }</pre>
 */
@SuppressWarnings("cast") // redundant in the derived double source
final class FloatSoftmaxCrossEntropy extends LossFunction<float[]> {
  static final LossTraits TRAITS =
      new LossTraits(LossParameter.SMOOTHING, TargetRule.distributions());

  /**
   * Longer rows find their maximum by the reductions; of 10 that took 70 ns, which is 8 % of Hv.
   */
  private static final int SHORT = 64;

  private final RowSoftmax<float[]> softmax;
  private final double smoothing;

  FloatSoftmaxCrossEntropy(LossSetting<float[]> setting) {
    super(setting, RowSoftmax.width(setting.outputs()));
    this.softmax = setting.kernels().newSoftmax();
    this.smoothing = setting.loss().parameter();
  }

  @Override
  void prepare() {
    softmax.keep(n, outputs, state);
  }

  @Override
  double row(int row) {
    double w = weight(row);
    return targets.areLabels()
        ? softmax.crossEntropy(
            n, w, smoothing, outputs, row, targets.label(example(row)), state, gradients())
        : softmax.crossEntropy(
            n, w, smoothing, outputs, row, targets.rows(), example(row), state, gradients());
  }

  @Override
  void hessianVectors(int first, Rows<float[]> r, Rows<float[]> out) {
    softmax.hessianVector(n, state, first, r, out);
  }

  @Override
  void hessianDiagonalRow(int row, float[] out, int outAt) {
    float[] kept = state.array();
    int p = state.at(row) + RowSoftmax.PROBABILITIES;
    float h = kept[state.at(row) + 1];
    float complement = kept[state.at(row) + 2];
    for (int j = 0; j < n; j++) {
      float pj = kept[p + j];
      out[outAt + j] = (h * pj) * (pj > 0.5f ? complement : 1 - pj);
    }
  }

  @Override
  public int rootColumns() {
    return n;
  }

  @Override
  void rootColumnRow(int c, int row, float[] out, int outAt) {
    double h = state.array()[state.at(row) + 1];
    residuals(c, row, Math.sqrt(h * probability(row, c)), out, outAt);
  }

  @Override
  public boolean hasDistribution() {
    return true;
  }

  @Override
  void sampleRow(RandomGenerator random, int row, float[] out, int outAt) {
    double h = state.array()[state.at(row) + 1];
    residuals(draw(random.nextDouble(), row), row, -Math.sqrt(h), out, outAt);
  }

  /** The class whose share of the cumulated probabilities u falls into. */
  private int draw(double u, int row) {
    double total = 0;
    for (int j = 0; j < n; j++) {
      total += probability(row, j);
    }
    double cumulated = 0;
    for (int j = 0; j < n - 1; j++) {
      cumulated += probability(row, j);
      if (u * total < cumulated) {
        return j;
      }
    }
    return n - 1;
  }

  /** Writes δ_cj − p_j times a factor; for a likely class its complement as kept. */
  private void residuals(int c, int row, double factor, float[] out, int outAt) {
    double complement = state.array()[state.at(row) + 2];
    for (int j = 0; j < n; j++) {
      double p = probability(row, j);
      double residual = j != c ? -p : p > 0.5 ? complement : 1 - p;
      out[outAt + j] = (float) (factor * residual);
    }
  }

  private double probability(int row, int j) {
    return state.array()[state.at(row) + RowSoftmax.PROBABILITIES + j];
  }
}
