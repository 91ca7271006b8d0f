package io.github.curvelane;

/**
 * The diagonals of second derivatives. They are different things and agree only in special cases:
 * for a single linear layer all but the empirical Fisher are the same.
 */
public enum Diagonal {
  /**
   * Becker and LeCun's recursion in its Gauss-Newton form ([EB 54–56]; Becker and LeCun 1989): h_Y
   * = h_A∘f′², h_X = h_Y(W∘W)ᵀ, started from the diagonal of the loss's Hessian. It drops every
   * off-diagonal term on the way back and every f″; it is non-negative where the loss's diagonal
   * is. Exact (as a Gauss-Newton diagonal) for the last weight layer; for the last two when the
   * loss's Hessian is diagonal. About half a gradient in addition to it.
   */
  BECKER_LECUN,

  /**
   * The recursion with the f″ term, h_Y = h_A∘f′² + δ_A∘f″ (Becker and LeCun 1989; HesScale,
   * Elsayed et al. 2024). May be negative.
   */
  BECKER_LECUN_SECOND_ORDER,

  /**
   * The exact diagonal of the Gauss-Newton matrix G: one backward pass for each column of the
   * square root S of the loss's Hessian, S Sᵀ = H_L; (1/B) Σ_p Σ_c (per-example gradient of column
   * c)².
   */
  GAUSS_NEWTON,

  /**
   * The exact diagonal of the Hessian. The Gauss-Newton part, and for every hidden unit with f″ ≠ 0
   * one more backward pass for its residual δ_A∘f″: the price is of the order of the number of
   * hidden units, in gradients. Equal to {@link #GAUSS_NEWTON} for piecewise-linear networks,
   * almost everywhere.
   */
  HESSIAN,

  /**
   * The diagonal of the empirical Fisher matrix, (1/B) Σ_p (∇L_p)². It uses the targets and is no
   * second derivative.
   */
  EMPIRICAL_FISHER
}
