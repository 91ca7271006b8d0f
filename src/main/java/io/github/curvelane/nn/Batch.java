package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.VectorAlgebra;
import io.github.curvelane.nn.Passes.Keep;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The selected examples and their forward and backward passes, chunk by canonical chunk. A batch of
 * one chunk keeps its signals for later products; a longer one runs its passes again for each.
 */
final class Batch<A> {
  /** Sums over the examples of the loaded chunk, scaled. */
  @FunctionalInterface
  interface ChunkSum<A> {
    void run(List<A> sums, double scale);
  }

  private final Workspace<A> workspace;
  private final LossFunction<A> loss;
  private final A inputs;
  private final Targets<A> targets;
  private final int examples;
  private final VectorAlgebra<A> algebra;
  private final Precision<A> precision;
  private final A lossState;
  private A gathered;
  private final List<A> chunkSums = new ArrayList<>();
  private final List<A> one = new ArrayList<>(1);

  private int[] order;
  private int from;
  private int count;
  private int chunkStart;
  private int chunkSize;
  private A theta;

  Batch(Workspace<A> workspace, LossFunction<A> loss, A inputs, Targets<A> targets) {
    this.workspace = workspace;
    this.loss = loss;
    this.inputs = inputs;
    this.targets = targets;
    this.examples = targets.examples();
    this.algebra = workspace.kernels().vectorAlgebra();
    this.precision = workspace.network().precision();
    this.one.add(null);
    this.lossState = precision.newArray(stateLength(workspace, loss));
    this.count = examples <= workspace.maxBatch() ? examples : 0;
  }

