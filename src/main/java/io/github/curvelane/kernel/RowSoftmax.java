package io.github.curvelane.kernel;

import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.contract.ReductionScratch;
import io.github.curvelane.kernel.contract.SoftmaxKernel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Softmax of rows of n logits x, its logarithm, and cross-entropy: for those who have a network of
 * their own. {@code nn.Loss.softmaxCrossEntropy} is made of the same kernels.
 *
 * <p><b>Arithmetic.</b> With M the (first) largest logit of a row and z_j = x_j − M, S is the sum
 * of exp(z_j) without the largest one's, whose place counts as 0: so what is far below the unit
 * roundoff, when one class is all but certain, keeps its relative accuracy, and logits of any
 * finite size are safe. Sums over a row are those of {@link Reductions}, exp and log1p those of
 * {@link Functions}; every other operation that is written is rounded once, to the precision.
 *
 * <p><b>Kept rows.</b> {@link #keep} leaves {@link #width} numbers for each row, {@code log1p(S)},
 * M, {@code S·(1/(1 + S))} (the probability of all but the likeliest class), then the n
 * probabilities. A cross-entropy reads them, and replaces the first two by L and the scale h of its
 * Hessian h·(diag p − p pᵀ).
 *
 * <p><b>Special values.</b> A row of logits with a NaN or +∞, or with nothing but −∞, gives NaN
 * throughout; −∞ among finite logits has the probability 0. Targets are not checked here.
 *
 * <p><b>Errors.</b> Rows that do not lie within their array, are not as many as those of x or
 * overlap it otherwise than a method allows are refused by an {@link IllegalArgumentException}
 * before anything is written. Linear time, no allocation. A softmax owns scratch memory for long
 * rows: where two calls would meet in it, the second thread is refused by an {@link
 * IllegalStateException} that names the first.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class RowSoftmax<A> {
  /** Where the probabilities start in a kept row. */
  public static final int PROBABILITIES = 3;

  private final Precision<A> precision;
  private final SoftmaxKernel<A> kernel;
  private final int lanes;
  private final SoleUse use = new SoleUse("this softmax");

  RowSoftmax(Precision<A> precision, SoftmaxKernel<A> kernel) {
    this.precision = precision;
    this.kernel = kernel;
    this.lanes = ReductionScratch.lanes(precision);
  }

  /**
   * Returns the number of elements of a kept row.
   *
   * @param n the number of logits
   * @return 3 + n
   */
  public static int width(int n) {
    return PROBABILITIES + n;
  }

  /**
   * p_j = exp(z_j)·(1/(1 + S)), the largest one's exp(z_j) being 1.
   *
   * @param n the number of logits, at least 1
   * @param x the logits
   * @param p receives the probabilities, n a row; may be x itself. Short rows side by side in
   *     another array than x are the fastest
   */
  public void softmax(int n, Rows<A> x, Rows<A> p) {
    check(n, x);
    result("p", p, n, x, n, true);
    begin(n);
    try {
      kernel.softmax(
          x.count(), n, x.array(), x.offset(), x.stride(), p.array(), p.offset(), p.stride());
    } finally {
      end(n);
    }
  }

  /**
   * y_j = z_j − log1p(S): the logarithm of {@link #softmax}, accurate where that underflows. For a
   * class and no smoothing, −y_label is the {@linkplain #crossEntropy cross-entropy}, bit for bit.
   *
   * @param n the number of logits, at least 1
   * @param x the logits
   * @param y receives the logarithms, n a row; apart from x
   */
  public void logSoftmax(int n, Rows<A> x, Rows<A> y) {
    check(n, x);
    result("y", y, n, x, n, false);
    begin(n);
    try {
      kernel.logSoftmax(
          x.count(), n, x.array(), x.offset(), x.stride(), y.array(), y.offset(), y.stride());
    } finally {
      end(n);
    }
  }

  /**
   * The softmax with what a cross-entropy and its derivatives need.
   *
   * @param n the number of logits, at least 1
   * @param x the logits
   * @param kept receives {@link #width} numbers a row; apart from x. Nothing lies between the rows
   *     where the stride is the width: that is the fastest
   */
  public void keep(int n, Rows<A> x, Rows<A> kept) {
    check(n, x);
    result("kept", kept, width(n), x, n, false);
    begin(n);
    try {
      kernel.keep(
          x.count(),
          n,
          x.array(),
          x.offset(),
          x.stride(),
          kept.array(),
          kept.offset(),
          kept.stride());
    } finally {
      end(n);
    }
  }

  /**
   * Cross-entropy of one row with a class: the target t is (1 − s) at the class, plus s/n
   * everywhere. With o = s/n:
   *
   * <pre>{@code
   * L = w·fma(−(1 − s), z_label, log1p(S)); with s ≠ 0: w·fma(−o, Σ z_j, the same)
   * ∂L/∂x_j = w·(p_j − o), for the class w·(p_label − ((1 − s) + o)),
   *           for s = 0 and the largest logit w·(−S·(1/(1 + S)))
   * h = w
   * }</pre>
   *
   * @param n the number of logits, at least 1
   * @param weight w, the weight of the example
   * @param smoothing s, at least 0 and less than 1: the share of the target that is spread evenly
   *     over the classes
   * @param x the logits
   * @param row which row of x, of kept and of the gradient
   * @param label the class, from 0 to n − 1
   * @param kept what {@link #keep} left of x; receives L and h. A row serves one cross-entropy
   * @param gradient receives ∂L/∂x_j, n a row; may be x itself, apart from kept; null if not wanted
   * @return L
   */
  @SuppressWarnings("exports") // an annotation that users do without
  public double crossEntropy(
      int n,
      double weight,
      double smoothing,
      Rows<A> x,
      int row,
      int label,
      Rows<A> kept,
      @Nullable Rows<A> gradient) {
    checkRow(n, smoothing, x, row, kept, gradient);
    if (label < 0 || label >= n) {
      throw new IllegalArgumentException("label is " + label + ", must be from 0 to " + (n - 1));
    }
    begin(n);
    try {
      return kernel.crossEntropy(
          n,
          weight,
          smoothing,
          x.array(),
          x.at(row),
          label,
          kept.array(),
          kept.at(row),
          gradient == null ? null : gradient.array(),
          gradient == null ? 0 : gradient.at(row));
    } finally {
      end(n);
    }
  }

  /**
   * Cross-entropy of one row with a distribution t: the target is t′_j = fma(1 − s, t_j, s/n). With
   * T = fma(1 − s, Σ t_j, s), which is 1 but for rounding:
   *
   * <pre>{@code
   * D = (1 − s)·Σ t_j·z_j; with s ≠ 0: fma(s/n, Σ z_j, the same)
   * L = w·fma(T, log1p(S), −D)
   * ∂L/∂x_j = w·fma(T, p_j, −t′_j), for the largest logit w·fma(−T, S·(1/(1 + S)), Σ t′_k)
   * h = w·T
   * }</pre>
   *
   * <p>with that sum over the others, k ≠ j (a sum of all with t′_j replaced by 0): of a target at
   * the largest logit alone it is 0, and what is left has its relative accuracy.
   *
   * <p>It equals the Kullback-Leibler divergence from t to p plus the entropy of t. A logit of −∞
   * gives NaN, whatever its target.
   *
   * @param n the number of logits, at least 1
   * @param weight w, the weight of the example
   * @param smoothing s, at least 0 and less than 1: the share of the target that is spread evenly
   *     over the classes
   * @param x the logits
   * @param row which row of x, of kept and of the gradient
   * @param target the distributions, n a row; apart from kept and the gradient
   * @param targetRow which of them
   * @param kept what {@link #keep} left of x; receives L and h. A row serves one cross-entropy
   * @param gradient receives ∂L/∂x_j, n a row; may be x itself, apart from kept; null if not wanted
   * @return L
   */
  @SuppressWarnings("exports") // an annotation that users do without
  public double crossEntropy(
      int n,
      double weight,
      double smoothing,
      Rows<A> x,
      int row,
      Rows<A> target,
      int targetRow,
      Rows<A> kept,
      @Nullable Rows<A> gradient) {
    checkRow(n, smoothing, x, row, kept, gradient);
    Objects.requireNonNull(target, "target").require("target", precision, n);
    Arguments.index("targetRow", targetRow, target.count());
    kept.requireApart("kept", width(n), "target", target, n, false);
    if (gradient != null) {
      gradient.requireApart("gradient", n, "target", target, n, false);
    }
    begin(n);
    try {
      return kernel.crossEntropy(
          n,
          weight,
          smoothing,
          x.array(),
          x.at(row),
          target.array(),
          target.at(targetRow),
          kept.array(),
          kept.at(row),
          gradient == null ? null : gradient.array(),
          gradient == null ? 0 : gradient.at(row));
    } finally {
      end(n);
    }
  }

  /**
   * The Hessian H = h·(diag p − p pᵀ) of a row's cross-entropy with respect to its logits, times r:
   *
   * <pre>{@code
   * (H r)_j = (h·p_j)·(d_j − Σ p_k·d_k), d_j = r_j − r_m, m the first of the likeliest
   * }</pre>
   *
   * <p>d is 0 for the likeliest class: so when that is all but certain, what is left of the others
   * keeps its relative accuracy, where r_j − Σ p_k·r_k would have the error u/(1 − p_m).
   *
   * @param n the number of logits, at least 1
   * @param kept what a cross-entropy left
   * @param first the row of it that belongs to the first of r
   * @param r the directions, n a row
   * @param out receives the products, n a row; may be r itself, apart from kept
   */
  public void hessianVector(int n, Rows<A> kept, int first, Rows<A> r, Rows<A> out) {
    check(n, "r", r);
    Objects.requireNonNull(kept, "kept").require("kept", precision, width(n));
    Objects.checkFromIndexSize(first, r.count(), kept.count());
    result("out", out, n, "r", r, n, true);
    out.requireApart("out", n, "kept", kept, width(n), false);
    begin(n);
    try {
      for (int i = 0; i < r.count(); i++) {
        kernel.hessianVector(
            n, kept.array(), kept.at(first + i), r.array(), r.at(i), out.array(), out.at(i));
      }
    } finally {
      end(n);
    }
  }

  /** Takes the scratch memory for the calling thread, where rows of n elements need it. */
  private void begin(int n) {
    if (n > lanes) {
      use.begin();
    }
  }

  private void end(int n) {
    if (n > lanes) {
      use.end();
    }
  }

  private void check(int n, Rows<A> x) {
    check(n, "x", x);
  }

  private void check(int n, String name, Rows<A> x) {
    if (n < 1) {
      throw new IllegalArgumentException("n is " + n + ", must be at least 1");
    }
    Objects.requireNonNull(x, name).require(name, precision, n);
  }

  private void result(String name, Rows<A> y, int columns, Rows<A> x, int n, boolean orSame) {
    result(name, y, columns, "x", x, n, orSame);
  }

  private void result(
      String name, Rows<A> y, int columns, String xName, Rows<A> x, int n, boolean orSame) {
    Objects.requireNonNull(y, name).require(name, precision, columns);
    y.requireCount(name, xName, x);
    y.requireApart(name, columns, xName, x, n, orSame);
  }

  private void checkRow(
      int n, double smoothing, Rows<A> x, int row, Rows<A> kept, Rows<A> gradient) {
    check(n, x);
    if (!(smoothing >= 0 && smoothing < 1)) {
      throw new IllegalArgumentException(
          "smoothing is " + smoothing + ", must be at least 0 and less than 1");
    }
    result("kept", kept, width(n), x, n, false);
    if (gradient != null) {
      result("gradient", gradient, n, x, n, true);
      gradient.requireApart("gradient", n, "kept", kept, width(n), false);
    }
    Arguments.index("row", row, x.count());
  }

  @Override
  public String toString() {
    return "softmax for " + precision;
  }
}
