package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.Parallelism;
import io.github.curvelane.ParameterRange;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.kernel.Activation;
import io.github.curvelane.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A feed-forward network: a sequence of layers, immutable and free of parameters. All parameters
 * are one flat array θ, layer by layer; gradients, directions and diagonals have the same layout. A
 * network may be used by any number of threads, each with a {@link Workspace} of its own.
 *
 * <pre>{@code
 * Network<float[]> network =
 *     Network.of(
 *         Precision.FLOAT,
 *         new Dense(784, 300, Activation.lecunTanh()),
 *         new Dense(300, 10, Activation.identity()));
 * float[] theta = network.initialize(Initializer.FAN_IN, 1);
 * }</pre>
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class Network<A> {
  private final Precision<A> precision;
  private final List<Layer> layers;
  private final List<Block> blocks;
  private final Wiring wiring = new Wiring();
  private final int[] offsets;

  /** The nodes whose outputs are those of the layers. */
  private final int[] ends;

  private final int parameters;
  private final int statistics;

  /** The least number of examples in a batch: variances over a single row are 0 whatever it is. */
  private final int leastBatch;

  private Network(Precision<A> precision, List<Layer> layers) {
    this.precision = Objects.requireNonNull(precision, "precision");
    this.layers = Arguments.list("layers", layers);
    Layer.requireSequence(this.layers);
    this.offsets = new int[layers.size()];
    this.ends = new int[layers.size()];
    List<Block> placed = new ArrayList<>();
    int end = Wiring.INPUT;
    long total = 0;
    for (int l = 0; l < offsets.length; l++) {
      Layer layer = layers.get(l);
      offsets[l] = (int) total;
      total += layer.parameters();
      if (total > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "layers 0 to %d have %d parameters, must be at most %d"
                .formatted(l, total, Integer.MAX_VALUE));
      }
      for (Block block : layer.blocks()) {
        placed.add(block.at("layers." + l + ".", offsets[l] + block.offset()));
      }
      end = layer.wire(wiring, end);
      ends[l] = end;
    }
    this.blocks = List.copyOf(placed);
    this.parameters = (int) total;
    this.statistics = wiring.statistics();
    this.leastBatch = wiring.firstWithStatisticsOfUnits() < 0 ? 1 : 2;
  }

  /**
   * Creates a network of layers.
   *
   * @param precision the precision of parameters and signals
   * @param layers the layers, from input to output
   * @param <A> {@code float[]} or {@code double[]}
   * @return the network
   * @throws IllegalArgumentException if there is no layer, a layer's inputs are not the outputs of
   *     the one before, or the parameters do not fit one array
   */
  public static <A> Network<A> of(Precision<A> precision, Layer... layers) {
    return new Network<>(precision, Arguments.list("layers", layers));
  }

  /**
   * Creates a network of layers.
   *
   * @param precision the precision of parameters and signals
   * @param layers the layers, from input to output
   * @param <A> {@code float[]} or {@code double[]}
   * @return the network
   * @throws IllegalArgumentException as {@link #of(Precision, Layer...)}
   */
  public static <A> Network<A> of(Precision<A> precision, List<? extends Layer> layers) {
    return new Network<>(precision, Arguments.list("layers", layers));
  }

  /**
   * Creates a multi-layer perceptron: dense layers with one hidden activation.
   *
   * @param precision the precision of parameters and signals
   * @param hidden the activation of all layers but the last
   * @param output the activation of the last layer; identity for losses on logits
   * @param sizes the number of inputs, of each layer's units, and of outputs: at least two numbers
   * @param <A> {@code float[]} or {@code double[]}
   * @return the network
   * @throws IllegalArgumentException if there are fewer than two sizes or one is less than 1
   */
  public static <A> Network<A> perceptron(
      Precision<A> precision, Activation hidden, Activation output, int... sizes) {
    Objects.requireNonNull(sizes, "sizes");
    if (sizes.length < 2) {
      throw new IllegalArgumentException(
          "sizes has " + sizes.length + " numbers, must be at least 2: inputs and outputs");
    }
    List<Layer> layers = new ArrayList<>();
    for (int l = 1; l < sizes.length; l++) {
      layers.add(new Dense(sizes[l - 1], sizes[l], l == sizes.length - 1 ? output : hidden));
    }
    return new Network<>(precision, layers);
  }

  /**
   * Returns the network with one of the branches that its last layer lays side by side; the others,
   * heads that were trained beside it, are dropped. It computes that branch's outputs, bit for bit.
   *
   * <pre>{@code
   * Network<float[]> heads =
   *     Network.of(
   *         Precision.FLOAT,
   *         Layers.inputs(784)
   *             .dense(100, Activation.relu())
   *             .branches(
   *                 Join.CONCAT,
   *                 Activation.identity(),
   *                 deep -> deep.dense(50, Activation.relu()).dense(10, Activation.identity()),
   *                 auxiliary -> auxiliary.dense(10, Activation.identity()))
   *             .list());
   * float[] trained = heads.initialize(Initializer.HE, 1);
   * heads.head(0); // float 784-100 relu-50 relu-10 identity
   * float[] kept = heads.head(0, trained); // of 84060 parameters
   * }</pre>
   *
   * @param branch which branch, from 0
   * @return the layers before the last, and those of the branch
   * @throws IllegalStateException if the last layer is not {@link Branches} side by side
   * @throws IndexOutOfBoundsException if it has no such branch
   */
  public Network<A> head(int branch) {
    Branches last = heads();
    Arguments.index("branch", branch, last.branches().size());
    List<Layer> kept = new ArrayList<>(layers.subList(0, layers.size() - 1));
    kept.addAll(last.branches().get(branch));
    if (!last.activation().isIdentity()) {
      int outputs = kept.isEmpty() ? inputs() : kept.getLast().outputs();
      kept.add(new Activate(outputs, last.activation()));
    }
    return new Network<>(precision, kept);
  }

  /**
   * Returns the parameters of the network with {@linkplain #head(int) one branch}.
   *
   * @param branch which branch, from 0
   * @param theta this network's parameters
   * @return a new θ of that network
   * @throws IllegalStateException if the last layer is not {@link Branches} side by side
   * @throws IndexOutOfBoundsException if it has no such branch
   * @throws IllegalArgumentException if {@code theta} has not this network's size
   */
  public A head(int branch, A theta) {
    List<List<Layer>> branches = heads().branches();
    Arguments.index("branch", branch, branches.size());
    requireParameters("theta", theta);
    int before = offsets[offsets.length - 1];
    int from = before;
    for (List<Layer> other : branches.subList(0, branch)) {
      from += other.stream().mapToInt(Layer::parameters).sum();
    }
    int own = branches.get(branch).stream().mapToInt(Layer::parameters).sum();
    A kept = precision.newArray(before + own);
    precision.copy(theta, 0, kept, 0, before);
    precision.copy(theta, from, kept, before, own);
    return kept;
  }

  private Branches heads() {
    if (layers.getLast() instanceof Branches last && last.join() == Join.CONCAT) {
      return last;
    }
    throw new IllegalStateException(
        "the last layer is '%s', must be branches side by side"
            .formatted(layers.getLast().summary()));
  }

  /**
   * Returns the precision.
   *
   * @return the precision of parameters and signals
   */
  public Precision<A> precision() {
    return precision;
  }

  /**
   * Returns the layers.
   *
   * @return the layers, from input to output
   */
  public List<Layer> layers() {
    return layers;
  }

  /**
   * Returns the index in θ of a layer's first parameter.
   *
   * @param layer which layer, from 0
   * @return the offset
   */
  public int offset(int layer) {
    return offsets[Arguments.index("layer", layer, offsets.length)];
  }

  /**
   * Returns all parameters, block by block: what each is, and where it stands in θ.
   *
   * @return the blocks in the order of θ, without gaps
   */
  public List<Block> blocks() {
    return blocks;
  }

  /**
   * Returns all parameters as ranges of θ, block by block: what rates, decay and freezing are said
   * of.
   *
   * @return the {@link #blocks}, in the order of θ, without gaps
   */
  public List<ParameterRange> ranges() {
    return blocks.stream()
        .map(
            block ->
                new ParameterRange(
                    block.name(),
                    block.offset(),
                    block.offset() + block.length(),
                    block.fanIn(),
                    block.shares(),
                    block.isBias()))
        .toList();
  }

  /**
   * Returns the number of inputs.
   *
   * @return the columns of a batch of inputs
   */
  public int inputs() {
    return layers.getFirst().inputs();
  }

  /**
   * Returns the number of outputs.
   *
   * @return the columns of a batch of outputs
   */
  public int outputs() {
    return layers.getLast().outputs();
  }

  /**
   * Returns the number of parameters N.
   *
   * @return the length of θ
   */
  public int parameters() {
    return parameters;
  }

  /**
   * Returns the number of connections: how often parameters are used for one example, a bias once a
   * unit. In a network of dense layers it is that of the parameters; weights that many places share
   * count for each [EB 5].
   *
   * @return Σ over the blocks of length · {@link Block#shares}
   */
  public long connections() {
    long connections = 0;
    for (Block block : blocks) {
      connections += (long) block.length() * block.shares();
    }
    return connections;
  }

  /**
   * Returns the number of statistics of a batch that the network normalises by: the mean and the
   * variance of each unit or map of its {@link BatchNormalization} layers.
   *
   * @return how many; where it is not 0, each output depends on all examples of the batch, and
   *     nothing exists that is of single examples
   */
  public int statistics() {
    return statistics;
  }

  /**
   * Creates statistics to {@linkplain NetworkObjective#updateStatistics average} from: means 0 and
   * variances 1.
   *
   * @return a new array, layer by layer the means of the units or maps and then their variances
   */
  public A newStatistics() {
    A created = precision.newArray(statistics);
    int at = 0;
    for (Wiring.Node node : wiring.nodes()) {
      int maps = node.layer().statistics() / 2;
      precision.fill(created, at + maps, at + 2 * maps, 1);
      at += 2 * maps;
    }
    return created;
  }

  /**
   * Returns the network that normalises by given statistics in place of those of a batch: with them
   * it is the same affine map for every example, whatever its batch, and gives all that other
   * networks give, predictions among them. γ and β are parameters as before, so θ stays as it is. A
   * model file stores the statistics with the network.
   *
   * @param statistics as {@link NetworkObjective#collectStatistics} returns them
   * @return a new network; this one, if it has no statistics
   * @throws IllegalArgumentException if there are not as many statistics, one is infinite or NaN,
   *     or a variance is negative
   */
  public Network<A> withStatistics(A statistics) {
    requireStatistics(statistics);
    int bad = precision.indexOfNonFinite(statistics, 0, this.statistics);
    if (bad >= 0) {
      throw new IllegalArgumentException(
          "statistics[%d] is %s, must be finite".formatted(bad, precision.get(statistics, bad)));
    }
    return this.statistics == 0
        ? this
        : new Network<>(precision, FixedStatistics.into(layers, precision, statistics));
  }

  void requireStatistics(A array) {
    int length = precision.length(Objects.requireNonNull(array, "statistics"));
    if (length != statistics) {
      throw new IllegalArgumentException(
          "statistics has %d elements, must have the network's %d".formatted(length, statistics));
    }
  }

  /**
   * Returns the network that normalises by the statistics of each batch again, for further training
   * of one {@linkplain #withStatistics with statistics}.
   *
   * @return a new network with the same layout of θ
   */
  public Network<A> withBatchStatistics() {
    return new Network<>(precision, FixedStatistics.outOf(layers));
  }

  int leastBatch() {
    return leastBatch;
  }

  /** Refuses a vector of another length than θ. */
  void requireParameters(String name, A array) {
    int length = precision.length(Objects.requireNonNull(array, name));
    if (length != parameters) {
      throw new IllegalArgumentException(
          "%s has %d elements, must have the network's %d parameters"
              .formatted(name, length, parameters));
    }
  }

  /** Refuses a number of examples that statistics are not taken of. */
  void requireBatch(int examples) {
    if (statistics == 0) {
      return;
    }
    if (examples < leastBatch) {
      throw new IllegalArgumentException(
          "batch has %d example: batch statistics of one row, by which %s normalises; must be at least %d"
              .formatted(examples, layerOf(wiring.firstWithStatisticsOfUnits()), leastBatch));
    }
    if (examples > Arithmetic.EXAMPLE_CHUNK) {
      throw new IllegalArgumentException(
          "batch has %d examples: batch statistics of more than a chunk's examples, by which %s normalises; must be at most %d"
              .formatted(
                  examples, layerOf(wiring.firstWithStatistics()), Arithmetic.EXAMPLE_CHUNK));
    }
  }

  /** Refuses what exists only where an output depends on one example. */
  void requireExamples(String what) {
    if (statistics > 0) {
      throw new UnsupportedOperationException(
          "no %s: %s normalises by the statistics of the batch, so each output depends on all examples"
              .formatted(what, layerOf(wiring.firstWithStatistics())));
    }
  }

  /** The layer that a node belongs to, for messages. */
  String layerOf(int node) {
    int layer = 0;
    while (ends[layer] < node) {
      layer++;
    }
    return "layer " + layer;
  }

  /**
   * Draws initial parameters; the same seed gives the same bits everywhere.
   *
   * @param initializer the distribution of weights
   * @param seed the seed
   * @return a new θ
   */
  public A initialize(Initializer initializer, long seed) {
    Objects.requireNonNull(initializer, "initializer");
    return initialize(Initialization.of(initializer), seed);
  }

  /**
   * Draws initial parameters; the same seed gives the same bits everywhere.
   *
   * @param initialization how weights and biases begin
   * @param seed the seed
   * @return a new θ
   */
  public A initialize(Initialization initialization, long seed) {
    Objects.requireNonNull(initialization, "initialization");
    A theta = precision.newArray(parameters);
    initialization.fill(wiring, precision, theta, seed);
    return theta;
  }

  /**
   * Creates scratch memory for this network, used on the caller's thread alone.
   *
   * @param maxBatch the largest number of examples it will be used for, at least 1
   * @return a new workspace
   */
  public Workspace<A> newWorkspace(int maxBatch) {
    return newWorkspace(maxBatch, Parallelism.none());
  }

  /**
   * Creates scratch memory for this network.
   *
   * @param maxBatch the largest number of examples it will be used for, at least 1; memory is taken
   *     for at most {@link io.github.curvelane.Arithmetic#EXAMPLE_CHUNK} of them, which larger
   *     batches are processed by
   * @param parallelism where its products run; it must stay open as long as the workspace is used
   * @return a new workspace
   */
  public Workspace<A> newWorkspace(int maxBatch, Parallelism parallelism) {
    return new Workspace<>(this, Kernels.of(precision), maxBatch, parallelism);
  }

  /** The nodes that the layers are. */
  Wiring wiring() {
    return wiring;
  }

  /** The node whose output is a layer's. */
  int end(int layer) {
    return ends[layer];
  }

  /** Returns the layers, such as {@code float 784-300 lecun-tanh-10 identity}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(precision + " " + inputs());
    for (Layer layer : layers) {
      text.append('-').append(layer.summary());
    }
    return text.toString();
  }
}