  private static int stateLength(Workspace<?> workspace, LossFunction<?> loss) {
    int rows = workspace.rows();
    int width = loss.stateWidth(workspace.network().outputs());
    if ((long) rows * width > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "maxBatch is %d: the loss keeps %d numbers for each of %d rows, too many for one array"
              .formatted(workspace.maxBatch(), width, rows));
    }
    return rows * width;
  }

  int examples() {
    return examples;
  }

  /** B, the number of examples selected. */
  int size() {
    return count;
  }

  int chunkStart() {
    return chunkStart;
  }

  int chunkSize() {
    return chunkSize;
  }

  /** The kept point; null when none is. */
  A theta() {
    return theta;
  }

  void forget() {
    theta = null;
  }

  void select(int[] order, int from, int to) {
    Objects.requireNonNull(order, "order");
    Objects.checkFromToIndex(from, to, order.length);
    if (from == to) {
      throw new IllegalArgumentException("from and to are both " + from + ", batch is empty");
    }
    if (to - from > workspace.maxBatch()) {
      throw new IllegalArgumentException(
          "batch has %d examples, must be at most the workspace's %d"
              .formatted(to - from, workspace.maxBatch()));
    }
    for (int i = from; i < to; i++) {
      if (order[i] < 0 || order[i] >= examples) {
        throw new IllegalArgumentException(
            "order[%d] is %d, must be an example from 0 to %d"
                .formatted(i, order[i], examples - 1));
      }
    }
    this.order = order;
    this.from = from;
    this.count = to - from;
    forget();
  }

  /** E(θ) with outputs only. */
  double value(A theta) {
    start();
    double sum = 0;
    for (int start = 0; start < count; start += Arithmetic.EXAMPLE_CHUNK) {
      load(start);
      workspace.forward(theta, Keep.NOTHING);
      sum += lossValue(null);
    }
    return sum * (1.0 / count);
  }

  /** E(θ) and its gradient; what {@code keep} asks for stays. */
  double evaluate(A theta, A gradient, Keep keep) {
    start();
    double mean = 1.0 / count;
    boolean single = isSingleChunk();
    double sum = 0;
    for (int start = 0; start < count; start += Arithmetic.EXAMPLE_CHUNK) {
      load(start);
      sum += forward(theta, keep);
      A target = start == 0 ? gradient : chunkSums(1).getFirst();
      workspace.backward(theta, target, single ? mean : 1);
      if (start > 0) {
        addChunk(gradient, target);
      }
    }
    if (!single) {
      scaleMean(gradient);
    }
    if (keep == Keep.CURVATURE) {
      this.theta = theta;
    }
    return sum * mean;
  }

  /** E(θ) before a step that is taken with its gradient. */
  double evaluateAndUpdate(A theta, A gradient, CoordinateUpdate<A> update) {
    if (!isSingleChunk()) {
      double value = evaluate(theta, gradient, Keep.SLOPES);
      update.update(theta, gradient, 0, workspace.network().parameters());
      return value;
    }
    start();
    double mean = 1.0 / count;
    load(0);
    double sum = forward(theta, Keep.SLOPES);
    workspace.backwardAndUpdate(theta, gradient, mean, update);
    return sum * mean;
  }

  /** The mean over all examples of what {@code pass} sums from the kept signals. */
  void mean(ChunkSum<A> pass, A result) {
    one.set(0, result);
    means(pass, one);
  }

  /** A sum over all examples. */
  void sum(ChunkSum<A> pass, A result) {
    one.set(0, result);
    sums(pass, one, 1);
  }

  /** Several means that {@code pass} forms at once. */
  void means(ChunkSum<A> pass, List<A> results) {
    sums(pass, results, 1.0 / count);
    if (!isSingleChunk()) {
      for (int k = 0; k < results.size(); k++) {
        scaleMean(results.get(k));
      }
    }
  }

  /** Sums, scaled only when there is one chunk. */
  private void sums(ChunkSum<A> pass, List<A> results, double scale) {
    if (isSingleChunk()) {
      pass.run(results, scale);
      return;
    }
    for (int start = 0; start < count; start += Arithmetic.EXAMPLE_CHUNK) {
      reload(start);
      if (start == 0) {
        pass.run(results, 1);
      } else {
        pass.run(chunkSums(results.size()), 1);
        for (int k = 0; k < results.size(); k++) {
          addChunk(results.get(k), chunkSums.get(k));
        }
      }
    }
  }

  private void start() {
    forget();
    workspace.setOwner(this);
    if (count == 0) {
      throw new IllegalStateException(
          "no batch is selected, and the %d examples exceed the workspace's largest batch of %d"
              .formatted(examples, workspace.maxBatch()));
    }
  }

  boolean isSingleChunk() {
    return count <= Arithmetic.EXAMPLE_CHUNK;
  }

  /** Makes the signals of the kept point those of a chunk again. */
  void reload(int start) {
    if (isSingleChunk()) {
      return;
    }
    load(start);
    forward(theta, Keep.CURVATURE);
    workspace.backward(theta);
  }

  private double forward(A theta, Keep keep) {
    workspace.forward(theta, keep);
    Passes<A> last = workspace.passes().getLast();
    double sum = lossValue(last.delta().array());
    last.receiveDelta(null);
    return sum;
  }

  /** Σ L_p over the loaded chunk, and ∂L_p/∂A a row an example unless null. */
  private double lossValue(A gradient) {
    Matrix<A> output = workspace.output();
    int n = output.columns();
    int first = from + chunkStart;
    return loss.valueAndGradient(
        chunkSize, output.array(), 0, n, targets, order, first, gradient, 0, n, lossState, 0, null);
  }

  private void load(int start) {
    chunkStart = start;
    chunkSize = Math.min(count - start, Arithmetic.EXAMPLE_CHUNK);
    if (order == null) {
      workspace.view(inputs, start, chunkSize);
      return;
    }
    int columns = workspace.network().inputs();
    if (gathered == null) {
      gathered = precision.newArray(workspace.rows() * columns);
    }
    for (int i = 0; i < chunkSize; i++) {
      precision.copy(inputs, order[from + start + i] * columns, gathered, i * columns, columns);
    }
    workspace.view(gathered, 0, chunkSize);
  }

  private List<A> chunkSums(int results) {
    while (chunkSums.size() < results) {
      chunkSums.add(precision.newArray(workspace.network().parameters()));
    }
    while (chunkSums.size() > results) {
      chunkSums.removeLast();
    }
    return chunkSums;
  }

  private void addChunk(A total, A chunk) {
    algebra.add(workspace.network().parameters(), total, 0, chunk, 0, total, 0);
  }

  private void scaleMean(A total) {
    algebra.scale(workspace.network().parameters(), 1.0 / count, total, 0, total, 0);
  }

  // ---------------------------------------------------------------- second order at the outputs

  /** H_L r, the loss's Hessian at the outputs of the loaded chunk, for each direction's block. */
  void lossHessianVector(Matrix<A> r, Matrix<A> result) {
    int n = r.columns();
    for (int at = 0; at < r.size(); at += chunkSize * n) {
      loss.hessianVector(chunkSize, n, lossState, 0, r.array(), at, n, result.array(), at, n);
    }
  }

  /** The Hessian of one example's loss at the outputs, row-major. */
  void lossHessian(int example, A result) {
    int n = workspace.network().outputs();
    int state = example * loss.stateWidth(n);
    A unit = precision.newArray(n);
    for (int j = 0; j < n; j++) {
      precision.set(unit, j, 1);
      loss.hessianVector(1, n, lossState, state, unit, 0, n, result, j * n, n);
      precision.set(unit, j, 0);
    }
  }

  /** ∂L_p/∂A. */
  void lossGradient(Matrix<A> result) {
    lossValue(result.array());
  }

  /** (g_p·r_p) g_p for every example, g_p the loss's gradient at the outputs. */
  void lossFisherVector(Matrix<A> r, Matrix<A> result) {
    lossValue(result.array());
    int n = result.columns();
    for (int at = 0; at < chunkSize * n; at += n) {
      double weight = 0;
      for (int j = at; j < at + n; j++) {
        weight = Math.fma(precision.get(result.array(), j), precision.get(r.array(), j), weight);
      }
      algebra.scale(n, weight, result.array(), at, result.array(), at);
    }
  }

  void lossHessianDiagonal(Matrix<A> result) {
    int n = result.columns();
    loss.hessianDiagonal(chunkSize, n, lossState, 0, result.array(), 0, n);
  }

  int squareRootColumns() {
    return loss.rootColumns(workspace.network().outputs());
  }

  void lossSquareRootColumn(int column, Matrix<A> result) {
    int n = result.columns();
    loss.squareRootColumn(column, chunkSize, n, lossState, 0, result.array(), 0, n);
  }

  void lossSampleGradient(RandomGenerator random, Matrix<A> result) {
    int n = result.columns();
    loss.sampleGradient(random, chunkSize, n, lossState, 0, result.array(), 0, n);
  }
}
