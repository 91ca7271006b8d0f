package io.github.curvelane.nn;

import io.github.curvelane.kernel.Rows;
import java.util.random.RandomGenerator;

/**
 * A loss that is a sum over the outputs, so that H is diagonal. A state row is L, the scale that
 * the example's weight gives, the diagonal of H, and n numbers or more for the loss's own use.
 */
abstract class ElementwiseLoss<A> extends LossFunction<A> {
  /** Where a state row has the diagonal of H. */
  static final int DIAGONAL = 2;

  ElementwiseLoss(LossSetting<A> setting) {
    this(setting, 1);
  }

  /** A loss that keeps so many numbers of its own of each output. */
  ElementwiseLoss(LossSetting<A> setting, int own) {
    super(setting, DIAGONAL + (1L + own) * setting.outputs());
  }

  @Override
  public int rootColumns() {
    return n;
  }

  @Override
  public boolean hasDistribution() {
    return false;
  }

  @Override
  final void hessianVectors(int first, Rows<A> r, Rows<A> out) {
    for (int i = 0; i < r.count(); i++) {
      int h = state.at(first + i) + DIAGONAL;
      int from = r.at(i);
      int to = out.at(i);
      for (int j = 0; j < n; j++) {
        precision.set(
            out.array(),
            to + j,
            precision.get(state.array(), h + j) * precision.get(r.array(), from + j));
      }
    }
  }

  @Override
  final void hessianDiagonalRow(int row, A out, int outAt) {
    precision.copy(state.array(), state.at(row) + DIAGONAL, out, outAt, n);
  }

  @Override
  final void rootColumnRow(int c, int row, A out, int outAt) {
    double h = precision.get(state.array(), state.at(row) + DIAGONAL + c);
    precision.fill(out, outAt, outAt + n, 0);
    precision.set(out, outAt + c, Math.sqrt(h));
  }

  @Override
  final void sampleRow(RandomGenerator random, int row, A out, int outAt) {
    int at = state.at(row);
    double root = Math.sqrt(precision.get(state.array(), at + 1));
    for (int j = 0; j < n; j++) {
      precision.set(out, outAt + j, root * sample(random, at + DIAGONAL + n + j));
    }
  }

  /**
   * Draws the gradient at one output, for weight 1, for a target of the model's own distribution.
   *
   * @param at where the state has what the loss keeps of this output
   */
  double sample(RandomGenerator random, int at) {
    throw new AssertionError("no distribution");
  }
}
