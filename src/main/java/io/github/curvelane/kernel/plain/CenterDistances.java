package io.github.curvelane.kernel.plain;

import io.github.curvelane.Precision;

/**
 * Sums over the differences d_pij = fl(x_pi − w_ij) of examples p and centres j. Every sum is a
 * chain of fma that goes on from what stands where it is written. Loops run over neighbouring
 * elements of different chains, and make four links at a time.
 *
 * <p>Matrices are arrays of rows: a loop over several parts of one array, or of two at different
 * offsets, the compiler does not vectorise (for 64 × 784 by 300 it took five times as long).
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface CenterDistances<A> {
  /** The loops of a precision. */
  @SuppressWarnings("unchecked") // the only two precisions that there are
  static <A> CenterDistances<A> of(Precision<A> precision) {
    return (CenterDistances<A>)
        (precision == Precision.FLOAT ? new FloatCenterDistances() : new DoubleCenterDistances());
  }

  /**
   * s_pj = fma(d, d, s_pj) over ascending i.
   *
   * @param from the first example
   * @param to the example after the last
   * @param m the inputs of an example
   * @param n the centres
   * @param x the examples, row-major from {@code xAt} on
   * @param w the centres, an array of n an input
   * @param s an array of n an example
   */
  void addSquares(int from, int to, int m, int n, A x, int xAt, A[] w, A[] s);

  /** s_pj = fma(d, r_pi, s_pj) over ascending i, r as x. */
  void addDots(int from, int to, int m, int n, A x, int xAt, A r, int rAt, A[] w, A[] s);

  /** s_pj = fma(d, v_ij, s_pj) over ascending i, v as w. */
  void addDotsWithCenters(int from, int to, int m, int n, A x, int xAt, A[] w, A[] v, A[] s);

  /**
   * b_pi = fma(c_pj, d, b_pi) over ascending j.
   *
   * @param x an array of m an example
   * @param wt an array of m a centre
   * @param c an array of n an example
   * @param b an array of m an example
   */
  void addToInputs(int from, int to, int m, int n, A[] x, A[] wt, A[] c, A[] b);

  /** b_pi = fma(c_pj, fl(d·d), b_pi) over ascending j. */
  void addSquaresToInputs(int from, int to, int m, int n, A[] x, A[] wt, A[] c, A[] b);

  /**
   * g_ij = fma(c_pj, fl(w_ij − x_pi), g_ij) over ascending p.
   *
   * @param from the first input i
   * @param to the input after the last
   * @param rows the examples
   * @param xStride from one example of x to the next
   * @param c an array of n an example
   * @param g an array of n an input
   */
  void addToCenters(
      int from, int to, int rows, int n, A x, int xAt, int xStride, A[] w, A[] c, A[] g);

  /** g_ij = fma(c_pj, fl(d·d), g_ij) over ascending p. */
  void addSquaresToCenters(
      int from, int to, int rows, int n, A x, int xAt, int xStride, A[] w, A[] c, A[] g);

  /** wt_ji = w_ij. */
  void transpose(int m, int n, A[] w, A[] wt);
}
