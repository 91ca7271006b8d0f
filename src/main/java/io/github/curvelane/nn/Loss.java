package io.github.curvelane.nn;

import io.github.curvelane.kernel.Kernels;
import java.util.Locale;
import java.util.Objects;

/**
 * What a network is trained for: a loss L(a, t) of the outputs a of one example and its target t.
 * Immutable and free of precision; {@link #on} gives the function that computes it.
 *
 * <table>
 * <caption>The losses, with their gradient and Hessian at the outputs</caption>
 * <tr><th>loss</th><th>L</th><th>∂L/∂a</th><th>H</th></tr>
 * <tr><td>{@link #halfSquaredError}</td><td>½‖a − t‖²</td><td>a − t</td><td>I</td></tr>
 * <tr><td>{@link #meanSquaredError}</td><td>‖a − t‖²/n</td><td>2(a − t)/n</td><td>(2/n)I</td></tr>
 * <tr><td>{@link #softmaxCrossEntropy}</td><td>−Σ t log p, p = softmax(a)</td><td>p − t</td>
 *     <td>diag p − p pᵀ</td></tr>
 * <tr><td>{@link #binaryCrossEntropy}</td><td>−Σ t log σ(a) + (1 − t) log(1 − σ(a))</td>
 *     <td>σ(a) − t</td><td>diag σ(1 − σ)</td></tr>
 * <tr><td>{@link #perceptron}</td><td>Σ max(0, −t·a)</td><td>−t where wrong, else 0</td>
 *     <td>0</td></tr>
 * <tr><td>{@link #hinge}</td><td>Σ max(0, 1 − t·a)</td><td>−t within the margin, else 0</td>
 *     <td>0</td></tr>
 * <tr><td>{@link #huber}</td><td>½r² for |r| ≤ δ, r = a − t, else δ(|r| − δ/2)</td>
 *     <td>r clipped to ±δ</td><td>1 for |r| ≤ δ, else 0</td></tr>
 * </table>
 */
public final class Loss {
  /** The formulas; what follows the first word of a name are parameters. */
  enum Kind {
    HALF_SQUARED_ERROR,
    MEAN_SQUARED_ERROR,
    SOFTMAX_CROSS_ENTROPY,
    BINARY_CROSS_ENTROPY,
    PERCEPTRON,
    HINGE,
    HUBER;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private final Kind kind;
  private final double delta;
  private final double smoothing;

  private Loss(Kind kind, double delta, double smoothing) {
    this.kind = kind;
    this.delta = delta;
    this.smoothing = smoothing;
  }

  /**
   * Half squared error, ½‖a − t‖² [EB 48]: the squared error whose Hessian is the identity.
   *
   * @return the loss
   */
  public static Loss halfSquaredError() {
    return new Loss(Kind.HALF_SQUARED_ERROR, 0, 0);
  }

  /**
   * Squared error averaged over the outputs, ‖a − t‖²/n: 2/n times {@link #halfSquaredError}, what
   * PyTorch calls MSELoss.
   *
   * @return the loss
   */
  public static Loss meanSquaredError() {
    return new Loss(Kind.MEAN_SQUARED_ERROR, 0, 0);
  }

  /**
   * Softmax cross-entropy on logits, for class labels or target distributions. It equals the
   * Kullback-Leibler cost of [EB 6.4] plus the entropy of the target.
   *
   * @return the loss
   */
  public static Loss softmaxCrossEntropy() {
    return new Loss(Kind.SOFTMAX_CROSS_ENTROPY, 0, 0);
  }

  /**
   * Binary cross-entropy on logits, summed over outputs that are independent of each other; targets
   * are probabilities.
   *
   * @return the loss
   */
  public static Loss binaryCrossEntropy() {
    return new Loss(Kind.BINARY_CROSS_ENTROPY, 0, 0);
  }

  /**
   * The perceptron criterion for targets of −1 and +1: a gradient step is Rosenblatt's rule. An
   * output of exactly 0 counts as wrong, so that learning starts from zero weights.
   *
   * @return the loss
   */
  public static Loss perceptron() {
    return new Loss(Kind.PERCEPTRON, 0, 0);
  }

  /**
   * The hinge loss for targets of −1 and +1. At the kink the gradient is −t.
   *
   * @return the loss
   */
  public static Loss hinge() {
    return new Loss(Kind.HINGE, 0, 0);
  }

  /**
   * Huber's loss (1964): squared near the target, absolute far from it.
   *
   * @param delta δ, the distance where it changes, positive and finite
   * @return the loss
   */
  public static Loss huber(double delta) {
    if (!(delta > 0) || delta == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("delta is " + delta + ", must be positive and finite");
    }
    return new Loss(Kind.HUBER, delta, 0);
  }

