package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.contract.ActivationKernels;
import org.jspecify.annotations.Nullable;

/**
 * Activations over vectors: value, first and second derivative in one pass.
 *
 * <pre>{@code
 * kernels.activations().apply(Activation.lecunTanh(), n, x, 0, y, 0, slope, 0, null, 0);
 * }</pre>
 *
 * <p>Linear time, no allocation; stateless, shared by all threads.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Activations<A> {
  private final Precision<A> precision;
  private final ActivationKernels<A> kernels;

  Activations(Precision<A> precision, ActivationKernels<A> kernels) {
    this.precision = precision;
    this.kernels = kernels;
  }

  /**
   * y_i ← f(x_i), d1_i ← f′(x_i), d2_i ← f″(x_i). A result given as null is not wanted, and its
   * offset not looked at. Each result is the same bits whichever others are wanted.
   *
   * <p><b>Aliasing.</b> One of the results may be x (same array, same offset). Apart from that the
   * vectors must not overlap.
   *
   * <p><b>Special values.</b> NaN gives NaN in y and d1. Infinities give the limits of f, f′ and
   * f″.
   *
   * @param activation the function f
   * @param n the number of elements
   * @param x the arguments
   * @param xOffset the first argument's index
   * @param y the values, or null
   * @param yOffset the first value's index
   * @param d1 the first derivatives, or null
   * @param d1Offset the first one's index
   * @param d2 the second derivatives, or null
   * @param d2Offset the first one's index
   * @throws NullPointerException if activation or x is null
   * @throws IllegalArgumentException if n is negative, a vector does not lie within its array, or
   *     two of them overlap otherwise than above; nothing is written then
   */
  @SuppressWarnings("exports") // an annotation that users do without
  public void apply(
      Activation activation,
      int n,
      A x,
      int xOffset,
      @Nullable A y,
      int yOffset,
      @Nullable A d1,
      int d1Offset,
      @Nullable A d2,
      int d2Offset) {
    Elementwise.present("activation", activation);
    Elementwise.present("x", x);
    Extent.size("n", n);
    Extent.vector("x", precision, x, xOffset, n);
    checkResult("y", y, yOffset, x, xOffset, n);
    checkResult("d1", d1, d1Offset, x, xOffset, n);
    checkResult("d2", d2, d2Offset, x, xOffset, n);
    checkApart("y", y, yOffset, "d1", d1, d1Offset, n);
    checkApart("y", y, yOffset, "d2", d2, d2Offset, n);
    checkApart("d1", d1, d1Offset, "d2", d2, d2Offset, n);
    if (d2 != null) {
      // Of an array given twice the kernel leaves the later result: so what is not wanted is
      // dropped.
      A first = d1 == null ? d2 : d1;
      int firstOffset = d1 == null ? d2Offset : d1Offset;
      A value = y == null ? first : y;
      int valueOffset = y == null ? firstOffset : yOffset;
      kernels.apply(
          activation.curve(),
          2,
          x,
          xOffset,
          value,
          valueOffset,
          first,
          firstOffset,
          d2,
          d2Offset,
          n);
    } else if (d1 != null) {
      A value = y == null ? d1 : y;
      int valueOffset = y == null ? d1Offset : yOffset;
      kernels.apply(
          activation.curve(), 1, x, xOffset, value, valueOffset, d1, d1Offset, null, 0, n);
    } else if (y != null) {
      kernels.apply(activation.curve(), 0, x, xOffset, y, yOffset, null, 0, null, 0, n);
    }
  }

  private void checkResult(String name, A result, int offset, A x, int xOffset, int n) {
    if (result != null) {
      Elementwise.result(
          name, result, Extent.length(name, precision, result), offset, x, xOffset, n);
    }
  }

  private void checkApart(
      String name, A result, int offset, String other, A second, int secondOffset, int n) {
    if (result != null) {
      Elementwise.apart(name, result, offset, other, second, secondOffset, n);
    }
  }

  @Override
  public String toString() {
    return "activations for " + precision;
  }
}
