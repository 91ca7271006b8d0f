package io.github.curvelane.kernel;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.BlockReduction.Operation;
import io.github.curvelane.kernel.contract.ReductionKernel;
import io.github.curvelane.kernel.contract.ReductionScratch;
import java.util.Objects;

/**
 * Sums, norms and extremes of vectors, given by array and first index. Empty vectors have sums and
 * norms of +0.
 *
 * <p><b>Arithmetic.</b> A sum Σ is taken over blocks of {@link Arithmetic#REDUCTION_BLOCK} elements
 * from the first. Element i of a block is added to lane i mod 64 (32 in double precision), each
 * lane a chain that starts at +0 and ascends; then l[j] = l[j] + l[j + h] for j below h, h = 32
 * (16), …, 2, 1, gives the block's sum l[0]. The blocks' sums are added left to right. Products are
 * fused into the addition, everything else is rounded to the precision. So the error of a sum over
 * n elements is at most about (n/64 mod 64) + 6 + n/4096 units u·Σ|terms|, far below the n of a
 * single chain, and the bits are the same for any provider, vector width and number of threads.
 *
 * <p><b>Special values.</b> A sum with a NaN, or with infinities of both signs, is NaN. For
 * extremes see each method.
 *
 * <p><b>Errors.</b> A vector that does not lie within its array is refused by an {@link
 * IllegalArgumentException} that names it. Linear time; nothing allocates once the longest vector
 * was seen. Reductions own scratch memory: where two calls would meet in it, the second thread is
 * refused by an {@link IllegalStateException} that names the first.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Reductions<A> {
  private final Precision<A> precision;
  private final ReductionKernel<A> kernel;
  private final ReductionScratch<A> scratch;
  private final int lanes;
  private final SoleUse use = new SoleUse("this object of reductions");

  /** Null on the calling thread alone. */
  private final BlockReduction<A> threaded;

  /** The same. */
  private final BlockDots<A> threadedDots;

  Reductions(Precision<A> precision, ReductionKernel<A> kernel, Parallelism parallelism) {
    Objects.requireNonNull(parallelism, "parallelism");
    this.precision = precision;
    this.kernel = kernel;
    this.scratch = new ReductionScratch<>(precision);
    this.lanes = ReductionScratch.lanes(precision);
    boolean alone = parallelism.threads() == 1;
    this.threaded = alone ? null : new BlockReduction<>(precision, kernel, parallelism);
    this.threadedDots = alone ? null : new BlockDots<>(precision, kernel, parallelism);
  }

  /**
   * Returns Σ x_i.
   *
   * @param n the number of elements
   * @param x the vector
   * @param offset its first index
   * @return the sum
   */
  public double sum(int n, A x, int offset) {
    return reduce(Operation.SUM, n, x, offset, 0);
  }

  /**
   * Returns Σ x_i·y_i.
   *
   * @param n the number of elements
   * @param x one vector
   * @param xOffset its first index
   * @param y the other, which may be the same
   * @param yOffset its first index
   * @return the inner product
   */
  public double dot(int n, A x, int xOffset, A y, int yOffset) {
    Extent.size("n", n);
    Extent.vector("x", precision, x, xOffset, n);
    Extent.vector("y", precision, y, yOffset, n);
    return reduceChecked(Operation.DOT, n, x, xOffset, y, yOffset, 0);
  }

  /**
   * c_j ← Σ v_ji·w_i for the rows v_j of a matrix: each the bits of {@link #dot}, but the matrix is
   * read once, at the speed of the memory that it comes from, and w from the cache. What is called
   * a basis is such a matrix; c is its inner products with a vector.
   *
   * @param rows the number of rows
   * @param n the number of elements of each
   * @param v the array of the rows, row-major
   * @param vOffset the index of the first row's first element
   * @param ldv its leading dimension, at least n
   * @param w the vector
   * @param wOffset its first index
   * @param c receives the inner products; apart from v and w
   * @param cOffset the index of the first
   */
  public void dots(int rows, int n, A v, int vOffset, int ldv, A w, int wOffset, A c, int cOffset) {
    Extent.size("rows", rows);
    Extent.size("n", n);
    Extent.matrix("v", precision, v, vOffset, ldv, rows, n);
    Extent.vector("w", precision, w, wOffset, n);
    Extent.vector("c", precision, c, cOffset, rows);
    requireApart("v", c == v && Extent.overlap(vOffset, ldv, rows, n, cOffset, rows, 1, rows));
    requireApart("w", c == w && Extent.overlap(wOffset, n, 1, n, cOffset, rows, 1, rows));
    use.begin();
    try {
      precision.fill(c, cOffset, cOffset + rows, 0);
      if (threadedDots != null && BlockDots.pays(n)) {
        threadedDots.add(rows, n, v, vOffset, ldv, w, wOffset, c, cOffset);
        return;
      }
      for (int i = 0; i < n; i += BlockDots.PANEL) {
        BlockDots.addPanel(kernel, scratch, rows, n, i, v, vOffset, ldv, w, wOffset, c, cOffset, 0);
      }
    } finally {
      use.end();
    }
  }

  private static void requireApart(String name, boolean overlap) {
    if (overlap) {
      throw new IllegalArgumentException("c overlaps " + name + ": they must be apart");
    }
  }

  /**
   * Returns Σ x_i². Overflows to ∞ when the sum does, for elements beyond about 1.8e19 (1.3e154 in
   * double precision); squares below the smallest normal number lose accuracy, and vanish for
   * elements below about 2.6e-23 (1.6e-162). Vectors of such elements are scaled by {@link #maxAbs}
   * first.
   *
   * @param n the number of elements
   * @param x the vector
   * @param offset its first index
   * @return the squared Euclidean norm
   */
  public double sumOfSquares(int n, A x, int offset) {
    return reduce(Operation.SQUARED_DEVIATIONS, n, x, offset, 0);
  }

  /**
   * Returns √Σ x_i², the root of {@link #sumOfSquares} with its limits of range.
   *
   * @param n the number of elements
   * @param x the vector
   * @param offset its first index
   * @return the Euclidean norm
   */
  public double norm2(int n, A x, int offset) {
    return precision.round(Math.sqrt(sumOfSquares(n, x, offset)));
  }

  /**
   * Returns Σ |x_i|.
   *
   * @param n the number of elements
   * @param x the vector
   * @param offset its first index
   * @return the sum of absolute values
   */
  public double norm1(int n, A x, int offset) {
    return reduce(Operation.ABSOLUTE_SUM, n, x, offset, 0);
  }

  /**
   * Returns the largest absolute value.
   *
   * @param n the number of elements
   * @param x the vector
   * @param offset its first index
   * @return the maximum norm; NaN if an element is; 0 for an empty vector
   */
  public double maxAbs(int n, A x, int offset) {
    return reduce(Operation.MAX_ABS, n, x, offset, 0);
  }

  /**
   * Returns the largest element, in the order of {@link Math#max}: +0 is above −0.
   *
   * @param n the number of elements
   * @param x the vector
   * @param offset its first index
   * @return the maximum; NaN if an element is; −∞ for an empty vector
   */
  public double max(int n, A x, int offset) {
    return reduce(Operation.MAX, n, x, offset, 0);
  }

  /**
   * Returns the smallest element, in the order of {@link Math#min}: −0 is below +0.
   *
   * @param n the number of elements
   * @param x the vector
   * @param offset its first index
   * @return the minimum; NaN if an element is; +∞ for an empty vector
   */
  public double min(int n, A x, int offset) {
    return reduce(Operation.MIN, n, x, offset, 0);
  }

  /**
   * Returns where the largest element is.
   *
   * @param n the number of elements
   * @param x the vector
   * @param offset its first index
   * @return the first i, from 0, where x_i equals the maximum (zeros of either sign are equal); −1
   *     if an element is NaN, and for an empty vector
   */
  public int argMax(int n, A x, int offset) {
    return kernel.indexOf(n, x, offset, max(n, x, offset));
  }

  /**
   * Returns log Σ exp(x_i), computed as {@code M + log1p((k − 1) + Σ exp(x_i − M))} with M the
   * maximum, k the number of elements that equal it, and the sum over the others: nothing
   * overflows, and what is small beside the largest still counts.
   *
   * @param n the number of elements
   * @param x the vector
   * @param offset its first index
   * @return the logarithm; NaN if an element is, else ∞ if one is; −∞ for an empty vector or
   *     nothing but −∞
   */
  public double logSumExp(int n, A x, int offset) {
    double max = max(n, x, offset);
    if (Double.isNaN(max) || Double.isInfinite(max)) {
      return max;
    }
    double ties = reduceChecked(Operation.COUNT, n, x, offset, x, offset, max);
    double others = reduceChecked(Operation.EXPONENTIALS, n, x, offset, x, offset, max);
    double sum = precision.round(precision.round(ties - 1) + others);
    return precision.round(max + kernel.log1p(sum));
  }

  /**
   * Returns the mean, Σ x_i divided by n.
   *
   * @param n the number of elements, at least 1
   * @param x the vector
   * @param offset its first index
   * @return the mean
   */
  public double mean(int n, A x, int offset) {
    if (n < 1) {
      throw new IllegalArgumentException("n is " + n + ", must be at least 1");
    }
    return precision.round(sum(n, x, offset) / precision.round(n));
  }

  /**
   * Returns the variance about the mean, in two passes: the {@link #mean} m, then Σ (x_i − m)²,
   * divided by n. Nothing cancels that the data did not cancel. For the estimate from a sample
   * multiply by n/(n − 1).
   *
   * @param n the number of elements, at least 1
   * @param x the vector
   * @param offset its first index
   * @return the variance, at least 0
   */
  public double variance(int n, A x, int offset) {
    double mean = mean(n, x, offset);
    double sum = reduceChecked(Operation.SQUARED_DEVIATIONS, n, x, offset, x, offset, mean);
    return precision.round(sum / precision.round(n));
  }

  private double reduce(Operation operation, int n, A x, int offset, double c) {
    Extent.size("n", n);
    Extent.vector("x", precision, x, offset, n);
    return reduceChecked(operation, n, x, offset, x, offset, c);
  }

  private double reduceChecked(
      Operation operation, int n, A x, int xOffset, A y, int yOffset, double c) {
    boolean isThreaded = threaded != null && BlockReduction.pays(n);
    if (!isThreaded && !operation.needsScratch(n, lanes)) {
      return BlockReduction.sequential(
          precision, kernel, scratch, operation, n, x, xOffset, y, yOffset, c);
    }
    use.begin();
    try {
      return isThreaded
          ? threaded.reduce(operation, n, x, xOffset, y, yOffset, c)
          : BlockReduction.sequential(
              precision, kernel, scratch, operation, n, x, xOffset, y, yOffset, c);
    } finally {
      use.end();
    }
  }

  @Override
  public String toString() {
    return "reductions for " + precision;
  }
}
