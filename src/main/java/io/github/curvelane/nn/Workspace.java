package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.Kernels;
import io.github.curvelane.nn.Passes.Keep;
import java.util.Objects;

/**
 * The scratch memory that a network's passes work in: activations, signals and the products'
 * packing buffers. It belongs to whoever created it and is used by one thread at a time; use by two
 * at once is refused. Memory is taken when a pass first needs it; afterwards nothing is allocated.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Workspace<A> {
  private final Network<A> network;
  private final Kernels<A> kernels;
  private final Parallelism parallelism;
  private final int maxBatch;
  private final int rows;
  private final Graph<A> graph;
  private final Matrix<A> input;
  private final SoleUse use = new SoleUse("this workspace");

  /** Whose signals are here: a workspace may serve several objectives and predictions in turn. */
  private Batch<A> owner;

  Workspace(Network<A> network, Kernels<A> kernels, int maxBatch, Parallelism parallelism) {
    this(network, kernels, maxBatch, Arithmetic.EXAMPLE_CHUNK, parallelism);
  }

  private Workspace(
      Network<A> network, Kernels<A> kernels, int maxBatch, int most, Parallelism parallelism) {
    if (maxBatch < 1) {
      throw new IllegalArgumentException("maxBatch is " + maxBatch + ", must be at least 1");
    }
    this.network = network;
    this.kernels = kernels;
    this.parallelism = Objects.requireNonNull(parallelism, "parallelism");
    this.maxBatch = maxBatch;
    this.rows = Math.min(Math.min(maxBatch, Arithmetic.EXAMPLE_CHUNK), most);
    this.input = new Matrix<>(network.inputs());
    checkSize();
    this.graph = new Graph<>(network.wiring(), kernels, parallelism, input, rows);
  }

  /**
   * Returns a workspace for batches as large, which are worked on in pieces, micro-batches, of some
   * examples each: values and gradients have the bits of the whole batch, as the sums over the
   * examples continue from piece to piece, and the signals take the memory of a piece. A step is
   * then taken after the pass and not within it. Products with second derivatives, diagonals and
   * what is of single examples need the signals of whole batches and are refused.
   *
   * <pre>{@code
   * Workspace<float[]> workspace = network.newWorkspace(256).microBatch(64);
   * }</pre>
   *
   * @param rows the most examples of a piece, at least 1
   * @return a new workspace
   * @throws IllegalArgumentException if {@code rows} is less than 1, or less than a batch may have
   *     and a layer works on whole batches: it normalises by their statistics, or is {@link
   *     Radial}; the layer is named
   */
  public Workspace<A> microBatch(int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("rows is " + rows + ", must be at least 1");
    }
    int whole = rows < this.rows ? graph.firstOfWholeBatches() : -1;
    if (whole >= 0) {
      throw new IllegalArgumentException(
          "rows is %d, must be at least %d: %s works on whole batches"
              .formatted(rows, this.rows, network.layerOf(whole)));
    }
    return new Workspace<>(network, kernels, maxBatch, rows, parallelism);
  }

  private void checkSize() {
    for (Wiring.Node node : network.wiring().nodes()) {
      long widest = Math.max(node.layer().inputs(), node.layer().outputs());
      if (widest * rows > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "maxBatch is %d: %d rows of %d units do not fit one array"
                .formatted(maxBatch, rows, widest));
      }
    }
  }

  /**
   * Returns the network that this workspace is for.
   *
   * @return the network
   */
  public Network<A> network() {
    return network;
  }

  /**
   * Returns the largest batch.
   *
   * @return the largest number of examples that a call may have
   */
  public int maxBatch() {
    return maxBatch;
  }

  /**
   * Returns where the products run.
   *
   * @return the parallelism that the workspace was created with
   */
  public Parallelism parallelism() {
    return parallelism;
  }

  /**
   * Returns the memory that signals have taken so far; the products' packing buffers, whose size
   * does not depend on the batch, are not counted.
   *
   * @return the number of bytes
   */
  public long bytes() {
    return graph.elements() * network.precision().bytes();
  }

  /**
   * Computes the network's outputs for consecutive examples. An output row depends on its input row
   * alone, bit for bit: not on the batch it is in.
   *
   * @param theta the parameters, N of them
   * @param inputs the examples, row-major [· × inputs]
   * @param from the first example's row
   * @param examples how many, any number ≥ 0
   * @param outputs receives the outputs, row-major [examples × outputs] from index 0: logits, where
   *     the loss is on logits; must not be {@code theta} nor overlap the inputs
   * @throws IllegalArgumentException if a range is outside its array, {@code outputs} is {@code
   *     theta}, or outputs overlap inputs
   * @throws IllegalStateException if another thread uses this workspace
   * @throws UnsupportedOperationException if the network normalises by the {@linkplain
   *     Network#statistics statistics} of a batch
   */
  public void predict(A theta, A inputs, int from, int examples, A outputs) {
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(outputs, "outputs");
    network.requireExamples("predictions");
    Precision<A> precision = network.precision();
    checkParameters("theta", theta);
    checkRows("inputs", precision.length(inputs), network.inputs(), from, examples);
    checkRows("outputs", precision.length(outputs), network.outputs(), 0, examples);
    Arguments.apart("theta", theta, "outputs", outputs);
    checkApart(inputs, from, examples, outputs);
    acquire();
    try {
      setOwner(null);
      for (int done = 0; done < examples; done += rows) {
        int count = Math.min(rows, examples - done);
        view(inputs, from + done, count);
        graph.forward(theta, Keep.NOTHING);
        int columns = network.outputs();
        precision.copy(graph.output().array(), 0, outputs, done * columns, count * columns);
      }
    } finally {
      release();
    }
  }

  /** The outputs of one piece of the examples would be the inputs of the next. */
  private void checkApart(A inputs, int from, int examples, A outputs) {
    int first = from * network.inputs();
    int last = (from + examples) * network.inputs() - 1;
    int end = examples * network.outputs();
    if (inputs == outputs && examples > 0 && first < end) {
      throw new IllegalArgumentException(
          "inputs and outputs are the same array: the outputs to %d overlap the inputs from %d to %d"
              .formatted(end - 1, first, last));
    }
  }

  void checkParameters(String name, A array) {
    network.requireParameters(name, array);
  }

  private static void checkRows(String name, int length, int columns, int from, int count) {
    if (from < 0) {
      throw new IllegalArgumentException("from is " + from + ", must be at least 0");
    }
    if (count < 0) {
      throw new IllegalArgumentException("examples is " + count + ", must be at least 0");
    }
    if (((long) from + count) * columns > length) {
      throw new IllegalArgumentException(
          "%s has %d elements, must have at least %d: rows %d to %d of %d columns"
              .formatted(
                  name, length, ((long) from + count) * columns, from, from + count - 1L, columns));
    }
  }

  // ---------------------------------------------------------------- used by NetworkObjective

  /** Takes this workspace for the calling thread until {@link #release}. */
  void acquire() {
    use.begin();
  }

  void release() {
    use.end();
  }

  void setOwner(Batch<A> batch) {
    owner = batch;
  }

  boolean isOwnedBy(Batch<A> batch) {
    return owner == batch;
  }

  Kernels<A> kernels() {
    return kernels;
  }

  /** The largest number of examples in one pass. */
  int rows() {
    return rows;
  }

  Graph<A> graph() {
    return graph;
  }

  /** Reads the input from consecutive rows where they lie. */
  void view(A inputs, int from, int count) {
    input.view(inputs, from * network.inputs(), count);
  }

  @Override
  public String toString() {
    String pieces =
        rows < Math.min(maxBatch, Arithmetic.EXAMPLE_CHUNK) ? " in pieces of " + rows : "";
    return "workspace of %s, at most %d examples%s, %s"
        .formatted(network, maxBatch, pieces, parallelism);
  }
}
