package io.github.curvelane.kernel.contract;

/**
 * Softmax of m rows of n logits x, and the cross-entropies of single rows. Formulas and the layout
 * of what is kept are those of {@link io.github.curvelane.kernel.RowSoftmax}; a gradient array may
 * be null, and is then not written.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface SoftmaxKernel<A> {
  /** Probabilities; p may be x with the same offset and stride. */
  void softmax(int m, int n, A x, int xOffset, int xStride, A p, int pOffset, int pStride);

  /** Logarithms of the probabilities; y is apart from x. */
  void logSoftmax(int m, int n, A x, int xOffset, int xStride, A y, int yOffset, int yStride);

  /** Probabilities behind the three numbers that a cross-entropy needs. */
  void keep(int m, int n, A x, int xOffset, int xStride, A kept, int keptOffset, int keptStride);

  /** Cross-entropy with a class of a row that was kept; returns L. */
  double crossEntropy(
      int n,
      double weight,
      double smoothing,
      A x,
      int xOffset,
      int label,
      A kept,
      int keptOffset,
      A gradient,
      int gradientOffset);

  /** Cross-entropy with a distribution of a row that was kept; returns L. */
  double crossEntropy(
      int n,
      double weight,
      double smoothing,
      A x,
      int xOffset,
      A target,
      int targetOffset,
      A kept,
      int keptOffset,
      A gradient,
      int gradientOffset);

  /** The Hessian of a row's cross-entropy times r; out may be r. */
  void hessianVector(int n, A kept, int keptOffset, A r, int rOffset, A out, int outOffset);
}
