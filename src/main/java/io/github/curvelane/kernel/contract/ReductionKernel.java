package io.github.curvelane.kernel.contract;

/**
 * Reductions of one block, of at most {@link io.github.curvelane.Arithmetic#REDUCTION_BLOCK}
 * elements; sums in the lanes and by the tree that {@link io.github.curvelane.kernel.Reductions}
 * states. Scalars are numbers of the precision. Stateless: a sum works in the scratch memory of its
 * caller.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface ReductionKernel<A> {
  /** Σ (x_i − c), the difference rounded. */
  double deviations(int n, A x, int offset, double c, ReductionScratch<A> scratch);

  /** Σ |x_i|. */
  double absoluteSum(int n, A x, int offset, ReductionScratch<A> scratch);

  /** Σ x_i·(y_i − c), the difference rounded, the product fused. */
  double dot(int n, A x, int xOffset, A y, int yOffset, double c, ReductionScratch<A> scratch);

  /**
   * c_j ← c_j + Σ v_ji·w_i, the product fused, for rows v_j of a matrix: the bits of adding {@link
   * #dot}.
   *
   * @param rows how many rows
   * @param n the elements of a block
   * @param v the array of the rows
   * @param vOffset the first index
   * @param ldv the distance between rows
   * @param w the other vector
   * @param wOffset its first index
   * @param c the sums
   * @param cOffset the first index
   * @param scratch the caller's memory
   */
  void addDots(
      int rows,
      int n,
      A v,
      int vOffset,
      int ldv,
      A w,
      int wOffset,
      A c,
      int cOffset,
      ReductionScratch<A> scratch);

  /** Σ (x_i − c)², the difference rounded, the square fused. */
  double squaredDeviations(int n, A x, int offset, double c, ReductionScratch<A> scratch);

  /** Σ exp(x_i − c) over the x_i that are not c; the scratch memory has borrowed its terms. */
  double exponentials(int n, A x, int offset, double c, ReductionScratch<A> scratch);

  /** The number of x_i that equal a value. */
  int count(int n, A x, int offset, double value);

  /** The largest x_i as {@link Math#max} has it; −∞ for n = 0. */
  double max(int n, A x, int offset);

  /** The smallest x_i as {@link Math#min} has it; +∞ for n = 0. */
  double min(int n, A x, int offset);

  /** The largest |x_i|, NaN if one is; 0 for n = 0. */
  double maxAbs(int n, A x, int offset);

  /** The first i, of any number of elements, where x_i equals a value, −1 if there is none. */
  int indexOf(int n, A x, int offset, double value);

  /** log(1 + x) of one number. */
  double log1p(double x);
}
