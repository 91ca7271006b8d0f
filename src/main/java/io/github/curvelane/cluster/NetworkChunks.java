package io.github.curvelane.cluster;

import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.Precision;
import io.github.curvelane.nn.Layer;
import io.github.curvelane.nn.Loss;
import io.github.curvelane.nn.Network;
import io.github.curvelane.nn.NetworkChunkSums;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The mean loss of a network over examples that come in {@linkplain ExampleBlock blocks}. It is
 * sent between processes as the descriptions of its layers and the name of its loss.
 *
 * <pre>{@code
 * var objective = new NetworkChunks<>(network, Loss.softmaxCrossEntropy());
 * try (Workers<float[]> workers =
 *     ThreadWorkers.of(
 *         objective,
 *         ExampleBlock.cut(inputs, Targets.labels(network.precision(), labels, network.outputs())),
 *         Parallelism.none())) {
 *   double loss = new ClusterObjective<>(workers).value(theta);
 * }
 * }</pre>
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class NetworkChunks<A> implements ChunkedObjective<A, ExampleBlock<A>> {
  @Serial private static final long serialVersionUID = 1;

  private final transient Network<A> network;
  private final transient Loss loss;
  private final transient Set<ChunkQuantity> quantities;

  /**
   * Creates a description.
   *
   * @param network the network
   * @param loss the loss
   * @throws IllegalArgumentException if the network normalises by the {@linkplain
   *     Network#statistics statistics} of a batch, or a layer or the loss cannot be made again from
   *     what it says of itself
   */
  public NetworkChunks(Network<A> network, Loss loss) {
    this.network = Objects.requireNonNull(network, "network");
    this.loss = Objects.requireNonNull(loss, "loss");
    if (network.statistics() > 0) {
      throw new IllegalArgumentException(
          "network is %s, which normalises by the statistics of a batch: sums over chunks are not those over all examples"
              .formatted(network));
    }
    for (int l = 0; l < network.layers().size(); l++) {
      requireDescribed(l, network.layers().get(l));
    }
    if (!isDescribed(loss)) {
      throw new IllegalArgumentException(
          "loss is %s, which cannot be made again from that name".formatted(loss));
    }
    this.quantities = NetworkChunkSums.quantities(network, loss);
  }

  private static void requireDescribed(int l, Layer layer) {
    IllegalArgumentException cause = null;
    try {
      if (Layer.of(layer.describe()).equals(layer)) {
        return;
      }
    } catch (IllegalArgumentException unknown) {
      cause = unknown;
    }
    throw new IllegalArgumentException(
        "layer %d is %s, which cannot be made again from that description".formatted(l, layer),
        cause);
  }

  private static boolean isDescribed(Loss loss) {
    try {
      return Loss.parse(loss.toString()).equals(loss);
    } catch (IllegalArgumentException unknown) {
      return false;
    }
  }

  /**
   * Returns the network.
   *
   * @return the network
   */
  public Network<A> network() {
    return network;
  }

  /**
   * Returns the loss.
   *
   * @return the loss
   */
  public Loss loss() {
    return loss;
  }

  @Override
  public Precision<A> precision() {
    return network.precision();
  }

  @Override
  public int dimension() {
    return network.parameters();
  }

  @Override
  public Set<ChunkQuantity> quantities() {
    return quantities;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the block is not of the network's inputs and outputs, of
   *     another precision, or the loss is not {@linkplain Loss#check defined} for its targets
   */
  @Override
  public int examples(ExampleBlock<A> chunk) {
    Objects.requireNonNull(chunk, "chunk");
    NetworkChunkSums.check(network, loss, chunk.inputs(), chunk.targets());
    return chunk.examples();
  }

  @Override
  public ChunkLoader<A, ExampleBlock<A>> newLoader() {
    return new Loader<>(new NetworkChunkSums<>(network, loss));
  }

  private record Loader<A>(NetworkChunkSums<A> sums) implements ChunkLoader<A, ExampleBlock<A>> {
    @Override
    public NetworkChunkSums<A> load(ExampleBlock<A> chunk) {
      Objects.requireNonNull(chunk, "chunk");
      sums.aim(chunk.inputs(), chunk.targets());
      return sums;
    }
  }

  // ---------------------------------------------------------------- as it is sent

  /** Objects are equal if what is sent is. */
  @Override
  public boolean equals(Object other) {
    return other instanceof NetworkChunks<?> that
        && precision() == that.precision()
        && network.layers().equals(that.network.layers())
        && loss.equals(that.loss);
  }

  @Override
  public int hashCode() {
    return Objects.hash(precision(), network.layers(), loss);
  }

  /**
   * Sends the description in place of this.
   *
   * @return the descriptions of the layers and the name of the loss
   */
  @Serial
  private Object writeReplace() {
    return new SentNetwork(
        precision() == Precision.DOUBLE,
        SentLayer.of(network.layers().stream().map(Layer::describe).toList()),
        loss.toString());
  }

  /**
   * Refuses what was not written by this class.
   *
   * @param stream is not read
   * @throws InvalidObjectException always
   */
  @Serial
  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("a network is sent as its description");
  }

  /** The network and loss of what was sent. */
  static NetworkChunks<?> of(SentNetwork sent) {
    List<Layer> layers = SentLayer.layers(sent.layers());
    Loss loss = Loss.parse(sent.loss());
    return sent.isDouble()
        ? new NetworkChunks<>(Network.of(Precision.DOUBLE, layers), loss)
        : new NetworkChunks<>(Network.of(Precision.FLOAT, layers), loss);
  }

  @Override
  public String toString() {
    return loss + " of " + network;
  }
}
