package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.contract.FunctionKernels;

/**
 * Elementary functions over vectors, y_i ← f(x_i). They are our own: one sequence of rounded
 * operations for every provider, width and machine, within 1.5 units in the last place in single
 * precision and 2 in double (PRECISION.md has each one's measured errors).
 *
 * <p><b>Special values.</b> NaN gives NaN. ±0, subnormal numbers, infinities and the ends of the
 * range give what the correctly rounded function gives, within the bound above.
 *
 * <p><b>Aliasing.</b> y may be x (same array, same offset); it must not overlap it in any other
 * way.
 *
 * <p><b>Errors.</b> A vector that does not lie within its array, a negative n and a partial overlap
 * are refused by an {@link IllegalArgumentException} that names the argument, its value and the
 * bound; a null array by a {@link NullPointerException} that names it. Nothing is written then.
 *
 * <p>Linear time, no allocation; stateless, shared by all threads.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Functions<A> {
  private final Precision<A> precision;
  private final FunctionKernels<A> kernels;

  Functions(Precision<A> precision, FunctionKernels<A> kernels) {
    this.precision = precision;
    this.kernels = kernels;
  }

  /**
   * y ← eˣ; ≥ 88.73 (float) or ≥ 709.79 (double) gives ∞; small results are subnormal, then 0.
   *
   * @param n the number of elements
   * @param x the arguments
   * @param xOffset the first argument's index
   * @param y the results
   * @param yOffset the first result's index
   */
  public void exp(int n, A x, int xOffset, A y, int yOffset) {
    check(x, xOffset, y, yOffset, n);
    kernels.exp(x, xOffset, y, yOffset, n);
  }

  /**
   * y ← eˣ − 1, accurate also near 0; of ±0 it is ±0, of −∞ it is −1.
   *
   * @param n the number of elements
   * @param x the arguments
   * @param xOffset the first argument's index
   * @param y the results
   * @param yOffset the first result's index
   */
  public void expm1(int n, A x, int xOffset, A y, int yOffset) {
    check(x, xOffset, y, yOffset, n);
    kernels.expm1(x, xOffset, y, yOffset, n);
  }

  /**
   * y ← ln x; of ±0 it is −∞, of x &lt; 0 NaN.
   *
   * @param n the number of elements
   * @param x the arguments
   * @param xOffset the first argument's index
   * @param y the results
   * @param yOffset the first result's index
   */
  public void log(int n, A x, int xOffset, A y, int yOffset) {
    check(x, xOffset, y, yOffset, n);
    kernels.log(x, xOffset, y, yOffset, n);
  }

  /**
   * y ← ln(1 + x), accurate also near 0; of ±0 it is ±0, of −1 it is −∞, of x &lt; −1 NaN.
   *
   * @param n the number of elements
   * @param x the arguments
   * @param xOffset the first argument's index
   * @param y the results
   * @param yOffset the first result's index
   */
  public void log1p(int n, A x, int xOffset, A y, int yOffset) {
    check(x, xOffset, y, yOffset, n);
    kernels.log1p(x, xOffset, y, yOffset, n);
  }

  /**
   * y ← tanh x; odd bit for bit; of ±∞ it is ±1.
   *
   * @param n the number of elements
   * @param x the arguments
   * @param xOffset the first argument's index
   * @param y the results
   * @param yOffset the first result's index
   */
  public void tanh(int n, A x, int xOffset, A y, int yOffset) {
    check(x, xOffset, y, yOffset, n);
    kernels.tanh(x, xOffset, y, yOffset, n);
  }

  /**
   * y ← σ(x) = 1/(1 + e⁻ˣ); of −∞ it is 0, of +∞ it is 1; both ends keep their relative accuracy.
   *
   * @param n the number of elements
   * @param x the arguments
   * @param xOffset the first argument's index
   * @param y the results
   * @param yOffset the first result's index
   */
  public void logistic(int n, A x, int xOffset, A y, int yOffset) {
    check(x, xOffset, y, yOffset, n);
    kernels.logistic(x, xOffset, y, yOffset, n);
  }

  /**
   * y ← ln(1 + eˣ); of −∞ it is 0, of +∞ it is +∞.
   *
   * @param n the number of elements
   * @param x the arguments
   * @param xOffset the first argument's index
   * @param y the results
   * @param yOffset the first result's index
   */
  public void softplus(int n, A x, int xOffset, A y, int yOffset) {
    check(x, xOffset, y, yOffset, n);
    kernels.softplus(x, xOffset, y, yOffset, n);
  }

  /**
   * y ← (2/√π) ∫₀ˣ e^(−t²) dt; odd bit for bit; of ±∞ it is ±1.
   *
   * @param n the number of elements
   * @param x the arguments
   * @param xOffset the first argument's index
   * @param y the results
   * @param yOffset the first result's index
   */
  public void erf(int n, A x, int xOffset, A y, int yOffset) {
    check(x, xOffset, y, yOffset, n);
    kernels.erf(x, xOffset, y, yOffset, n);
  }

  private void check(A x, int xOffset, A y, int yOffset, int n) {
    Elementwise.present("x", x);
    Elementwise.present("y", y);
    Extent.size("n", n);
    Extent.vector("x", precision, x, xOffset, n);
    Elementwise.result("y", y, Extent.length("y", precision, y), yOffset, x, xOffset, n);
  }

  @Override
  public String toString() {
    return "functions for " + precision;
  }
}
