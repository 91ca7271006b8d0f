package io.github.curvelane.nn;

import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.RowLosses;
import java.util.random.RandomGenerator;

/** A loss that is a sum over the outputs, so that H is diagonal and kept as such. */
final class ElementwiseLoss<A> extends LossFunction<A> {
  ElementwiseLoss(Loss loss, Kernels<A> kernels) {
    super(loss, kernels);
  }

  @Override
  public int stateWidth(int outputs) {
    return RowLosses.stateWidth(outputs);
  }

  @Override
  public int rootColumns(int outputs) {
    return switch (loss.kind()) {
      case PERCEPTRON, HINGE -> 0;
      default -> outputs;
    };
  }

  @Override
  public boolean hasDistribution() {
    return switch (loss.kind()) {
      case HALF_SQUARED_ERROR, MEAN_SQUARED_ERROR, BINARY_CROSS_ENTROPY -> true;
      default -> false;
    };
  }

  @Override
  void prepare(int examples, int n, A outputs, int offset, int stride, A state, int stateOffset) {}

  @Override
  double row(
      int n,
      A x,
      int xOffset,
      Targets<A> targets,
      int example,
      A g,
      int gOffset,
      A state,
      int stateOffset) {
    A t = targets.values();
    int tOffset = example * n;
    double w = targets.weight(example);
    double s = loss.smoothing();
    return switch (loss.kind()) {
      case HALF_SQUARED_ERROR ->
          rows.squaredError(n, w, x, xOffset, t, tOffset, g, gOffset, state, stateOffset);
      case MEAN_SQUARED_ERROR ->
          rows.squaredError(n, w * 2 / n, x, xOffset, t, tOffset, g, gOffset, state, stateOffset);
      case BINARY_CROSS_ENTROPY ->
          rows.binaryCrossEntropy(n, w, s, x, xOffset, t, tOffset, g, gOffset, state, stateOffset);
      case PERCEPTRON ->
          rows.margin(n, w, 0, x, xOffset, t, tOffset, g, gOffset, state, stateOffset);
      case HINGE -> rows.margin(n, w, 1, x, xOffset, t, tOffset, g, gOffset, state, stateOffset);
      case HUBER ->
          rows.huber(n, w, loss.delta(), x, xOffset, t, tOffset, g, gOffset, state, stateOffset);
      case SOFTMAX_CROSS_ENTROPY -> throw new AssertionError(loss);
    };
  }

  @Override
  void hessianVectorRow(int n, A state, int stateOffset, A r, int rOffset, A out, int outOffset) {
    for (int j = 0; j < n; j++) {
      double h = diagonal(state, stateOffset, j);
      precision.set(out, outOffset + j, h * precision.get(r, rOffset + j));
    }
  }

  @Override
  void hessianDiagonalRow(int n, A state, int stateOffset, A out, int outOffset) {
    precision.copy(state, stateOffset + RowLosses.DIAGONAL, out, outOffset, n);
  }

  @Override
  void rootColumnRow(int c, int n, A state, int stateOffset, A out, int outOffset) {
    precision.fill(out, outOffset, outOffset + n, 0);
    precision.set(out, outOffset + c, Math.sqrt(diagonal(state, stateOffset, c)));
  }

  @Override
  void sampleRow(RandomGenerator random, int n, A state, int stateOffset, A out, int outOffset) {
    double root = Math.sqrt(precision.get(state, stateOffset + 1));
    boolean binary = loss.kind() == Loss.Kind.BINARY_CROSS_ENTROPY;
    int q = stateOffset + RowLosses.DIAGONAL + n;
    for (int j = 0; j < n; j++) {
      double deviation =
          binary ? bernoulli(random, precision.get(state, q + j)) : StandardNormal.next(random);
      precision.set(out, outOffset + j, root * deviation);
    }
  }

  /**
   * σ − y for y drawn with probability σ. The rarer outcome has probability |q|; it is 0 where q
   * has a plus sign (σ = 1 − q), else 1 (σ = −q).
   */
  private static double bernoulli(RandomGenerator random, double q) {
    double smaller = Math.abs(q);
    boolean likely = random.nextDouble() >= smaller;
    double sign = Math.copySign(1, q);
    return likely ? -sign * smaller : sign * (1 - smaller);
  }

  private double diagonal(A state, int stateOffset, int j) {
    return precision.get(state, stateOffset + RowLosses.DIAGONAL + j);
  }
}
