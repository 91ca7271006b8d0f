package io.github.curvelane.kernel.plain;

import io.github.curvelane.Precision;

/**
 * Sums over the windows of images, and what comes back from them.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface WindowSums<A> {
  /** The loops of a precision. */
  @SuppressWarnings("unchecked") // the only two precisions that there are
  static <A> WindowSums<A> of(Precision<A> precision) {
    return (WindowSums<A>)
        (precision == Precision.FLOAT ? new FloatWindowSums() : new DoubleWindowSums());
  }

  /** y = Σ x over each window, s = fl(s + x) from +0 over ascending (y, x). */
  void add(PoolingWindows w, int images, A x, int xOffset, A y, int yOffset);

  /**
   * x = fl(x + fl(g_c·u)) for each element of each window, windows in ascending order.
   *
   * @param gains g, one a channel
   */
  void spread(
      PoolingWindows w, int images, A gains, int gainsOffset, A u, int uOffset, A x, int xOffset);
}
