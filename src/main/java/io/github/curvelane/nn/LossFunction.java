package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.ChunkTree;
import io.github.curvelane.kernel.Functions;
import io.github.curvelane.kernel.Reductions;
import io.github.curvelane.kernel.Rows;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A {@link Loss} on the outputs of a batch: its value and gradient, and the products with its
 * Hessian that second-order methods need. Outputs, gradients and directions are rows of n = {@link
 * Targets#outputs} elements, one an example.
 *
 * <p><b>Targets are not gathered.</b> Row i of a batch belongs to example {@code order[from + i]}
 * of the targets, or {@code from + i} where {@code order} is null. The targets have passed {@link
 * Loss#check}.
 *
 * <p><b>No 1/B.</b> L_p, its gradient and its Hessian H are those of one example, times its weight.
 * The value returned is Σ L_p: each L_p is rounded to the precision, the sum is a chain in double
 * precision over ascending rows from +0, begun anew after every {@link Arithmetic#EXAMPLE_CHUNK}
 * rows, finished chunks added by the tree of {@link ChunkTree}.
 *
 * <p><b>State.</b> {@link #value} and {@link #valueAndGradient} keep what the second-order methods
 * work from: these belong to the rows of the last evaluation. So a function serves one thread at a
 * time.
 *
 * <p><b>Special values.</b> NaN or infinite outputs give a NaN or infinite value, never a finite
 * one, with two exceptions that have a limit: −∞ is a softmax logit of probability 0, and a margin
 * loss is 0 at an infinite output on the right side.
 *
 * <p><b>Errors.</b> What does not fit is refused by an {@link IllegalArgumentException} that names
 * the argument, its value and the bound, before anything is written. Nothing allocates.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
abstract class LossFunction<A> {
  /** The number of outputs. */
  final int n;

  /** The precision. */
  final Precision<A> precision;

  /** The sums over a row. */
  final Reductions<A> reductions;

  /** The elementary functions. */
  final Functions<A> functions;

  /** A row an example of the last evaluation: L_p, the scale of H, then what the loss needs. */
  final Rows<A> state;

  /** The outputs that are evaluated. */
  Rows<A> outputs;

  /** Their targets. */
  Targets<A> targets;

  private final Loss loss;
  private final int rows;
  private final int width;
  private int[] order;
  private int from;
  private Rows<A> gradient;

  LossFunction(LossSetting<A> setting, long width) {
    this.loss = setting.loss();
    this.n = setting.outputs();
    this.rows = setting.rows();
    this.precision = setting.kernels().precision();
    this.reductions = setting.kernels().newReductions();
    this.functions = setting.kernels().functions();
    if (n < 1) {
      throw new IllegalArgumentException("outputs is " + n + ", must be at least 1");
    }
    if (rows < 0) {
      throw new IllegalArgumentException("rows is " + rows + ", must be at least 0");
    }
    if (rows * width > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%s: the loss keeps %d numbers for each of %d rows, too many for one array"
              .formatted(setting.limit(), width, rows));
    }
    this.width = (int) width;
    this.state = new Rows<>(precision.newArray(rows * this.width), 0, this.width, 0);
  }

  /**
   * Returns what is computed.
   *
   * @return the loss
   */
  final Loss loss() {
    return loss;
  }

  /**
   * Computes Σ L_p.
   *
   * @param outputs the outputs a
   * @param targets the targets, n an example
   * @param order the examples; null for consecutive ones
   * @param from the position in {@code order} of the first row's example, or that example
   * @return Σ L_p
   */
  final double value(Rows<A> outputs, Targets<A> targets, int[] order, int from) {
    return valueAndGradient(outputs, targets, order, from, null);
  }

  /**
   * Computes Σ L_p and every ∂L_p/∂a.
   *
   * @param outputs the outputs a
   * @param targets the targets, n an example
   * @param order the examples; null for consecutive ones
   * @param from the position in {@code order} of the first row's example, or that example
   * @param gradient receives ∂L_p/∂a, a row an example; may be {@code outputs}; null if not wanted
   * @return Σ L_p
   */
  final double valueAndGradient(
      Rows<A> outputs, Targets<A> targets, int[] order, int from, Rows<A> gradient) {
    check(outputs, targets, order, from);
    if (gradient != null) {
      checkAsMany("gradient", gradient, outputs.count());
    }
    this.outputs = outputs;
    this.targets = targets;
    this.order = order;
    this.from = from;
    this.gradient = gradient;
    int examples = outputs.count();
    state.set(state.array(), 0, width, examples);
    prepare();
    return sum(0, examples);
  }

  /** Σ L_p of rows: a chain over those of a chunk, chunks by the tree. */
  private double sum(int first, int end) {
    if (end - first > Arithmetic.EXAMPLE_CHUNK) {
      int chunks = Math.ceilDiv(end - first, Arithmetic.EXAMPLE_CHUNK);
      int middle = first + ChunkTree.left(chunks) * Arithmetic.EXAMPLE_CHUNK;
      return sum(first, middle) + sum(middle, end);
    }
    double sum = 0;
    for (int i = first; i < end; i++) {
      sum += row(i);
    }
    return sum;
  }

  /**
   * Returns the loss of one example.
   *
   * @param row its row in the last evaluation
   * @return L_p
   */
  final double value(int row) {
    return precision.get(state.array(), state.at(Objects.checkIndex(row, state.count())));
  }

  /**
   * Counts classes: of each example and of what the outputs predict for it, the first largest one;
   * of a single output 1 if it is positive, else 0. The class of a row of targets is found alike, a
   * single target of binary cross-entropy against ½.
   *
   * @param outputs the outputs a
   * @param targets the targets, n an example
   * @param order the examples; null for consecutive ones
   * @param from the position in {@code order} of the first row's example, or that example
   * @param confusion has each example's class and predicted class added
   */
  final void count(
      Rows<A> outputs, Targets<A> targets, int[] order, int from, ConfusionMatrix confusion) {
    check(outputs, targets, order, from);
    if (confusion.classes() != classes()) {
      throw new IllegalArgumentException(
          "confusion has %d classes, must have %d".formatted(confusion.classes(), classes()));
    }
    for (int i = 0; i < outputs.count(); i++) {
      int example = order == null ? from + i : order[from + i];
      confusion.add(actualClass(targets, example), predictedClass(outputs.array(), outputs.at(i)));
    }
  }

  /** The number of classes: two for a single output. */
  int classes() {
    return Math.max(n, 2);
  }

  /** The class of an example, as {@link #count} finds it. */
  int actualClass(Targets<A> targets, int example) {
    return targets.areLabels()
        ? targets.label(example)
        : largest(targets.values(), example * n, classBoundary());
  }

  /** What the outputs from an index on predict, as {@link #count} finds it; −1 for nothing. */
  int predictedClass(A outputs, int at) {
    return largest(outputs, at, 0);
  }

  private int largest(A array, int at, double boundary) {
    if (n > 1) {
      return reductions.argMax(n, array, at);
    }
    double a = precision.get(array, at);
    return Double.isNaN(a) ? -1 : a > boundary ? 1 : 0;
  }

  /**
   * Computes out = H r for some examples of the last evaluation.
   *
   * @param first the row of the first of them
   * @param r the directions, one an example
   * @param out receives the products, as many; may be {@code r}
   */
  final void hessianVector(int first, Rows<A> r, Rows<A> out) {
    r.require("r", precision, n);
    checkAsMany("out", out, r.count());
    Objects.checkFromIndexSize(first, r.count(), state.count());
    hessianVectors(first, r, out);
  }

  /**
   * Computes out = diag H for every example of the last evaluation.
   *
   * @param out receives the diagonals
   */
  final void hessianDiagonal(Rows<A> out) {
    checkAsMany("out", out, state.count());
    for (int i = 0; i < out.count(); i++) {
      hessianDiagonalRow(i, out.array(), out.at(i));
    }
  }

  /**
   * Returns the number of columns of S, where S Sᵀ = H.
   *
   * @return n, or 0 where H is always 0
   */
  abstract int rootColumns();

  /**
   * Computes out = S e_c for every example of the last evaluation, where S Sᵀ = H: √H_cc·e_c for an
   * elementwise loss; for softmax column c of √h·(diag √p − p √pᵀ), h the scale. Computed in double
   * precision, rounded once.
   *
   * @param c the column, from 0 to {@link #rootColumns} − 1
   * @param out receives the columns
   */
  final void squareRootColumn(int c, Rows<A> out) {
    if (c < 0 || c >= rootColumns()) {
      throw new IllegalArgumentException(
          "column is %d, must be from 0 to %d".formatted(c, rootColumns() - 1));
    }
    checkAsMany("out", out, state.count());
    for (int i = 0; i < out.count(); i++) {
      rootColumnRow(c, i, out.array(), out.at(i));
    }
  }

  /**
   * Tells whether the loss is the negative log-likelihood of a distribution that targets can be
   * drawn from: a Gaussian of unit variance (squared error; of variance n/2 for the mean), a
   * categorical (softmax) or Bernoulli distributions (binary cross-entropy).
   *
   * @return whether {@link #sampleGradient} is defined
   */
  abstract boolean hasDistribution();

  /**
   * Draws for every example of the last evaluation a target from the model's own distribution, and
   * computes out = √w times the gradient for that target. Its outer product has the expectation H,
   * so one draw (or a few) estimates what all columns of S would give: the Monte-Carlo Gauss-Newton
   * matrix, which is the Fisher matrix. Takes, in the order of rows and outputs, one {@code
   * nextDouble} an example (softmax) or an output (binary cross-entropy), or a Gaussian an output
   * by the polar method over {@link StrictMath}. Computed in double precision, rounded once.
   *
   * @param random the generator, of a named algorithm
   * @param out receives the gradients
   * @throws UnsupportedOperationException if the loss has no distribution
   */
  final void sampleGradient(RandomGenerator random, Rows<A> out) {
    if (!hasDistribution()) {
      throw new UnsupportedOperationException(
          loss + " is not the likelihood of a distribution to sample from");
    }
    checkAsMany("out", out, state.count());
    for (int i = 0; i < out.count(); i++) {
      sampleRow(random, i, out.array(), out.at(i));
    }
  }

  // ---------------------------------------------------------------- what a loss writes

  /** Works on all rows at once before any {@link #row}. */
  void prepare() {}

  /** L_p of a row, and its gradient where one is wanted; leaves its state. */
  abstract double row(int row);

  /** H r of rows from the first one on, as many as there are directions; out may be r. */
  abstract void hessianVectors(int first, Rows<A> r, Rows<A> out);

  abstract void hessianDiagonalRow(int row, A out, int outAt);

  abstract void rootColumnRow(int c, int row, A out, int outAt);

  abstract void sampleRow(RandomGenerator random, int row, A out, int outAt);

  /** Of a single target, what is above is class 1. */
  double classBoundary() {
    return 0;
  }

  // ---------------------------------------------------------------- what a loss reads

  /** The examples of the rows; null for consecutive ones. */
  final int[] order() {
    return order;
  }

  /** The position in {@link #order} of the first row's example, or that example. */
  final int from() {
    return from;
  }

  final int example(int row) {
    return order == null ? from + row : order[from + row];
  }

  final double weight(int row) {
    return targets.weight(example(row));
  }

  /** Where the row's targets are in {@link Targets#values}. */
  final int targetAt(int row) {
    return example(row) * n;
  }

  /** The rows that receive gradients, null if they are not wanted. */
  final Rows<A> gradients() {
    return gradient;
  }

  /** The array of {@link #gradients}, null likewise. */
  final A gradient() {
    return gradient == null ? null : gradient.array();
  }

  final int gradientAt(int row) {
    return gradient == null ? 0 : gradient.at(row);
  }

  // ---------------------------------------------------------------- checks

  private void check(Rows<A> outputs, Targets<A> targets, int[] order, int from) {
    outputs.require("outputs", precision, n);
    int examples = outputs.count();
    if (examples > rows) {
      throw new IllegalArgumentException(
          "outputs has %d rows, must have at most %d".formatted(examples, rows));
    }
    if (targets.outputs() != n) {
      throw new IllegalArgumentException(
          "targets are for %d outputs, must be for %d".formatted(targets.outputs(), n));
    }
    loss.checkLabels(targets);
    int available = order == null ? targets.examples() : order.length;
    if (from < 0 || from > available - examples) {
      throw new IllegalArgumentException(
          "%d examples from %d are not within %s of %d"
              .formatted(examples, from, order == null ? "targets" : "an order", available));
    }
    for (int i = from; order != null && i < from + examples; i++) {
      if (order[i] < 0 || order[i] >= targets.examples()) {
        throw new IllegalArgumentException(
            "order[%d] is %d, must be from 0 to %d".formatted(i, order[i], targets.examples() - 1));
      }
    }
  }

  private void checkAsMany(String name, Rows<A> rows, int count) {
    rows.require(name, precision, n);
    if (rows.count() != count) {
      throw new IllegalArgumentException(
          "%s has %d rows, must have %d".formatted(name, rows.count(), count));
    }
  }

  @Override
  public String toString() {
    return loss + " of " + n + " outputs, at most " + rows + " rows";
  }
}
