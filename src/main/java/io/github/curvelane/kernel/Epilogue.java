package io.github.curvelane.kernel;

/**
 * What may follow the chains of a {@link Product} or {@link Convolution}, set before it is
 * computed.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public sealed interface Epilogue<A> permits Product, Convolution {
  /**
   * Multiplies the result element by element with a matrix of its size.
   *
   * @param times the array
   * @param offset the index of its first element
   * @param ld its leading dimension
   * @return this
   */
  Epilogue<A> times(A times, int offset, int ld);

  /**
   * Calls back on finished blocks of the result while they are still in cache.
   *
   * @param sweep the work to do on them
   * @return this
   */
  Epilogue<A> sweep(BlockSweep sweep);
}
