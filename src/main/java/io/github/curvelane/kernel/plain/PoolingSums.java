package io.github.curvelane.kernel.plain;

import io.github.curvelane.Precision;

/**
 * Sums over the windows of images, and what comes back from them.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface PoolingSums<A> {
  /** The loops of a precision. */
  @SuppressWarnings("unchecked") // the only two precisions that there are
  static <A> PoolingSums<A> of(Precision<A> precision) {
    return (PoolingSums<A>)
        (precision == Precision.FLOAT ? new FloatPoolingSums() : new DoublePoolingSums());
  }

  /**
   * y = fl(factor·Σ x) over each window, s = fl(s + x) from +0 over ascending (y, x).
   *
   * @param factor rounded to the precision; 1 for the sums
   */
  void add(PoolingWindows w, int images, double factor, A x, int xOffset, A y, int yOffset);

  /**
   * x = fl(x + fl(g_j·u)) for each element of each window, windows in ascending order.
   *
   * @param gains g, one for each output of an image
   * @param adds whether x starts from what stands there; from +0 if not
   */
  void spread(
      PoolingWindows w, int images, A gains, A u, int uOffset, boolean adds, A x, int xOffset);
}
