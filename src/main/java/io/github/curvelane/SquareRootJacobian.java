package io.github.curvelane;

/**
 * The capability of the rows of a square root K of the generalised Gauss-Newton matrix, G = c KᵀK,
 * at the point that is kept. Of a mean over B examples c = 1/B, and example p gives the rows
 * S_pᵀJ_p, where S_p S_pᵀ is the Hessian of its loss at the model's outputs and J_p the outputs'
 * Jacobian. Of a sum of squares E = ½‖r‖², c = 1 and K is the Jacobian of r.
 *
 * <p>The Gauss-Newton and Levenberg-Marquardt methods solve with K [EB 46–47]. It has as many
 * elements as the parameters times the outputs of the batch, so rows are given in blocks and the
 * whole need not be stored.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface SquareRootJacobian<A> extends Linearizable<A> {
  /**
   * Tells whether the rows can be given. They cannot where the model couples the examples of a
   * batch, as a normalisation by the batch's statistics does.
   *
   * @return whether each row belongs to one example; true unless overridden
   */
  default boolean hasJacobianRows() {
    return true;
  }

  /**
   * Returns the number of rows of K.
   *
   * @return examples in the batch × {@link #rowsPerExample}
   */
  int rows();

  /**
   * Returns the number of rows of one example: the columns of S_p. Blocks of whole examples cost
   * least.
   *
   * @return rows of K for each example, at least 0
   */
  int rowsPerExample();

  /**
   * Returns the factor of G = c KᵀK.
   *
   * @return c
   */
  double rowScale();

  /**
   * Computes some rows of K, example by example, at the point that was {@linkplain #linearize
   * linearized} last.
   *
   * @param from the first row
   * @param to the row after the last
   * @param rows receives (to − from) rows of N elements; must not be θ
   * @throws IllegalStateException if no point is kept
   * @throws IndexOutOfBoundsException if there are no such rows
   * @throws IllegalArgumentException if the array is too short or is θ
   * @throws UnsupportedOperationException unless {@link #hasJacobianRows}
   */
  void jacobianRows(int from, int to, A rows);
}
