package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.kernel.contract.LossKernel;

/**
 * The losses of single examples: the loss L at one row of n outputs x, its gradient, and what its
 * second derivatives need. {@code nn.LossFunction} is made of these; they are here for those who
 * have a network of their own.
 *
 * <p>What a loss keeps goes to a <em>state row</em> of {@link #stateWidth} or {@link
 * #softmaxStateWidth} elements. Element 0 is L and element 1 the scale of its Hessian H.
 * Elementwise losses, where H is diagonal, keep that diagonal from element {@link #DIAGONAL} on;
 * softmax keeps the probabilities from element {@link #PROBABILITIES} on. The rest is scratch.
 *
 * <p><b>Arithmetic.</b> Sums over the outputs are those of {@code Reductions}: Σ stands for the sum
 * in lanes and a tree, Σ a·b for the same with fused products. Every other operation that is
 * written is rounded once, to the precision; L is multiplied by the example's weight w last.
 *
 * <p><b>Aliasing.</b> A gradient may be null (it is then not wanted) or the outputs themselves
 * (same array and offset); the state must not overlap anything.
 *
 * <p><b>Special values.</b> A NaN among the outputs makes L NaN, and so does what has no limit; see
 * each loss. Targets are not checked here.
 *
 * <p><b>Errors.</b> A vector that does not lie within its array is refused by an {@link
 * IllegalArgumentException} before anything is written. Linear time, no allocation; stateless,
 * shared by all threads.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class RowLosses<A> {
  /** Where an elementwise loss keeps the diagonal of H in a state row. */
  public static final int DIAGONAL = 2;

  /** Where softmax keeps the probabilities in a state row. */
  public static final int PROBABILITIES = 3;

  private final Precision<A> precision;
  private final LossKernel<A> kernel;

  RowLosses(Precision<A> precision, LossKernel<A> kernel) {
    this.precision = precision;
    this.kernel = kernel;
  }

  /**
   * Returns the number of elements that an elementwise loss keeps.
   *
   * @param n the number of outputs
   * @return 2 + 2n: L, the scale, the diagonal of H, and n more
   */
  public static int stateWidth(int n) {
    return DIAGONAL + 2 * n;
  }

  /**
   * Returns the number of elements that softmax keeps.
   *
   * @param n the number of outputs
   * @return 3 + n: L, the scale, the probability of all but the likeliest class, the probabilities
   */
  public static int softmaxStateWidth(int n) {
    return PROBABILITIES + n;
  }

  /**
   * The softmax of m rows, p_j = exp(x_j − M)/(1 + S), M the largest x_j and S the sum of the other
   * exponentials, {@code S = Σ exp(x_j − M)} with the (first) largest one's term 0. Writes a state
   * row of {@link #softmaxStateWidth} elements for each: {@code log1p(S)}, M, {@code S·(1/(1 +
   * S))}, then {@code p_j = exp(x_j − M)·(1/(1 + S))}. The row is then completed by a
   * cross-entropy.
   *
   * <p>With the largest kept out of the sum, a loss or gradient far below the unit roundoff, when
   * one class is all but certain, still has its relative accuracy. Shifting by M makes every
   * exponent at most 0: logits of any finite size are safe. A row with a NaN or +∞, or with nothing
   * but −∞, gives NaN throughout; a −∞ among finite logits has probability 0.
   *
   * @param m the number of rows
   * @param n the number of outputs, at least 1
   * @param x the logits, m × n
   * @param xOffset the index of the first
   * @param xStride the distance between rows, at least n
   * @param state receives the state rows, one after the other
   * @param stateOffset its first index
   */
  public void softmax(int m, int n, A x, int xOffset, int xStride, A state, int stateOffset) {
    if (m < 0) {
      throw new IllegalArgumentException("m is " + m + ", must be at least 0");
    }
    positive(n);
    if (xStride < n) {
      throw new IllegalArgumentException("xStride is " + xStride + ", must be at least n = " + n);
    }
    if (m == 0) {
      return;
    }
    inside("x", x, xOffset, (m - 1L) * xStride + n);
    inside("state", state, stateOffset, (long) m * softmaxStateWidth(n));
    kernel.softmax(m, n, x, xOffset, xStride, state, stateOffset);
  }

  /**
   * Softmax cross-entropy with a class: the target t is (1 − s) at the class, plus s/n everywhere.
   * After {@link #softmax} of the row, with z_j = x_j − M and o = s/n:
   *
   * <pre>{@code
   * L = w·fma(−(1 − s), z_label, log1p(S)); with s ≠ 0: w·fma(−o, Σ z_j, the same)
   * ∂L/∂x_j = w·(p_j − o), for the class w·(p_label − ((1 − s) + o)),
   *           for s = 0 and the largest logit w·(−S/(1 + S))
   * H = w·(diag p − p pᵀ)
   * }</pre>
   *
   * @param n the number of outputs, at least 1
   * @param weight w, the weight of the example
   * @param smoothing s, from 0 to 1: the share of the target that is spread evenly over the classes
   * @param x the outputs, n elements
   * @param xOffset its first index
   * @param label the class, from 0 to n − 1
   * @param gradient receives ∂L/∂x_j, n elements; null if not wanted
   * @param gradientOffset its first index
   * @param state the row that {@link #softmax} wrote; receives L and the scale
   * @param stateOffset its first index
   * @return L
   */
  public double crossEntropy(
      int n,
      double weight,
      double smoothing,
      A x,
      int xOffset,
      int label,
      A gradient,
      int gradientOffset,
      A state,
      int stateOffset) {
    positive(n);
    inside("x", x, xOffset, n);
    if (label < 0 || label >= n) {
      throw new IllegalArgumentException("label is " + label + ", must be from 0 to " + (n - 1));
    }
    if (gradient != null) {
      inside("gradient", gradient, gradientOffset, n);
    }
    inside("state", state, stateOffset, softmaxStateWidth(n));
    return kernel.crossEntropy(
        n, weight, smoothing, x, xOffset, label, gradient, gradientOffset, state, stateOffset);
  }

  /**
   * Softmax cross-entropy with a distribution t: the target is t′_j = fma(1 − s, t_j, s/n). After
   * {@link #softmax} of the row, with z_j = x_j − M and T = fma(1 − s, Σ t_j, s), which is 1 but
   * for rounding:
   *
   * <pre>{@code
   * D = (1 − s)·Σ t_j·z_j; with s ≠ 0: fma(s/n, Σ z_j, the same)
   * L = w·fma(T, log1p(S), −D)
   * ∂L/∂x_j = w·fma(T, p_j, −t′_j)
   * H = (w·T)·(diag p − p pᵀ)
   * }</pre>
   *
   * <p>It equals the Kullback-Leibler divergence from t to p plus the entropy of t. A logit of −∞
   * gives NaN, whatever its target.
   *
   * @param n the number of outputs, at least 1
   * @param weight w, the weight of the example
   * @param smoothing s, from 0 to 1: the share of the target that is spread evenly over the classes
   * @param x the outputs, n elements
   * @param xOffset its first index
   * @param target the targets, n elements
   * @param targetOffset its first index
   * @param gradient receives ∂L/∂x_j, n elements; null if not wanted
   * @param gradientOffset its first index
   * @param state the row that {@link #softmax} wrote; receives L and the scale
   * @param stateOffset its first index
   * @return L
   */
  public double crossEntropy(
      int n,
      double weight,
      double smoothing,
      A x,
      int xOffset,
      A target,
      int targetOffset,
      A gradient,
      int gradientOffset,
      A state,
      int stateOffset) {
    positive(n);
    inside("x", x, xOffset, n);
    inside("target", target, targetOffset, n);
    if (gradient != null) {
      inside("gradient", gradient, gradientOffset, n);
    }
    inside("state", state, stateOffset, softmaxStateWidth(n));
    return kernel.crossEntropy(
        n,
        weight,
        smoothing,
        x,
        xOffset,
        target,
        targetOffset,
        gradient,
        gradientOffset,
        state,
        stateOffset);
  }

  /**
   * Squared error: {@code L = (c/2)·Σ (x_j − t_j)·(x_j − t_j)}, {@code ∂L/∂x_j = c·(x_j − t_j)},
   * {@code H = c·I}.
   *
   * @param n the number of outputs, at least 1
   * @param scale c: the weight for ½‖x − t‖², 2/n times it for the mean
   * @param x the outputs, n elements
   * @param xOffset its first index
   * @param target the targets, n elements
   * @param targetOffset its first index
   * @param gradient receives ∂L/∂x_j, n elements; null if not wanted
   * @param gradientOffset its first index
   * @param state receives {@link #stateWidth} elements
   * @param stateOffset its first index
   * @return L
   */
  public double squaredError(
      int n,
      double scale,
      A x,
      int xOffset,
      A target,
      int targetOffset,
      A gradient,
      int gradientOffset,
      A state,
      int stateOffset) {
    positive(n);
    inside("x", x, xOffset, n);
    inside("target", target, targetOffset, n);
    if (gradient != null) {
      inside("gradient", gradient, gradientOffset, n);
    }
    inside("state", state, stateOffset, stateWidth(n));
    return kernel.squaredError(
        n, scale, x, xOffset, target, targetOffset, gradient, gradientOffset, state, stateOffset);
  }

  /**
   * Binary cross-entropy of n independent logits, L = Σ log(1 + exp(x_j)) − t′_j·x_j, where t′_j =
   * fma(1 − s, t_j, s/2). With e = exp(−|x_j|), q = e/(1 + e) and, for x_j ≥ 0, d = 1 − t′_j, else
   * d = t′_j:
   *
   * <pre>{@code
   * L = w·Σ fma(|x_j|, d, log1p(e))
   * ∂L/∂x_j = w·(d − q) for x_j ≥ 0, else w·(q − d)      [σ(x_j) − t′_j]
   * H_jj = (w·q)·(1 − q)                                 [w·σ(x_j)·(1 − σ(x_j))]
   * }</pre>
   *
   * <p>Nothing overflows, and what is small keeps its relative accuracy. An infinite logit makes L
   * infinite or NaN. The state's last n elements are q with the sign of x_j.
   *
   * @param n the number of outputs, at least 1
   * @param weight w, the weight of the example
   * @param smoothing s, from 0 to 1: the share of the target that is spread evenly over the classes
   * @param x the outputs, n elements
   * @param xOffset its first index
   * @param target the targets, n elements
   * @param targetOffset its first index
   * @param gradient receives ∂L/∂x_j, n elements; null if not wanted
   * @param gradientOffset its first index
   * @param state receives {@link #stateWidth} elements
   * @param stateOffset its first index
   * @return L
   */
  public double binaryCrossEntropy(
      int n,
      double weight,
      double smoothing,
      A x,
      int xOffset,
      A target,
      int targetOffset,
      A gradient,
      int gradientOffset,
      A state,
      int stateOffset) {
    positive(n);
    inside("x", x, xOffset, n);
    inside("target", target, targetOffset, n);
    if (gradient != null) {
      inside("gradient", gradient, gradientOffset, n);
    }
    inside("state", state, stateOffset, stateWidth(n));
    return kernel.binaryCrossEntropy(
        n,
        weight,
        smoothing,
        x,
        xOffset,
        target,
        targetOffset,
        gradient,
        gradientOffset,
        state,
        stateOffset);
  }

  /**
   * A margin loss for targets of −1 and +1: {@code L = w·Σ max(0, fma(−t_j, x_j, μ))}; {@code
   * ∂L/∂x_j = w·(−t_j)} where {@code fma(−t_j, x_j, μ) ≥ 0}, else 0; H = 0. With μ = 0 it is the
   * perceptron criterion, whose gradient step is Rosenblatt's rule; with μ = 1 the hinge. At the
   * kink the gradient is that of the wrong side, so that a perceptron starts from zero weights.
   *
   * @param n the number of outputs, at least 1
   * @param weight w, the weight of the example
   * @param margin μ
   * @param x the outputs, n elements
   * @param xOffset its first index
   * @param target the targets, n elements
   * @param targetOffset its first index
   * @param gradient receives ∂L/∂x_j, n elements; null if not wanted
   * @param gradientOffset its first index
   * @param state receives {@link #stateWidth} elements
   * @param stateOffset its first index
   * @return L
   */
  public double margin(
      int n,
      double weight,
      double margin,
      A x,
      int xOffset,
      A target,
      int targetOffset,
      A gradient,
      int gradientOffset,
      A state,
      int stateOffset) {
    positive(n);
    inside("x", x, xOffset, n);
    inside("target", target, targetOffset, n);
    if (gradient != null) {
      inside("gradient", gradient, gradientOffset, n);
    }
    inside("state", state, stateOffset, stateWidth(n));
    return kernel.margin(
        n,
        weight,
        margin,
        x,
        xOffset,
        target,
        targetOffset,
        gradient,
        gradientOffset,
        state,
        stateOffset);
  }

  /**
   * Huber's loss (Huber 1964). With r = x_j − t_j and c = r clipped to ±δ: {@code L = w·Σ
   * |c|·fma(−½, |c|, |r|)}, that is ½r² within δ of the target and δ(|r| − δ/2) beyond; {@code
   * ∂L/∂x_j = w·c}; {@code H_jj = w} for |r| ≤ δ, else 0.
   *
   * @param n the number of outputs, at least 1
   * @param weight w, the weight of the example
   * @param delta δ, positive
   * @param x the outputs, n elements
   * @param xOffset its first index
   * @param target the targets, n elements
   * @param targetOffset its first index
   * @param gradient receives ∂L/∂x_j, n elements; null if not wanted
   * @param gradientOffset its first index
   * @param state receives {@link #stateWidth} elements
   * @param stateOffset its first index
   * @return L
   */
  public double huber(
      int n,
      double weight,
      double delta,
      A x,
      int xOffset,
      A target,
      int targetOffset,
      A gradient,
      int gradientOffset,
      A state,
      int stateOffset) {
    positive(n);
    inside("x", x, xOffset, n);
    inside("target", target, targetOffset, n);
    if (gradient != null) {
      inside("gradient", gradient, gradientOffset, n);
    }
    inside("state", state, stateOffset, stateWidth(n));
    return kernel.huber(
        n,
        weight,
        delta,
        x,
        xOffset,
        target,
        targetOffset,
        gradient,
        gradientOffset,
        state,
        stateOffset);
  }

  /**
   * out = H r after a cross-entropy: {@code out_j = (h·p_j)·(r_j − Σ p_k·r_k)}, h the scale.
   *
   * @param n the number of outputs, at least 1
   * @param state the state row
   * @param stateOffset its first index
   * @param r the direction, n elements
   * @param rOffset its first index
   * @param out receives n elements; may be {@code r} itself
   * @param outOffset its first index
   */
  public void softmaxHessianVector(
      int n, A state, int stateOffset, A r, int rOffset, A out, int outOffset) {
    positive(n);
    inside("state", state, stateOffset, softmaxStateWidth(n));
    inside("r", r, rOffset, n);
    inside("out", out, outOffset, n);
    kernel.softmaxHessianVector(n, state, stateOffset, r, rOffset, out, outOffset);
  }

  /**
   * out = diag H after a cross-entropy: {@code out_j = (h·p_j)·(1 − p_j)}, h the scale; for p_j > ½
   * the second factor is {@code S/(1 + S)}, which does not cancel.
   *
   * @param n the number of outputs, at least 1
   * @param state the state row
   * @param stateOffset its first index
   * @param out receives n elements
   * @param outOffset its first index
   */
  public void softmaxHessianDiagonal(int n, A state, int stateOffset, A out, int outOffset) {
    positive(n);
    inside("state", state, stateOffset, softmaxStateWidth(n));
    inside("out", out, outOffset, n);
    kernel.softmaxHessianDiagonal(n, state, stateOffset, out, outOffset);
  }

  /**
   * Returns where the largest element is.
   *
   * @param n the number of elements, at least 1
   * @param x the elements
   * @param xOffset the index of the first
   * @return the first index of the largest, from 0 to n − 1; −1 if an element is NaN
   */
  public int argMax(int n, A x, int xOffset) {
    positive(n);
    inside("x", x, xOffset, n);
    return kernel.argMax(n, x, xOffset);
  }

  private static void positive(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("n is " + n + ", must be at least 1");
    }
  }

  private void inside(String name, A array, int offset, long length) {
    int available = precision.length(array);
    if (offset < 0 || offset + length > available) {
      throw new IllegalArgumentException(
          name
              + " needs "
              + length
              + " elements from index "
              + offset
              + ", but its length is "
              + available);
    }
  }
}
