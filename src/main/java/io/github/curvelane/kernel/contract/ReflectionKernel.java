package io.github.curvelane.kernel.contract;

/**
 * Householder reflections of a <i>strip</i>: rows of 64 bytes, one after another, each with
 * elements of that many columns (16 floats or 8 doubles). The columns are independent, so those
 * that hold nothing of meaning do no harm.
 *
 * <p>A sum over rows is four chains of fused multiply-adds from +0: row i, counted from the first,
 * goes to chain i mod 4, and the result is (s₀ + s₂) + (s₁ + s₃). Stateless.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface ReflectionKernel<A> {
  /**
   * For each column: w = Σ_i v_i·a_i, f = fl(−t·w), a_i = fma(v_i, f, a_i).
   *
   * @param rows how many rows
   * @param v the vector
   * @param vOffset its first index
   * @param t the factor, of the precision
   * @param strip the array that holds the strip
   * @param offset the index of its first element
   */
  void reflect(int rows, A v, int vOffset, double t, A strip, int offset);

  /**
   * For each column: Σ_i a_i².
   *
   * @param rows how many rows
   * @param strip the array that holds the strip
   * @param offset the index of its first element
   * @param sums the results, one a column
   * @param sumsOffset the first one's index
   */
  void squares(int rows, A strip, int offset, A sums, int sumsOffset);
}
