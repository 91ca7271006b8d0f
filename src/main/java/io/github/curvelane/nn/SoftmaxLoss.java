package io.github.curvelane.nn;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.RowLosses;
import java.util.random.RandomGenerator;

/** Softmax cross-entropy: the outputs of an example interact, H = h(diag p − p pᵀ). */
final class SoftmaxLoss<A> extends LossFunction<A> {
  SoftmaxLoss(Loss loss, Kernels<A> kernels) {
    super(loss, kernels);
  }

  @Override
  public int stateWidth(int outputs) {
    return RowLosses.softmaxStateWidth(outputs);
  }

  @Override
  public int rootColumns(int outputs) {
    return outputs;
  }

  @Override
  public boolean hasDistribution() {
    return true;
  }

  @Override
  void prepare(int examples, int n, A outputs, int offset, int stride, A state, int stateOffset) {
    rows.softmax(examples, n, outputs, offset, stride, state, stateOffset);
  }

  @Override
  double row(
      int n,
      A outputs,
      int offset,
      Targets<A> targets,
      int example,
      A gradient,
      int gradientOffset,
      A state,
      int stateOffset) {
    double weight = targets.weight(example);
    return targets.areLabels()
        ? rows.crossEntropy(
            n,
            weight,
            loss.smoothing(),
            outputs,
            offset,
            targets.label(example),
            gradient,
            gradientOffset,
            state,
            stateOffset)
        : rows.crossEntropy(
            n,
            weight,
            loss.smoothing(),
            outputs,
            offset,
            targets.values(),
            example * n,
            gradient,
            gradientOffset,
            state,
            stateOffset);
  }

  @Override
  void hessianVectorRow(int n, A state, int stateOffset, A r, int rOffset, A out, int outOffset) {
    rows.softmaxHessianVector(n, state, stateOffset, r, rOffset, out, outOffset);
  }

  @Override
  void hessianDiagonalRow(int n, A state, int stateOffset, A out, int outOffset) {
    rows.softmaxHessianDiagonal(n, state, stateOffset, out, outOffset);
  }

  @Override
  void rootColumnRow(int c, int n, A state, int stateOffset, A out, int outOffset) {
    double root = Math.sqrt(scale(state, stateOffset) * probability(state, stateOffset, c));
    for (int j = 0; j < n; j++) {
      precision.set(out, outOffset + j, root * residual(state, stateOffset, c, j));
    }
  }

  @Override
  void sampleRow(RandomGenerator random, int n, A state, int stateOffset, A out, int outOffset) {
    int drawn = draw(random.nextDouble(), n, state, stateOffset);
    double root = -Math.sqrt(scale(state, stateOffset));
    for (int j = 0; j < n; j++) {
      precision.set(out, outOffset + j, root * residual(state, stateOffset, drawn, j));
    }
  }

  /** The class whose share of the cumulated probabilities u falls into. */
  private int draw(double u, int n, A state, int stateOffset) {
    double total = 0;
    for (int j = 0; j < n; j++) {
      total += probability(state, stateOffset, j);
    }
    double cumulated = 0;
    for (int j = 0; j < n - 1; j++) {
      cumulated += probability(state, stateOffset, j);
      if (u * total < cumulated) {
        return j;
      }
    }
    return n - 1;
  }

  /** δ_cj − p_j; for a likely class its complement as kept, which does not cancel. */
  private double residual(A state, int stateOffset, int c, int j) {
    double p = probability(state, stateOffset, j);
    if (j != c) {
      return -p;
    }
    return p > 0.5 ? precision.get(state, stateOffset + 2) : 1 - p;
  }

  private double scale(A state, int stateOffset) {
    return precision.get(state, stateOffset + 1);
  }

  private double probability(A state, int stateOffset, int j) {
    return precision.get(state, stateOffset + RowLosses.PROBABILITIES + j);
  }
}
