package io.github.curvelane;

/**
 * The capability of the rows K_p = S_pᵀJ_p, where S_p S_pᵀ is the Hessian of the loss of example p
 * at the model's outputs and J_p the outputs' Jacobian: the Gauss-Newton matrix is G = (1/B) KᵀK.
 * For a squared error E = (1/2B)‖r‖² with residuals r, K is the Jacobian of r and ∇E = (1/B) Kᵀr,
 * which is what the Gauss-Newton and Levenberg-Marquardt methods solve with [EB 46–47].
 *
 * <p>Rows are given in blocks of examples, so that the whole of K, which has as many elements as
 * the parameters times the outputs of the batch, need not be stored.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface SquareRootJacobian<A> extends Linearizable<A> {
  /**
   * Returns the number of rows of one example: the columns of S_p.
   *
   * @return rows of K for each example
   */
  int rowsPerExample();

  /**
   * Computes the rows of some examples at the point that was {@linkplain #linearize linearized}
   * last.
   *
   * @param from the first example of the batch
   * @param to the example after the last
   * @param rows receives (to − from) × {@link #rowsPerExample} rows of N elements, example by
   *     example
   * @throws IllegalStateException if no point is kept
   */
  void jacobianRows(int from, int to, A rows);

  /**
   * Computes the residuals of a squared error, r = f − d, weighted by the square root of the
   * example's weight (and of 2/n for a mean over n outputs).
   *
   * @param residuals receives one number for each row of K
   * @throws IllegalStateException if no point is kept
   * @throws UnsupportedOperationException if the loss is not a sum of squares
   */
  void residuals(A residuals);
}
