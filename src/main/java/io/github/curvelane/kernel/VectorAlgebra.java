package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.contract.VectorAlgebraKernel;
import io.github.curvelane.kernel.plain.Conversion;
import java.util.Objects;

/**
 * Elementwise operations over vectors, and sums over the columns of a matrix. A vector is given by
 * its array and the index of its first element.
 *
 * <p><b>Arithmetic.</b> Each formula is what is computed, operation by operation, each rounded
 * once; scalars are rounded to the precision on entry. The bits are the same for every provider and
 * width.
 *
 * <p><b>Aliasing.</b> A result may be one of the operands (same array, same offset); it must not
 * overlap one in any other way.
 *
 * <p><b>Errors.</b> What does not fit is refused by an {@link IllegalArgumentException} that names
 * the argument, its value and the bound, and leaves the result as it was; a null array is refused
 * by a {@link NullPointerException}.
 *
 * <p>Linear time, no allocation; stateless, shared by all threads.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class VectorAlgebra<A> {
  private final Precision<A> precision;
  private final VectorAlgebraKernel<A> kernel;

  VectorAlgebra(Precision<A> precision, VectorAlgebraKernel<A> kernel) {
    this.precision = precision;
    this.kernel = kernel;
  }

  /**
   * y ← fma(α, x, y).
   *
   * @param n the number of elements
   * @param alpha α
   * @param x the vector to add a multiple of
   * @param xOffset its first index
   * @param y the addend and result
   * @param yOffset its first index
   */
  public void axpy(int n, double alpha, A x, int xOffset, A y, int yOffset) {
    Objects.requireNonNull(x, "x");
    Objects.requireNonNull(y, "y");
    addScaled(n, y, yOffset, alpha, x, xOffset, y, yOffset);
  }

  /**
   * z ← fma(α, y, x): x plus a multiple of y. With z = y it is the update p ← r + βp of conjugate
   * gradients.
   *
   * @param n the number of elements
   * @param x the addend
   * @param xOffset its first index
   * @param alpha α
   * @param y the vector to add a multiple of
   * @param yOffset its first index
   * @param z the result
   * @param zOffset its first index
   */
  public void addScaled(int n, A x, int xOffset, double alpha, A y, int yOffset, A z, int zOffset) {
    checkThree(n, x, xOffset, y, yOffset, z, zOffset);
    kernel.addScaled(n, x, xOffset, precision.round(alpha), y, yOffset, z, zOffset);
  }

  /**
   * z ← fma(α, x, β·z).
   *
   * @param n the number of elements
   * @param alpha α
   * @param x the vector to add a multiple of
   * @param xOffset its first index
   * @param beta β
   * @param z the other operand and result
   * @param zOffset its first index
   */
  public void combine(int n, double alpha, A x, int xOffset, double beta, A z, int zOffset) {
    checkTwo(n, x, xOffset, z, zOffset);
    kernel.combine(n, precision.round(alpha), x, xOffset, precision.round(beta), z, zOffset);
  }

  /**
   * z ← α·x.
   *
   * @param n the number of elements
   * @param alpha α
   * @param x the operand
   * @param xOffset its first index
   * @param z the result
   * @param zOffset its first index
   */
  public void scale(int n, double alpha, A x, int xOffset, A z, int zOffset) {
    checkTwo(n, x, xOffset, z, zOffset);
    kernel.scale(n, precision.round(alpha), x, xOffset, z, zOffset);
  }

  /**
   * z ← x + y.
   *
   * @param n the number of elements
   * @param x one operand
   * @param xOffset its first index
   * @param y the other
   * @param yOffset its first index
   * @param z the result
   * @param zOffset its first index
   */
  public void add(int n, A x, int xOffset, A y, int yOffset, A z, int zOffset) {
    checkThree(n, x, xOffset, y, yOffset, z, zOffset);
    kernel.add(n, x, xOffset, y, yOffset, z, zOffset);
  }

  /**
   * z ← x − y.
   *
   * @param n the number of elements
   * @param x one operand
   * @param xOffset its first index
   * @param y the other
   * @param yOffset its first index
   * @param z the result
   * @param zOffset its first index
   */
  public void subtract(int n, A x, int xOffset, A y, int yOffset, A z, int zOffset) {
    checkThree(n, x, xOffset, y, yOffset, z, zOffset);
    kernel.subtract(n, x, xOffset, y, yOffset, z, zOffset);
  }

  /**
   * z_i ← x_i·y_i.
   *
   * @param n the number of elements
   * @param x one operand
   * @param xOffset its first index
   * @param y the other
   * @param yOffset its first index
   * @param z the result
   * @param zOffset its first index
   */
  public void multiply(int n, A x, int xOffset, A y, int yOffset, A z, int zOffset) {
    checkThree(n, x, xOffset, y, yOffset, z, zOffset);
    kernel.multiply(n, x, xOffset, y, yOffset, z, zOffset);
  }

  /**
   * z_i ← fma(x_i, y_i, w_i).
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
  public void multiplyAdd(
      int n, A x, int xOffset, A y, int yOffset, A w, int wOffset, A z, int zOffset) {
    checkThree(n, x, xOffset, y, yOffset, z, zOffset);
    Extent.vector("w", precision, w, wOffset, n);
    sameOrApart("w", w, wOffset, z, zOffset, n);
    kernel.multiplyAdd(n, x, xOffset, y, yOffset, w, wOffset, z, zOffset);
  }

  /**
   * z_i ← x_i².
   *
   * @param n the number of elements
   * @param x the operand
   * @param xOffset its first index
   * @param z the result
   * @param zOffset its first index
   */
  public void square(int n, A x, int xOffset, A z, int zOffset) {
    multiply(n, x, xOffset, x, xOffset, z, zOffset);
  }

  /**
   * y ← x, exactly or rounded once.
   *
   * @param n the number of elements
   * @param x the source
   * @param xOffset its first index
   * @param y the target
   * @param yOffset its first index
   */
  public void convert(int n, float[] x, int xOffset, A y, int yOffset) {
    Objects.requireNonNull(x, "x");
    Extent.size("n", n);
    Extent.vector("x", x.length, xOffset, n);
    Extent.vector("y", precision, y, yOffset, n);
    sameOrApart("x", x, xOffset, y, yOffset, n);
    switch (y) {
      case float[] floats -> Conversion.convert(n, x, xOffset, floats, yOffset);
      case double[] doubles -> Conversion.convert(n, x, xOffset, doubles, yOffset);
      default -> throw new AssertionError();
    }
  }

  /**
   * y ← x, exactly or rounded once.
   *
   * @param n the number of elements
   * @param x the source
   * @param xOffset its first index
   * @param y the target
   * @param yOffset its first index
   */
  public void convert(int n, double[] x, int xOffset, A y, int yOffset) {
    Objects.requireNonNull(x, "x");
    Extent.size("n", n);
    Extent.vector("x", x.length, xOffset, n);
    Extent.vector("y", precision, y, yOffset, n);
    sameOrApart("x", x, xOffset, y, yOffset, n);
    switch (y) {
      case float[] floats -> Conversion.convert(n, x, xOffset, floats, yOffset);
      case double[] doubles -> Conversion.convert(n, x, xOffset, doubles, yOffset);
      default -> throw new AssertionError();
    }
  }

  /**
   * y_j ← ((x_0j + x_1j) + x_2j) + …, starting from +0: one chain a column, over ascending rows.
   * The gradient of a bias is this sum over examples; a caller with more than {@link
   * io.github.curvelane.Arithmetic#EXAMPLE_CHUNK} rows sums canonical chunks.
   *
   * @param m the number of rows
   * @param n the number of columns
   * @param x the m×n matrix
   * @param xOffset where it starts
   * @param ldx its leading dimension, at least n
   * @param y the n sums
   * @param yOffset their first index
   */
  public void columnSums(int m, int n, A x, int xOffset, int ldx, A y, int yOffset) {
    checkColumnSums(m, n, x, xOffset, ldx, y, yOffset);
    kernel.columnSums(m, n, x, xOffset, ldx, y, yOffset);
  }

  private void checkTwo(int n, A x, int xOffset, A z, int zOffset) {
    Extent.size("n", n);
    Extent.vector("x", precision, x, xOffset, n);
    Extent.vector("z", precision, z, zOffset, n);
    sameOrApart("x", x, xOffset, z, zOffset, n);
  }

  private void checkThree(int n, A x, int xOffset, A y, int yOffset, A z, int zOffset) {
    checkTwo(n, x, xOffset, z, zOffset);
    Extent.vector("y", precision, y, yOffset, n);
    sameOrApart("y", y, yOffset, z, zOffset, n);
  }

  private void checkColumnSums(int m, int n, A x, int xOffset, int ldx, A y, int yOffset) {
    Extent.size("m", m);
    Extent.size("n", n);
    Extent.matrix("x", precision, x, xOffset, ldx, m, n);
    Extent.vector("y", precision, y, yOffset, n);
    if (x == y && Extent.overlap(xOffset, ldx, m, n, yOffset, n, 1, n)) {
      throw new IllegalArgumentException(
          "y (offset " + yOffset + ") overlaps x (offset " + xOffset + ")");
    }
  }

  private static void sameOrApart(
      String name, Object x, int xOffset, Object z, int zOffset, int n) {
    if (x == z && Extent.overlapPartly(xOffset, zOffset, n)) {
      throw new IllegalArgumentException(
          "the result (offset "
              + zOffset
              + ") overlaps "
              + name
              + " (offset "
              + xOffset
              + "): they must be the same or apart, with n = "
              + n);
    }
  }

  @Override
  public String toString() {
    return "vector algebra for " + precision;
  }
}
