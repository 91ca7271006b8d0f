package io.github.curvelane.nn;

import io.github.curvelane.internal.Shown;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.kernel.Rows;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
 * <tr><td>{@link #logCosh}</td><td>Σ log cosh r</td><td>tanh r</td><td>1 − tanh² r</td></tr>
 * <tr><td>{@link #ofParts}</td><td>Σ_k w_k L_k, L_k of some outputs</td><td>side by side</td>
 *     <td>block-diagonal</td></tr>
 * </table>
 */
public final class Loss {
  /**
   * Every loss, by the first word of its name. A loss is added by its class, a constant and the
   * cases that the compiler then asks for.
   */
  enum Kind {
    HALF_SQUARED_ERROR,
    MEAN_SQUARED_ERROR,
    SOFTMAX_CROSS_ENTROPY,
    BINARY_CROSS_ENTROPY,
    PERCEPTRON,
    HINGE,
    HUBER,
    LOG_COSH;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    LossTraits traits() {
      return switch (this) {
        case HALF_SQUARED_ERROR, MEAN_SQUARED_ERROR -> FloatSquaredError.TRAITS;
        case SOFTMAX_CROSS_ENTROPY -> FloatSoftmaxCrossEntropy.TRAITS;
        case BINARY_CROSS_ENTROPY -> FloatBinaryCrossEntropy.TRAITS;
        case PERCEPTRON, HINGE -> FloatMargin.TRAITS;
        case HUBER -> FloatHuber.TRAITS;
        case LOG_COSH -> FloatLogCosh.TRAITS;
      };
    }

    LossParameter parameter() {
      return traits().parameter();
    }
  }

  /**
   * A loss of some of the outputs.
   *
   * @param from the first of these outputs
   * @param to the output after the last
   * @param loss the loss of these, not itself of parts
   * @param weight w, what it is multiplied by: finite, at least 0
   */
  public record Part(int from, int to, Loss loss, double weight) {
    /**
     * Creates a part.
     *
     * @throws IllegalArgumentException if there is no such range, the loss is one of parts, or the
     *     weight is out of range
     */
    public Part {
      if (from < 0 || from >= to) {
        throw new IllegalArgumentException(
            "the outputs are from %d to %d, must be 0 ≤ from < to".formatted(from, to));
      }
      if (!Objects.requireNonNull(loss, "loss").parts.isEmpty()) {
        throw new IllegalArgumentException("loss is " + loss + ", must not be of parts itself");
      }
      if (!(weight >= 0) || weight == Double.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "weight is " + weight + ", must be finite and at least 0");
      }
    }

    int outputs() {
      return to - from;
    }
  }

  /** Null for a loss of parts. */
  private final @Nullable Kind kind;

  private final double parameter;
  private final List<Part> parts;

  private Loss(Kind kind) {
    this(kind, kind.parameter().absent());
  }

  private Loss(Kind kind, double parameter) {
    this.kind = kind;
    this.parameter = parameter;
    this.parts = List.of();
  }

  private Loss(List<Part> parts) {
    this.kind = null;
    this.parameter = 0;
    this.parts = parts;
  }

  /**
   * Half squared error, ½‖a − t‖² [EB 48]: the squared error whose Hessian is the identity.
   *
   * @return the loss
   */
  public static Loss halfSquaredError() {
    return new Loss(Kind.HALF_SQUARED_ERROR);
  }

  /**
   * Squared error averaged over the outputs, ‖a − t‖²/n: 2/n times {@link #halfSquaredError}, what
   * PyTorch calls MSELoss.
   *
   * @return the loss
   */
  public static Loss meanSquaredError() {
    return new Loss(Kind.MEAN_SQUARED_ERROR);
  }

  /**
   * Softmax cross-entropy on logits, for class labels or target distributions. It equals the
   * Kullback-Leibler cost of [EB 6.4] plus the entropy of the target.
   *
   * @return the loss
   */
  public static Loss softmaxCrossEntropy() {
    return new Loss(Kind.SOFTMAX_CROSS_ENTROPY);
  }

  /**
   * Binary cross-entropy on logits, summed over outputs that are independent of each other; targets
   * are probabilities.
   *
   * @return the loss
   */
  public static Loss binaryCrossEntropy() {
    return new Loss(Kind.BINARY_CROSS_ENTROPY);
  }

  /**
   * The perceptron criterion for targets of −1 and +1: a gradient step is Rosenblatt's rule. An
   * output of exactly 0 counts as wrong, so that learning starts from zero weights.
   *
   * @return the loss
   */
  public static Loss perceptron() {
    return new Loss(Kind.PERCEPTRON);
  }

  /**
   * The hinge loss for targets of −1 and +1. At the kink the gradient is −t.
   *
   * @return the loss
   */
  public static Loss hinge() {
    return new Loss(Kind.HINGE);
  }

  /**
   * Huber's loss (1964): squared near the target, absolute far from it.
   *
   * @param delta δ, the distance where it changes, positive and finite
   * @return the loss
   */
  public static Loss huber(double delta) {
    return of(Kind.HUBER, delta);
  }

  /**
   * The log-cosh loss (Green 1990, as a potential): near the target half the squared error, far
   * from it the absolute error less log 2. Like {@link #huber} it bounds what an outlier pulls, and
   * it has all derivatives; for another scale s give outputs and targets divided by s.
   *
   * @return the loss
   */
  public static Loss logCosh() {
    return new Loss(Kind.LOG_COSH);
  }

  /**
   * A weighted sum of losses of neighbouring outputs, Σ_k w_k L_k, such as that of a network's
   * output and of auxiliary heads, which are {@linkplain Network#head dropped} after training [DL8
   * 8.7]. The targets are {@linkplain Targets#joined joined}, one for each part.
   *
   * <p>{@code L_p = fma(w_k, L_pk, ·)} over ascending parts from +0 in double precision; gradients,
   * products and diagonals of part k are multiplied by w_k, columns of S by √w_k, once more rounded
   * each. {@linkplain #count Classes} are those of the first part.
   *
   * <pre>{@code
   * Loss loss =
   *     Loss.ofParts(
   *         new Loss.Part(0, 10, Loss.softmaxCrossEntropy(), 1),
   *         new Loss.Part(10, 20, Loss.softmaxCrossEntropy(), 0.3));
   * }</pre>
   *
   * @param parts the parts, which cover all outputs in ascending order
   * @return the loss
   * @throws IllegalArgumentException if there is no part, or one does not begin where the one
   *     before it ends, the first at 0
   */
  public static Loss ofParts(Part... parts) {
    Objects.requireNonNull(parts, "parts");
    if (parts.length == 0) {
      throw new IllegalArgumentException("parts is empty, must be at least one");
    }
    int end = 0;
    for (int k = 0; k < parts.length; k++) {
      if (Objects.requireNonNull(parts[k], "an element of parts").from != end) {
        throw new IllegalArgumentException(
            "part %d begins at output %d, must begin at %d".formatted(k, parts[k].from, end));
      }
      end = parts[k].to;
    }
    return new Loss(List.of(parts));
  }

  /** The loss of a kind with its parameter, checked. */
  static Loss of(Kind kind, double parameter) {
    return new Loss(kind, kind.parameter().checked(parameter));
  }

  /**
   * Returns this cross-entropy with smoothed targets (Szegedy et al. 2016): (1 − s)·t + s/n for n
   * classes, (1 − s)·t + s/2 for binary targets.
   *
   * @param s the share that is spread, at least 0 and less than 1
   * @return the loss
   * @throws IllegalStateException if this is not a cross-entropy
   */
  public Loss withLabelSmoothing(double s) {
    if (kind == null || kind.parameter() != LossParameter.SMOOTHING) {
      throw new IllegalStateException("label smoothing means nothing for " + this);
    }
    return of(kind, s);
  }

  /**
   * Returns the loss of a name, as {@link #toString} gives it: {@code half-squared-error}, {@code
   * mean-squared-error}, {@code softmax-cross-entropy}, {@code binary-cross-entropy}, {@code
   * perceptron}, {@code hinge}, {@code huber(1.0)}, {@code log-cosh}; a cross-entropy with smoothed
   * labels is written {@code softmax-cross-entropy(0.1)}, one of parts {@code
   * softmax-cross-entropy[0:10] + 0.3*huber(1.0)[10:12]}.
   *
   * @param name the name
   * @return the loss
   * @throws IllegalArgumentException if there is none of this name
   */
  public static Loss parse(String name) {
    Objects.requireNonNull(name, "name");
    if (name.endsWith("]")) {
      return LossParts.parse(name);
    }
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
    if (kind.parameter().isRequired()) {
      throw new IllegalArgumentException(
          "'%s' lacks its %s, must be written as %s(1.0)"
              .formatted(Shown.text(name), kind.parameter().meaning(), Shown.text(name)));
    }
    return new Loss(kind);
  }

  private static Loss withParameter(Kind kind, String name, String parameter) {
    double value;
    try {
      value = Double.parseDouble(parameter);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + Shown.text(parameter) + "' in '" + Shown.text(name) + "' is not a number", e);
    }
    if (kind.parameter() == LossParameter.NONE) {
      throw unknown(name);
    }
    return of(kind, value);
  }

  private static IllegalArgumentException unknown(String name) {
    StringBuilder known = new StringBuilder();
    for (Kind kind : Kind.values()) {
      known.append(known.isEmpty() ? "" : ", ").append(kind.text);
    }
    return new IllegalArgumentException(
        "no loss is named '" + Shown.text(name) + "', known are: " + known);
  }

  /**
   * Computes the mean of L_p over examples: each L_p is rounded to the precision, and summed in
   * double precision as examples are everywhere, in chunks that a tree adds. It allocates what the
   * loss keeps of all examples; {@link NetworkObjective} does not.
   *
   * @param targets the targets, of at least one example
   * @param outputs the outputs of a network, row-major [examples × outputs]: all of the array
   * @param <A> {@code float[]} or {@code double[]}
   * @return the mean loss; NaN or infinite if an output is, but for limits that exist
   * @throws IllegalArgumentException if there is no example, there are not as many outputs, or the
   *     loss is not {@linkplain #check defined} for such targets
   */
  public <A> double mean(Targets<A> targets, A outputs) {
    Objects.requireNonNull(outputs, "outputs");
    Objects.requireNonNull(targets, "targets");
    check(targets);
    if (targets.examples() == 0) {
      throw new IllegalArgumentException("targets has no example, the mean needs one");
    }
    double sum = of(targets).value(rows(targets, outputs), targets, null, 0);
    return sum / targets.examples();
  }

  /**
   * Counts classes: of each example and of what the outputs predict for it, the first largest one;
   * of a single output 1 if it is positive, else 0. The class of a row of targets is found alike, a
   * single target of binary cross-entropy against ½.
   *
   * @param targets the targets
   * @param outputs the outputs of a network, row-major [examples × outputs]: all of the array
   * @param confusion has each example's class and predicted class added
   * @param <A> {@code float[]} or {@code double[]}
   * @throws IllegalArgumentException if there are not as many outputs, {@code confusion} is not for
   *     as many classes (two for a single output), or the loss is not {@linkplain #check defined}
   *     for such targets
   */
  public <A> void count(Targets<A> targets, A outputs, ConfusionMatrix confusion) {
    Objects.requireNonNull(targets, "targets");
    Objects.requireNonNull(confusion, "confusion");
    Objects.requireNonNull(outputs, "outputs");
    check(targets);
    of(targets).count(rows(targets, outputs), targets, null, 0, confusion);
  }

  private <A> LossFunction<A> of(Targets<A> targets) {
    return on(Kernels.of(targets.precision()), targets.outputs(), targets.examples());
  }

  private static <A> Rows<A> rows(Targets<A> targets, A outputs) {
    int length = targets.precision().length(outputs);
    long elements = (long) targets.examples() * targets.outputs();
    if (length != elements) {
      throw new IllegalArgumentException(
          "outputs has %d elements, must have %d x %d = %d"
              .formatted(length, targets.examples(), targets.outputs(), elements));
    }
    return new Rows<>(outputs, 0, targets.outputs(), targets.examples());
  }

  /**
   * Creates a function that computes this loss, with memory of its own, for one thread at a time.
   *
   * @param kernels the kernels to compute with
   * @param outputs n, the number of outputs of an example, at least 1
   * @param rows the largest number of examples at a time, at least 0
   * @param <A> {@code float[]} or {@code double[]}
   * @return the function
   * @throws IllegalArgumentException if a number is out of range, or what the loss keeps of so many
   *     examples does not fit one array
   */
  <A> LossFunction<A> on(Kernels<A> kernels, int outputs, int rows) {
    return on(kernels, outputs, rows, "rows is " + rows);
  }

  /** The same for a number of rows that follows from another limit. */
  <A> LossFunction<A> on(Kernels<A> kernels, int outputs, int rows, String limit) {
    Objects.requireNonNull(kernels, "kernels");
    return LossFunctions.of(new LossSetting<>(this, kernels, outputs, rows, limit));
  }

  /**
   * Refuses targets that this loss is not defined for. The functions of this loss take it for
   * granted, so it is called once, where targets come in. Softmax cross-entropy wants labels, or
   * rows of values of at least 0 that sum to one: the sum, in double precision, may err by 2(n +
   * 2)u, twice what normalising n terms in this precision can. Binary cross-entropy wants values
   * from 0 to 1, perceptron and hinge −1 or +1; they, squared errors and Huber's loss want a matrix
   * ({@link Targets#coded} makes one from labels). A loss of parts wants what its parts want,
   * joined.
   *
   * @param targets the targets
   * @throws IllegalArgumentException naming the first example that does not fit
   */
  public void check(Targets<?> targets) {
    Objects.requireNonNull(targets, "targets");
    checkLabels(targets);
    for (int k = 0; k < parts.size(); k++) {
      LossParts.check(this, targets, k);
    }
    if (kind == null) {
      return;
    }
    for (int i = 0; i < targets.examples() && !targets.areLabels(); i++) {
      kind.traits().targets().check(this, targets, i);
    }
  }

  /** Refuses labels where they mean nothing. */
  void checkLabels(Targets<?> targets) {
    if (targets.parts().size() != parts.size()) {
      throw LossParts.notJoined(this, targets);
    }
    if (kind == null) {
      return;
    }
    if (targets.areLabels() && !kind.traits().targets().takesLabels()) {
      throw new IllegalArgumentException(
          this + " needs a matrix of targets, not labels; Targets.coded makes one from labels");
    }
  }

  /**
   * Tells whether this is a loss of regression.
   *
   * @return whether targets may be any numbers
   */
  public boolean isForNumbers() {
    return kind == null
        ? parts.stream().allMatch(part -> part.loss.isForNumbers())
        : kind.traits().targets() == TargetRule.NUMBERS;
  }

  /**
   * Returns the losses that this one is the weighted sum of.
   *
   * @return the parts in ascending order of outputs; none if the loss is one of all outputs
   */
  public List<Part> parts() {
    return parts;
  }

  /** Whether this is a sum of squares of residuals. */
  boolean isSumOfSquares() {
    return kind == null
        ? parts.stream().allMatch(part -> part.loss.isSumOfSquares())
        : kind == Kind.HALF_SQUARED_ERROR || kind == Kind.MEAN_SQUARED_ERROR;
  }

  @Nullable Kind kind() {
    return kind;
  }

  /** What stands in parentheses behind the name, or would. */
  double parameter() {
    return parameter;
  }

  /** Returns the name that {@link #parse} understands. */
  @Override
  public String toString() {
    if (kind == null) {
      return LossParts.text(parts);
    }
    return parameter == kind.parameter().absent() ? kind.text : kind.text + "(" + parameter + ")";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Loss loss
        && kind == loss.kind
        && parameter == loss.parameter
        && parts.equals(loss.parts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, parameter, parts);
  }
}
