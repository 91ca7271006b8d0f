package io.github.curvelane.kernel.contract;

/**
 * Elementwise operations over vectors and sums over the columns of a matrix; {@link
 * io.github.curvelane.kernel.VectorAlgebra} says what each computes. Stateless.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface VectorAlgebraKernel<A> {
  /**
   * z = fma(alpha, y, x).
   *
   * @param n the number of elements
   * @param x the addend
   * @param xOffset its first index
   * @param alpha the factor
   * @param y what is scaled
   * @param yOffset its first index
   * @param z the result
   * @param zOffset its first index
   */
  void addScaled(int n, A x, int xOffset, double alpha, A y, int yOffset, A z, int zOffset);

  /**
   * z = alpha·x.
   *
   * @param n the number of elements
   * @param alpha the factor
   * @param x the operand
   * @param xOffset its first index
   * @param z the result
   * @param zOffset its first index
   */
  void scale(int n, double alpha, A x, int xOffset, A z, int zOffset);

  /**
   * z = x + y.
   *
   * @param n the number of elements
   * @param x one operand
   * @param xOffset its first index
   * @param y the other
   * @param yOffset its first index
   * @param z the result
   * @param zOffset its first index
   */
  void add(int n, A x, int xOffset, A y, int yOffset, A z, int zOffset);

  /**
   * z = x − y.
   *
   * @param n the number of elements
   * @param x one operand
   * @param xOffset its first index
   * @param y the other
   * @param yOffset its first index
   * @param z the result
   * @param zOffset its first index
   */
  void subtract(int n, A x, int xOffset, A y, int yOffset, A z, int zOffset);

  /**
   * z = x·y, element by element.
   *
   * @param n the number of elements
   * @param x one operand
   * @param xOffset its first index
   * @param y the other
   * @param yOffset its first index
   * @param z the result
   * @param zOffset its first index
   */
  void multiply(int n, A x, int xOffset, A y, int yOffset, A z, int zOffset);

  /**
   * z = fma(x, y, w), element by element.
   *
   * @param n the number of elements
   * @param x one operand
   * @param xOffset its first index
   * @param y the other
   * @param yOffset its first index
   * @param w the addend
   * @param wOffset its first index
   * @param z the result
   * @param zOffset its first index
   */
  void multiplyAdd(int n, A x, int xOffset, A y, int yOffset, A w, int wOffset, A z, int zOffset);

  /**
   * z = fma(alpha, x, beta·z).
   *
   * @param n the number of elements
   * @param alpha the factor of x
   * @param x the operand
   * @param xOffset its first index
   * @param beta the factor of z
   * @param z the other operand and result
   * @param zOffset its first index
   */
  void combine(int n, double alpha, A x, int xOffset, double beta, A z, int zOffset);

  /**
   * y_j = the chain of sums over ascending i of x_ij, from +0.
   *
   * @param m the number of rows
   * @param n the number of columns
   * @param x the matrix
   * @param xOffset where it starts
   * @param ldx its leading dimension
   * @param y the sums
   * @param yOffset their first index
   */
  void columnSums(int m, int n, A x, int xOffset, int ldx, A y, int yOffset);
}
