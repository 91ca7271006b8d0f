package io.github.curvelane.kernel.contract;

/**
 * Chains of plane rotations of neighbouring rows. Stateless.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface RotationKernel<A> {
  /**
   * Rotates rows upwards: for q from 0 on, of the row z = last − q and y above it, z = fma(s_q, y,
   * fl(c_q·z)) and y = fma(c_q, y, −fl(s_q·z)), from the old rows.
   *
   * @param count how many rotations
   * @param c the cosines
   * @param s the sines
   * @param offset the first rotation's index in both
   * @param rows the array of the matrix
   * @param last the index of the last row's first element; the row above is {@code ld} before it
   * @param ld the leading dimension
   * @param columns how many columns, a multiple of 64 bytes
   */
  void rotate(int count, A c, A s, int offset, A rows, int last, int ld, int columns);
}
