package io.github.curvelane.kernel.plain;

import io.github.curvelane.Precision;

/**
 * The loops of sparse coding. Each runs over neighbouring elements, so that the compiler makes
 * vectors of it and no sum is reassociated.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface SparseCodes<A> {
  /** The loops of a precision. */
  @SuppressWarnings("unchecked") // the only two precisions that there are
  static <A> SparseCodes<A> of(Precision<A> precision) {
    return (SparseCodes<A>)
        (precision == Precision.FLOAT ? new FloatSparseCodes() : new DoubleSparseCodes());
  }

  /**
   * Minimizes ½hᵀGh − bᵀh + λ‖h‖₁ over h, coordinate by coordinate: c = b − Gh is kept; u =
   * fma(G_kk, h_k, c_k); h′ = sgn(u)·max(|u| − λ, 0)/G_kk; δ = h′ − h_k; c_j = fma(−δ, G_kj, c_j)
   * for all j. After a sweep over all k and some over those that are not zero, the minimum over
   * these with their signs as they are is computed directly (a Cholesky factor of their part of G,
   * chains over ascending indices), which replaces hundreds of sweeps where atoms are alike.
   *
   * @param n the coordinates
   * @param gram G, n rows of n elements
   * @param b b, from {@code bAt}
   * @param h the start and the result, from {@code hAt}
   * @param c scratch, n elements
   * @param face scratch, n² + n elements
   * @param active scratch, n elements
   * @param penalty λ
   * @param tolerance what max_k |h_k ≠ 0 ? c_k − λ sgn(h_k) : max(|c_k| − λ, 0)| may be
   * @param sweeps the most sweeps
   * @return that residual
   */
  double solve(
      int n,
      A[] gram,
      A b,
      int bAt,
      A h,
      int hAt,
      A c,
      A face,
      int[] active,
      double penalty,
      double tolerance,
      int sweeps);

  /**
   * Minimizes over one atom w_k, all else fixed: u_f = w_kf + (B_kf − s_f)/A_kk with s_f the chain
   * over atoms j of fma(A_kj, w_jf, ·) from +0; then w_k = u, scaled to length 1 if it is longer.
   *
   * @param n the atoms
   * @param features the elements of an atom
   * @param k which atom
   * @param ab A = HᵀH, row-major n × n, then B = HᵀX, row-major n × features
   * @param w the atoms, row-major n × features
   * @param s scratch, features elements
   */
  void updateAtom(int n, int features, int k, A ab, A w, A s);

  /** Σ|h| over elements, as a chain. */
  double sumOfAbs(int n, A h, int at);
}
