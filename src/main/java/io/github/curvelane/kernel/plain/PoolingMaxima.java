package io.github.curvelane.kernel.plain;

import io.github.curvelane.Precision;

/**
 * The largest elements of the windows of images, and what comes back to them.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface PoolingMaxima<A> {
  /** The loops of a precision. */
  @SuppressWarnings("unchecked") // the only two precisions that there are
  static <A> PoolingMaxima<A> of(Precision<A> precision) {
    return (PoolingMaxima<A>)
        (precision == Precision.FLOAT ? new FloatPoolingMaxima() : new DoublePoolingMaxima());
  }

  /**
   * y = the first of the largest elements of each window, over ascending (y, x): replaced by an
   * element that is larger, or that is NaN where what was found is not.
   *
   * @param selected receives, from {@code yOffset} on, where in its image each y stands
   */
  void find(PoolingWindows w, int images, A x, int xOffset, A y, int yOffset, int[] selected);

  /**
   * y = the elements of x that were selected.
   *
   * @param kept the index in {@code selected} of the first window
   */
  void gather(
      PoolingWindows w, int images, int[] selected, int kept, A x, int xOffset, A y, int yOffset);

  /** x = fl(x + u) for the elements that were selected, windows in ascending order. */
  void scatter(
      PoolingWindows w, int images, int[] selected, int kept, A u, int uOffset, A x, int xOffset);
}
