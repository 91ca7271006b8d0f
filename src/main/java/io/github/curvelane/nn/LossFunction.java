package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.RowLosses;
import java.util.random.RandomGenerator;

/**
 * A {@link Loss} on the outputs of a batch: its value and gradient, and the products with its
 * Hessian that second-order methods need. Outputs, gradients and directions are row-major, one
 * example a row of n = {@link Targets#outputs} elements.
 *
 * <p><b>Targets are not gathered.</b> Row i of a batch belongs to example {@code order[from + i]}
 * of the targets, or {@code from + i} where {@code order} is null. The targets have passed {@link
 * Loss#check}.
 *
 * <p><b>No 1/B.</b> L_p, its gradient and its Hessian H are those of one example, times its weight.
 * The value returned is Σ L_p: each L_p is rounded to the precision, the sum is a chain in double
 * precision over ascending rows from +0, begun anew after every {@link Arithmetic#EXAMPLE_CHUNK}
 * rows, finished chunks added left to right.
 *
 * <p><b>State.</b> {@link #value} and {@link #valueAndGradient} leave a row of {@link #stateWidth}
 * elements for each example, from which the second-order methods work: they take the same rows, or
 * some of them. Element 0 of a state row is L_p; the rest is as {@link RowLosses} says.
 *
 * <p><b>Special values.</b> NaN or infinite outputs give a NaN or infinite value, never a finite
 * one, with two exceptions that have a limit: −∞ is a softmax logit of probability 0, and a margin
 * loss is 0 at an infinite output on the right side.
 *
 * <p><b>Errors.</b> What does not fit is refused by an {@link IllegalArgumentException} that names
 * the argument, its value and the bound, before anything is written. Nothing allocates. Stateless,
 * shared by all threads.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public abstract sealed class LossFunction<A> permits ElementwiseLoss, SoftmaxLoss {
  /** The loss. */
  final Loss loss;

  /** The precision. */
  final Precision<A> precision;

  /** The losses of rows. */
  final RowLosses<A> rows;

  LossFunction(Loss loss, Kernels<A> kernels) {
    this.loss = loss;
    this.precision = kernels.precision();
    this.rows = kernels.rowLosses();
  }

  /**
   * Returns what is computed.
   *
   * @return the loss
   */
  public final Loss loss() {
    return loss;
  }

  /**
   * Returns the number of elements of state that an example needs.
   *
   * @param outputs n
   * @return the distance between state rows
   */
  public abstract int stateWidth(int outputs);

  /**
   * Returns the number of columns of S, where S Sᵀ = H.
   *
   * @param outputs n
   * @return n, or 0 where H is always 0
   */
  public abstract int rootColumns(int outputs);

  /**
   * Computes Σ L_p.
   *
   * @param examples the number of rows, at least 0
   * @param outputs the outputs a
   * @param offset the index of the first
   * @param stride the distance between rows, at least n
   * @param targets the targets, n an example
   * @param order the examples; null for consecutive ones
   * @param from the position in {@code order} of the first row's example, or that example
   * @param state receives a state row for each example
   * @param stateOffset its first index
   * @param confusion has each example's class and predicted class added; null if not wanted
   * @return Σ L_p
   */
  public final double value(
      int examples,
      A outputs,
      int offset,
      int stride,
      Targets<A> targets,
      int[] order,
      int from,
      A state,
      int stateOffset,
      ConfusionMatrix confusion) {
    return valueAndGradient(
        examples,
        outputs,
        offset,
        stride,
        targets,
        order,
        from,
        null,
        0,
        targets.outputs(),
        state,
        stateOffset,
        confusion);
  }

  /**
   * Computes Σ L_p and every ∂L_p/∂a.
   *
   * @param examples the number of rows, at least 0
   * @param outputs the outputs a
   * @param offset the index of the first
   * @param stride the distance between rows, at least n
   * @param targets the targets, n an example
   * @param order the examples; null for consecutive ones
   * @param from the position in {@code order} of the first row's example, or that example
   * @param gradient receives ∂L_p/∂a, a row an example; may be {@code outputs} with the same offset
   *     and stride
   * @param gradientOffset the index of the first
   * @param gradientStride the distance between rows, at least n
   * @param state receives a state row for each example; must not overlap the others
   * @param stateOffset its first index
   * @param confusion has each example's class and predicted class added; null if not wanted. The
   *     predicted class is the first largest output; of a single output, 1 if it is positive, else
   *     0. The class of a row of targets is found alike, a single target of binary cross-entropy
   *     against ½
   * @return Σ L_p
   */
  public final double valueAndGradient(
      int examples,
      A outputs,
      int offset,
      int stride,
      Targets<A> targets,
      int[] order,
      int from,
      A gradient,
      int gradientOffset,
      int gradientStride,
      A state,
      int stateOffset,
      ConfusionMatrix confusion) {
    int n = targets.outputs();
    checkKind(targets);
    checkRows("outputs", outputs, offset, stride, examples, n);
    if (gradient != null) {
      checkRows("gradient", gradient, gradientOffset, gradientStride, examples, n);
    }
    checkState(state, stateOffset, examples, n);
    checkOrder(targets, order, from, examples);
    checkConfusion(confusion, n);
    prepare(examples, n, outputs, offset, stride, state, stateOffset);
    int width = stateWidth(n);
    double total = 0;
    double chunk = 0;
    for (int i = 0; i < examples; i++) {
      int example = order == null ? from + i : order[from + i];
      int at = offset + i * stride;
      if (confusion != null) {
        confusion.add(actualClass(targets, example, n), predictedClass(outputs, at, n));
      }
      chunk +=
          row(
              n,
              outputs,
              at,
              targets,
              example,
              gradient,
              gradientOffset + i * gradientStride,
              state,
              stateOffset + i * width);
      if ((i + 1) % Arithmetic.EXAMPLE_CHUNK == 0) {
        total += chunk;
        chunk = 0;
      }
    }
    return total + chunk;
  }

  /**
   * Computes out = H r for every example.
   *
   * @param examples the number of rows, at least 0
   * @param n the number of outputs
   * @param state the state rows
   * @param stateOffset the first index
   * @param r the directions, one an example
   * @param rOffset the index of the first
   * @param rStride the distance between rows, at least n
   * @param out receives the products; may be {@code r} with the same offset and stride
   * @param outOffset the index of the first
   * @param outStride the distance between rows, at least n
   */
  public final void hessianVector(
      int examples,
      int n,
      A state,
      int stateOffset,
      A r,
      int rOffset,
      int rStride,
      A out,
      int outOffset,
      int outStride) {
    checkSecond(examples, n, state, stateOffset, out, outOffset, outStride);
    checkRows("r", r, rOffset, rStride, examples, n);
    int width = stateWidth(n);
    for (int i = 0; i < examples; i++) {
      hessianVectorRow(
          n,
          state,
          stateOffset + i * width,
          r,
          rOffset + i * rStride,
          out,
          outOffset + i * outStride);
    }
  }

  /**
   * Computes out = diag H for every example.
   *
   * @param examples the number of rows, at least 0
   * @param n the number of outputs
   * @param state the state rows
   * @param stateOffset the first index
   * @param out receives the diagonals, one an example
   * @param outOffset the index of the first
   * @param outStride the distance between rows, at least n
   */
  public final void hessianDiagonal(
      int examples, int n, A state, int stateOffset, A out, int outOffset, int outStride) {
    checkSecond(examples, n, state, stateOffset, out, outOffset, outStride);
    int width = stateWidth(n);
    for (int i = 0; i < examples; i++) {
      hessianDiagonalRow(n, state, stateOffset + i * width, out, outOffset + i * outStride);
    }
  }

  /**
   * Computes out = S e_c for every example, where S Sᵀ = H: √H_cc·e_c for an elementwise loss; for
   * softmax column c of √h·(diag √p − p √pᵀ), h the scale. Computed in double precision, rounded
   * once.
   *
   * @param c the column, from 0 to {@link #rootColumns} − 1
   * @param examples the number of rows, at least 0
   * @param n the number of outputs
   * @param state the state rows
   * @param stateOffset the first index
   * @param out receives the columns, one an example
   * @param outOffset the index of the first
   * @param outStride the distance between rows, at least n
   */
  public final void squareRootColumn(
      int c, int examples, int n, A state, int stateOffset, A out, int outOffset, int outStride) {
    if (c < 0 || c >= rootColumns(n)) {
      throw new IllegalArgumentException(
          "column is %d, must be from 0 to %d".formatted(c, rootColumns(n) - 1));
    }
    checkSecond(examples, n, state, stateOffset, out, outOffset, outStride);
    int width = stateWidth(n);
    for (int i = 0; i < examples; i++) {
      rootColumnRow(c, n, state, stateOffset + i * width, out, outOffset + i * outStride);
    }
  }

  /**
   * Tells whether the loss is the negative log-likelihood of a distribution that targets can be
   * drawn from: a Gaussian of unit variance (squared error; of variance n/2 for the mean), a
   * categorical (softmax) or Bernoulli distributions (binary cross-entropy).
   *
   * @return whether {@link #sampleGradient} is defined
   */
  public abstract boolean hasDistribution();

  /**
   * Draws for every example a target from the model's own distribution, and computes out = √w times
   * the gradient for that target. Its outer product has the expectation H, so one draw (or a few)
   * estimates what all columns of S would give: the Monte-Carlo Gauss-Newton matrix, which is the
   * Fisher matrix. Takes, in the order of rows and outputs, one {@code nextDouble} an example
   * (softmax) or an output (binary cross-entropy), or a Gaussian an output by the polar method over
   * {@link StrictMath}. Computed in double precision, rounded once.
   *
   * @param random the generator, of a named algorithm
   * @param examples the number of rows, at least 0
   * @param n the number of outputs
   * @param state the state rows
   * @param stateOffset the first index
   * @param out receives the gradients, one an example
   * @param outOffset the index of the first
   * @param outStride the distance between rows, at least n
   * @throws UnsupportedOperationException if the loss has no distribution
   */
  public final void sampleGradient(
      RandomGenerator random,
      int examples,
      int n,
      A state,
      int stateOffset,
      A out,
      int outOffset,
      int outStride) {
    if (!hasDistribution()) {
      throw new UnsupportedOperationException(
          loss + " is not the likelihood of a distribution to sample from");
    }
    checkSecond(examples, n, state, stateOffset, out, outOffset, outStride);
    int width = stateWidth(n);
    for (int i = 0; i < examples; i++) {
      sampleRow(random, n, state, stateOffset + i * width, out, outOffset + i * outStride);
    }
  }

  /** Works on all rows at once before any {@link #row}. */
  abstract void prepare(
      int examples, int n, A outputs, int offset, int stride, A state, int stateOffset);

  abstract double row(
      int n,
      A outputs,
      int offset,
      Targets<A> targets,
      int example,
      A gradient,
      int gradientOffset,
      A state,
      int stateOffset);

  abstract void hessianVectorRow(
      int n, A state, int stateOffset, A r, int rOffset, A out, int outOffset);

  abstract void hessianDiagonalRow(int n, A state, int stateOffset, A out, int outOffset);

  abstract void rootColumnRow(int c, int n, A state, int stateOffset, A out, int outOffset);

  abstract void sampleRow(
      RandomGenerator random, int n, A state, int stateOffset, A out, int outOffset);

  private int predictedClass(A outputs, int offset, int n) {
    if (n > 1) {
      return rows.argMax(n, outputs, offset);
    }
    double a = precision.get(outputs, offset);
    return Double.isNaN(a) ? -1 : a > 0 ? 1 : 0;
  }

  private int actualClass(Targets<A> targets, int example, int n) {
    if (targets.areLabels()) {
      return targets.label(example);
    }
    if (n > 1) {
      return rows.argMax(n, targets.values(), example * n);
    }
    double boundary = loss.kind() == Loss.Kind.BINARY_CROSS_ENTROPY ? 0.5 : 0;
    return targets.value(example, 0) > boundary ? 1 : 0;
  }

  private void checkKind(Targets<A> targets) {
    if (targets.areLabels() && loss.kind() != Loss.Kind.SOFTMAX_CROSS_ENTROPY) {
      TargetCheck.check(loss, targets);
    }
  }

  private static void checkConfusion(ConfusionMatrix confusion, int n) {
    int classes = Math.max(n, 2);
    if (confusion != null && confusion.classes() != classes) {
      throw new IllegalArgumentException(
          "confusion has %d classes, must have %d".formatted(confusion.classes(), classes));
    }
  }

  private static void checkOrder(Targets<?> targets, int[] order, int from, int examples) {
    int available = order == null ? targets.examples() : order.length;
    if (from < 0 || from > available - examples) {
      throw new IllegalArgumentException(
          "%d examples from %d are not within %s of %d"
              .formatted(examples, from, order == null ? "targets" : "an order", available));
    }
    if (order == null) {
      return;
    }
    for (int i = from; i < from + examples; i++) {
      if (order[i] < 0 || order[i] >= targets.examples()) {
        throw new IllegalArgumentException(
            "order[%d] is %d, must be from 0 to %d".formatted(i, order[i], targets.examples() - 1));
      }
    }
  }

  private void checkSecond(
      int examples, int n, A state, int stateOffset, A out, int outOffset, int outStride) {
    if (n < 1) {
      throw new IllegalArgumentException("n is " + n + ", must be at least 1");
    }
    checkRows("out", out, outOffset, outStride, examples, n);
    checkState(state, stateOffset, examples, n);
  }

  private void checkState(A state, int stateOffset, int examples, int n) {
    int width = stateWidth(n);
    checkRows("state", state, stateOffset, width, examples, width);
  }

  private void checkRows(String name, A array, int offset, int stride, int rows, int n) {
    if (rows < 0) {
      throw new IllegalArgumentException("examples is " + rows + ", must be at least 0");
    }
    if (stride < n) {
      throw new IllegalArgumentException(
          "the stride of %s is %d, must be at least %d".formatted(name, stride, n));
    }
    long end = rows == 0 ? offset : offset + (rows - 1L) * stride + n;
    if (offset < 0 || end > precision.length(array)) {
      throw new IllegalArgumentException(
          "%s needs the elements from %d to %d, but its length is %d"
              .formatted(name, offset, end - 1, precision.length(array)));
    }
  }
}
