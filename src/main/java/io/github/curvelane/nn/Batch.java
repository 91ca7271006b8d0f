package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.CoordinateUpdate;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.kernel.ChunkedMean;
import io.github.curvelane.kernel.ExampleChunks;
import io.github.curvelane.nn.Passes.Keep;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
  private final Graph<A> graph;
  private final OutputLoss<A> loss;
  private final Precision<A> precision;
  private final ChunkedMean<A> mean;
  private final ExampleChunks<A> valueChunks = new ValueChunks();
  private final ExampleChunks<A> gradientChunks = new GradientChunks();
  private final ExampleChunks<A> passChunks = new PassChunks();
  private final GradientSums<A> gradients = new GradientSums<>(Signal.DELTA);
  private final GradientPieces<A> pieces = new GradientPieces<>();
  private final ParameterUpdates<A> updates = new ParameterUpdates<>(Signal.DELTA);
  private final List<A> one = new ArrayList<>(1);
  private A inputs;
  private int examples;
  private A gathered;

  /** Whose gradients are computed; null for all. */
  private TrainedRanges<A> trained;

  private int[] order;
  private int from;
  private int count;

  /** The examples that are loaded: a chunk, or a piece of one. */
  private int chunkStart;

  private int chunkSize;
  private A theta;

  /** The chunk whose signals at the kept point stand in the workspace; −1 for none. */
  private int reloaded = -1;

  /** The number of the point whose signals a chunk's request has left; 0 for none. */
  private long left;

  /** Σ L_p there. */
  private double leftValue;

  /** What is being summed: where, and what stays; or the pass over the kept signals. */
  private A point;

  private Keep keep;
  private ChunkSum<A> pass;

  Batch(Workspace<A> workspace, Loss loss, A inputs, Targets<A> targets) {
    this.workspace = workspace;
    this.graph = workspace.graph();
    this.loss = new OutputLoss<>(workspace, loss, targets);
    this.inputs = inputs;
    this.examples = targets.examples();
    this.mean = new ChunkedMean<>(workspace.kernels());
    this.precision = workspace.network().precision();
    this.one.add(null);
    this.count = examples <= workspace.maxBatch() ? examples : 0;
  }

  /** Turns to all of other examples, which must be those of the network and its loss. */
  void aim(A inputs, Targets<A> targets) {
    forget();
    this.inputs = inputs;
    this.examples = targets.examples();
    this.order = null;
    this.from = 0;
    this.count = examples <= workspace.maxBatch() ? examples : 0;
    loss.aim(targets);
  }

  /** The loss of the loaded chunk at the outputs. */
  OutputLoss<A> loss() {
    return loss;
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
    reloaded = -1;
    left = 0;
  }

  void select(int[] order, int from, int to) {
    Objects.requireNonNull(order, "order");
    Arguments.range(from, to, order.length);
    if (from == to) {
      throw new IllegalArgumentException("from and to are both " + from + ", batch is empty");
    }
    if (to - from > workspace.maxBatch()) {
      throw new IllegalArgumentException(
          "batch has %d examples, must be at most the workspace's %d"
              .formatted(to - from, workspace.maxBatch()));
    }
    workspace.network().requireBatch(to - from);
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
    start(theta);
    return mean.of(valueChunks, List.of());
  }

  /** Whose gradients are computed from now on; null for all. */
  void train(TrainedRanges<A> ranges) {
    trained = ranges;
  }

  /** Whether gradients are formed aside, and the trained ones copied. */
  private boolean isAside() {
    return trained != null && !(trained.areWholeNodes() && isSingleChunk());
  }

  /** E(θ) and its gradient; what {@code keep} asks for stays. */
  double evaluate(A theta, A gradient, Keep keep) {
    if (keep == Keep.CURVATURE) {
      requireWholeChunks();
    }
    start(theta);
    this.keep = keep;
    one.set(0, isAside() ? trained.aside() : gradient);
    double value = mean.of(gradientChunks, one);
    if (isAside()) {
      trained.copyTo(gradient);
    }
    if (keep == Keep.CURVATURE) {
      this.theta = theta;
    }
    return value;
  }

  /** E(θ), and the point is kept as {@link #evaluate} does, without a gradient. */
  double keep(A theta) {
    requireWholeChunks();
    double value;
    if (isSingleChunk()) {
      value = signals(theta) * (1.0 / count);
    } else {
      value = value(theta);
    }
    this.theta = theta;
    return value;
  }

  /** Σ L_p of a single chunk, whose signals then stand in the workspace. */
  private double signals(A theta) {
    start(theta);
    load(0);
    keep = Keep.CURVATURE;
    double sum = forward(theta, graph.all());
    backward(theta, graph.all(), null);
    return sum;
  }

  /** E(θ) before a step that is taken with its gradient. */
  double evaluateAndUpdate(A theta, A gradient, CoordinateUpdate<A> update) {
    if (!isSinglePiece() || isAside()) {
      double value = evaluate(theta, gradient, Keep.SLOPES);
      if (trained != null) {
        trained.update(theta, gradient, update);
      } else {
        update.update(theta, gradient, 0, workspace.network().parameters());
      }
      return value;
    }
    start(theta);
    keep = Keep.SLOPES;
    double mean = 1.0 / count;
    load(0);
    double sum = forward(theta, nodes());
    backward(theta, nodes(), updates.of(theta, gradient, mean, update));
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
    this.pass = pass;
    mean.sum(passChunks, one);
  }

  /** Several means that {@code pass} forms at once. */
  void means(ChunkSum<A> pass, List<A> results) {
    this.pass = pass;
    mean.of(passChunks, results);
  }

  // ---------------------------------------------------------------- a single chunk, not scaled

  /** Refuses a batch of several chunks. */
  void requireSingleChunk() {
    if (!isSingleChunk()) {
      throw new IllegalStateException(
          "the batch has %d examples, must have at most the %d of a chunk"
              .formatted(count, Arithmetic.EXAMPLE_CHUNK));
    }
  }

  /** Σ L_p of a single chunk. */
  double chunkValue(A theta, long number) {
    if (isLeft(number)) {
      return leftValue;
    }
    start(theta);
    return valueChunks.sum(0, List.of(), 1);
  }

  /** Σ L_p and Σ ∇L_p of a single chunk, whatever is trained; the signals are left if they fit. */
  double chunkGradient(A theta, long number, List<A> sums) {
    if (isLeft(number)) {
      graph.forEach(gradients.into(sums, 1));
      return leftValue;
    }
    start(theta);
    boolean leaves = number != 0 && isSinglePiece();
    TrainedRanges<A> ranges = trained;
    trained = null;
    try {
      keep = leaves ? Keep.CURVATURE : Keep.SLOPES;
      double value = gradientChunks.sum(0, sums, 1);
      if (leaves) {
        left = number;
        leftValue = value;
      }
      return value;
    } finally {
      trained = ranges;
    }
  }

  /** Keeps a point for passes over a single chunk, until {@link #endChunk}. */
  void beginChunk(A theta, long number) {
    if (!isLeft(number)) {
      requireWholeChunks();
      leftValue = signals(theta);
      left = number;
    }
    this.theta = theta;
  }

  /** What was kept is for requests of the same number alone, if the passes have not failed. */
  void endChunk(boolean done) {
    theta = null;
    if (!done) {
      forget();
    }
  }

  private boolean isLeft(long number) {
    return number != 0 && number == left && workspace.isOwnedBy(this);
  }

  private void start(A theta) {
    forget();
    workspace.setOwner(this);
    if (count == 0) {
      throw new IllegalStateException(
          "no batch is selected, and the %d examples exceed the workspace's largest batch of %d"
              .formatted(examples, workspace.maxBatch()));
    }
    workspace.network().requireBatch(count);
    point = theta;
  }

  /** Whether what the workspace holds is an evaluation of this batch. */
  boolean isEvaluated() {
    return point != null && workspace.isOwnedBy(this);
  }

  A inputs() {
    return inputs;
  }

  /** Refuses to keep signals of which the workspace holds a piece only. */
  private void requireWholeChunks() {
    int chunk = Math.min(count, Arithmetic.EXAMPLE_CHUNK);
    if (chunk > workspace.rows()) {
      throw new UnsupportedOperationException(
          "no point can be kept in micro-batches of %d examples: second derivatives, and what is of single examples, need the %d of the batch"
              .formatted(workspace.rows(), chunk));
    }
  }

  private boolean isSinglePiece() {
    return count <= workspace.rows();
  }

  boolean isSingleChunk() {
    return count <= Arithmetic.EXAMPLE_CHUNK;
  }

  /** Makes the signals of the kept point those of a chunk again. */
  void reload(int start) {
    if (isSingleChunk() || reloaded == start) {
      return;
    }
    load(start);
    keep = Keep.CURVATURE;
    forward(theta, graph.all());
    backward(theta, graph.all(), null);
    reloaded = start;
  }

  /** The nodes that a gradient is about; a kept point has the signals of all. */
  private TrainedNodes nodes() {
    if (trained == null) {
      return graph.all();
    }
    return keep == Keep.CURVATURE ? trained.nodesOfKeptPoint() : trained.nodes();
  }

  private double forward(A theta, TrainedNodes nodes) {
    graph.forward(theta, keep, nodes);
    Destination<A> delta = graph.receive(Signal.DELTA, 1);
    double sum = loss.value(delta.matrix().array());
    delta.written();
    return sum;
  }

  /** The same for a piece of a chunk, the losses added to those before. */
  private double forward(A theta, TrainedNodes nodes, double sum) {
    graph.forward(theta, keep, nodes);
    Destination<A> delta = graph.receive(Signal.DELTA, 1);
    double more = loss.addValue(sum, delta.matrix().array());
    delta.written();
    return more;
  }

  private void backward(A theta, TrainedNodes nodes, Visit<A> visit) {
    graph.backward(Signal.DELTA, graph.last(), theta, null, nodes, visit);
  }

  private void load(int start) {
    load(start, Math.min(count - start, Arithmetic.EXAMPLE_CHUNK));
  }

  private void load(int start, int size) {
    reloaded = -1;
    chunkStart = start;
    chunkSize = size;
    loss.load(order, from + start, chunkSize);
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

  // ---------------------------------------------------------------- chunks

  private abstract class Chunks implements ExampleChunks<A> {
    @Override
    public long examples() {
      return count;
    }
  }

  private final class ValueChunks extends Chunks {
    @Override
    public double sum(int chunk, List<A> sums, double scale) {
      int start = chunk * Arithmetic.EXAMPLE_CHUNK;
      int end = Math.min(count - start, Arithmetic.EXAMPLE_CHUNK) + start;
      double value = 0;
      for (int at = start; at < end; at += chunkSize) {
        load(at, Math.min(end - at, workspace.rows()));
        graph.forward(point, Keep.NOTHING);
        value = loss.addValue(value, null);
      }
      return value;
    }
  }

  private final class GradientChunks extends Chunks {
    @Override
    public double sum(int chunk, List<A> sums, double scale) {
      int start = chunk * Arithmetic.EXAMPLE_CHUNK;
      int end = Math.min(count - start, Arithmetic.EXAMPLE_CHUNK) + start;
      if (end - start <= workspace.rows()) {
        load(start);
        double value = forward(point, nodes());
        backward(point, nodes(), gradients.into(sums, scale));
        return value;
      }
      double value = 0;
      for (int at = start; at < end; at += chunkSize) {
        load(at, Math.min(end - at, workspace.rows()));
        value = forward(point, nodes(), value);
        boolean more = at + chunkSize < end;
        pieces.into(sums.getFirst(), at - start, more, scale);
        backward(point, nodes(), pieces);
      }
      return value;
    }
  }

  private final class PassChunks extends Chunks {
    @Override
    public double sum(int chunk, List<A> sums, double scale) {
      reload(chunk * Arithmetic.EXAMPLE_CHUNK);
      pass.run(sums, scale);
      return 0;
    }
  }
}
