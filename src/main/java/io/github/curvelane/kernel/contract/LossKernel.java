package io.github.curvelane.kernel.contract;

/**
 * The loss of one example and its derivatives at the n outputs a. Formulas and layouts are those of
 * {@link io.github.curvelane.kernel.RowLosses}; a gradient array may be null, and is then not
 * written.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface LossKernel<A> {
  /** Stable softmax of m rows into state rows; see {@code RowLosses.softmax}. */
  void softmax(int m, int n, A x, int xOffset, int xStride, A state, int stateOffset);

  /** Cross-entropy with a class after softmax; returns L. */
  double crossEntropy(
      int n,
      double weight,
      double smoothing,
      A x,
      int xOffset,
      int label,
      A gradient,
      int gradientOffset,
      A state,
      int stateOffset);

  /** Cross-entropy with a distribution after softmax; returns L. */
  double crossEntropy(
      int n,
      double weight,
      double smoothing,
      A x,
      int xOffset,
      A target,
      int targetOffset,
      A gradient,
      int gradientOffset,
      A state,
      int stateOffset);

  /** ½c‖a − d‖² with c the scale; returns L. */
  double squaredError(
      int n,
      double scale,
      A x,
      int xOffset,
      A target,
      int targetOffset,
      A gradient,
      int gradientOffset,
      A state,
      int stateOffset);

  /** Binary cross-entropy on logits; returns L. */
  double binaryCrossEntropy(
      int n,
      double weight,
      double smoothing,
      A x,
      int xOffset,
      A target,
      int targetOffset,
      A gradient,
      int gradientOffset,
      A state,
      int stateOffset);

  /** Σ max(0, μ − t·a); returns L. */
  double margin(
      int n,
      double weight,
      double margin,
      A x,
      int xOffset,
      A target,
      int targetOffset,
      A gradient,
      int gradientOffset,
      A state,
      int stateOffset);

  /** Huber's loss with threshold δ; returns L. */
  double huber(
      int n,
      double weight,
      double delta,
      A x,
      int xOffset,
      A target,
      int targetOffset,
      A gradient,
      int gradientOffset,
      A state,
      int stateOffset);

  /** out = H r for the softmax state. */
  void softmaxHessianVector(
      int n, A state, int stateOffset, A r, int rOffset, A out, int outOffset);

  /** out = diag H for the softmax state. */
  void softmaxHessianDiagonal(int n, A state, int stateOffset, A out, int outOffset);

  /** Index of the largest element, the first of equals; −1 if one is NaN. */
  int argMax(int n, A x, int xOffset);
}