  /**
   * Returns this cross-entropy with smoothed targets (Szegedy et al. 2016): (1 − s)·t + s/n for n
   * classes, (1 − s)·t + s/2 for binary targets.
   *
   * @param s the share that is spread, from 0 to 1
   * @return the loss
   * @throws IllegalStateException if this is not a cross-entropy
   */
  public Loss withLabelSmoothing(double s) {
    if (kind != Kind.SOFTMAX_CROSS_ENTROPY && kind != Kind.BINARY_CROSS_ENTROPY) {
      throw new IllegalStateException("label smoothing means nothing for " + kind.text);
    }
    if (!(s >= 0 && s <= 1)) {
      throw new IllegalArgumentException("s is " + s + ", must be from 0 to 1");
    }
    return new Loss(kind, delta, s);
  }

  /**
   * Returns the loss of a name, as {@link #toString} gives it: {@code half-squared-error}, {@code
   * mean-squared-error}, {@code softmax-cross-entropy}, {@code binary-cross-entropy}, {@code
   * perceptron}, {@code hinge}, {@code huber(1.0)}; a cross-entropy with smoothed labels is written
   * {@code softmax-cross-entropy(0.1)}.
   *
   * @param name the name
   * @return the loss
   * @throws IllegalArgumentException if there is none of this name
   */
  public static Loss parse(String name) {
    int open = name.indexOf('(');
    boolean closed = name.endsWith(")");
    String base = open < 0 ? name : name.substring(0, open);
    for (Kind kind : Kind.values()) {
      if (kind.text.equals(base) && (open >= 0) == closed) {
        return open < 0
            ? withoutParameter(kind, name)
            : withParameter(kind, name, name.substring(open + 1, name.length() - 1));
      }
    }
    throw unknown(name);
  }

  private static Loss withoutParameter(Kind kind, String name) {
    if (kind == Kind.HUBER) {
      throw new IllegalArgumentException(
          "'" + name + "' lacks its threshold, must be written as huber(1.0)");
    }
    return new Loss(kind, 0, 0);
  }

  private static Loss withParameter(Kind kind, String name, String parameter) {
    double value;
    try {
      value = Double.parseDouble(parameter);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + parameter + "' in '" + name + "' is not a number", e);
    }
    return switch (kind) {
      case HUBER -> huber(value);
      case SOFTMAX_CROSS_ENTROPY, BINARY_CROSS_ENTROPY ->
          new Loss(kind, 0, 0).withLabelSmoothing(value);
      default -> throw unknown(name);
    };
  }

  private static IllegalArgumentException unknown(String name) {
    StringBuilder known = new StringBuilder();
    for (Kind kind : Kind.values()) {
      known.append(known.isEmpty() ? "" : ", ").append(kind.text);
    }
    return new IllegalArgumentException("no loss is named '" + name + "', known are: " + known);
  }

  /**
   * Returns the function that computes this loss.
   *
   * @param kernels the kernels to compute with
   * @param <A> {@code float[]} or {@code double[]}
   * @return the function
   */
  public <A> LossFunction<A> on(Kernels<A> kernels) {
    Objects.requireNonNull(kernels, "kernels");
    return kind == Kind.SOFTMAX_CROSS_ENTROPY
        ? new SoftmaxLoss<>(this, kernels)
        : new ElementwiseLoss<>(this, kernels);
  }

  /**
   * Refuses targets that this loss is not defined for. The functions of this loss take it for
   * granted, so it is called once, where targets come in. Softmax cross-entropy wants labels, or
   * rows of values of at least 0 that sum to one: the sum, in double precision, may err by 2(n +
   * 2)u, twice what normalising n terms in this precision can. Binary cross-entropy wants values
   * from 0 to 1, perceptron and hinge −1 or +1; they, squared errors and Huber's loss want a matrix
   * ({@link Targets#coded} makes one from labels).
   *
   * @param targets the targets
   * @throws IllegalArgumentException naming the first example that does not fit
   */
  public void check(Targets<?> targets) {
    TargetCheck.check(this, targets);
  }

  Kind kind() {
    return kind;
  }

  double delta() {
    return delta;
  }

  double smoothing() {
    return smoothing;
  }

  /** Returns the name that {@link #parse} understands. */
  @Override
  public String toString() {
    if (kind == Kind.HUBER) {
      return kind.text + "(" + delta + ")";
    }
    return smoothing == 0 ? kind.text : kind.text + "(" + smoothing + ")";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Loss loss
        && kind == loss.kind
        && delta == loss.delta
        && smoothing == loss.smoothing;
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, delta, smoothing);
  }
}
