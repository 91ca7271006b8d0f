package io.github.curvelane.nn;

import io.github.curvelane.Arithmetic;
import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.ChunkRequest;
import io.github.curvelane.ChunkSums;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.kernel.Kernels;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The loss of a network over one chunk of examples after the other, with one set of scratch memory:
 * what a thread turns from chunk to chunk. At first it has no examples, and evaluations are refused
 * until it is {@linkplain #aim aimed} at some.
 *
 * <p>Used by one thread at a time. It runs on the thread that calls; after warm-up nothing is
 * allocated.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class NetworkChunkSums<A> implements ChunkSums<A> {
  private final Network<A> network;
  private final Loss loss;
  private final NetworkObjective<A> objective;
  private A inputs;
  private Targets<A> targets;

  /**
   * Creates the scratch memory.
   *
   * @param network the network
   * @param loss the loss
   * @throws UnsupportedOperationException if the network normalises by the {@linkplain
   *     Network#statistics statistics} of a batch
   * @throws IllegalArgumentException if {@link Arithmetic#EXAMPLE_CHUNK} rows of a layer do not fit
   *     one array
   */
  public NetworkChunkSums(Network<A> network, Loss loss) {
    this.network = Objects.requireNonNull(network, "network");
    this.loss = Objects.requireNonNull(loss, "loss");
    network.requireExamples("sums of chunks");
    Workspace<A> workspace = network.newWorkspace(Arithmetic.EXAMPLE_CHUNK, Parallelism.none());
    this.objective = NetworkObjective.ofNothing(workspace, loss);
  }

  /**
   * Tells which sums a chunk of a network's examples has.
   *
   * @param network the network
   * @param loss the loss
   * @param <A> {@code float[]} or {@code double[]}
   * @return all quantities, the sampled one if the loss has a distribution; none if the network
   *     normalises by the {@linkplain Network#statistics statistics} of a batch
   */
  public static <A> Set<ChunkQuantity> quantities(Network<A> network, Loss loss) {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(loss, "loss");
    if (network.statistics() > 0) {
      return Set.of();
    }
    Kernels<A> kernels = Kernels.of(network.precision());
    return loss.on(kernels, network.outputs(), 0).hasDistribution()
        ? ChunkQuantities.ALL
        : ChunkQuantities.WITHOUT_DRAWS;
  }

  /**
   * Turns to other examples. Nothing is copied, and of inputs only the length is looked at: whoever
   * made them has seen that they are finite. Targets are {@linkplain Loss#check checked} the first
   * time. Signals that a request has left for the same arrays are still there.
   *
   * @param inputs the examples, row-major [examples × inputs]
   * @param targets their targets, from 1 to {@link Arithmetic#EXAMPLE_CHUNK}
   * @throws IllegalArgumentException if the numbers of examples, inputs or outputs do not agree, or
   *     the loss is not {@linkplain Loss#check defined} for the targets
   */
  public void aim(A inputs, Targets<A> targets) {
    if (inputs == this.inputs && targets == this.targets && inputs != null) {
      return;
    }
    check(network, loss, inputs, targets);
    this.inputs = null;
    objective.aim(inputs, targets);
    this.inputs = inputs;
    this.targets = targets;
  }

  /**
   * Refuses examples that {@link #aim} would refuse.
   *
   * @param network the network
   * @param loss the loss
   * @param inputs the examples, row-major [examples × inputs]
   * @param targets their targets
   * @param <A> {@code float[]} or {@code double[]}
   * @throws IllegalArgumentException as {@link #aim}
   */
  public static <A> void check(Network<A> network, Loss loss, A inputs, Targets<A> targets) {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(inputs, "inputs");
    Objects.requireNonNull(targets, "targets");
    int examples = targets.examples();
    if (examples < 1 || examples > Arithmetic.EXAMPLE_CHUNK) {
      throw new IllegalArgumentException(
          "targets has %d examples, must have from 1 to %d"
              .formatted(examples, Arithmetic.EXAMPLE_CHUNK));
    }
    if (targets.precision() != network.precision()) {
      throw new IllegalArgumentException(
          "targets are in %s, must be in the network's %s"
              .formatted(targets.precision(), network.precision()));
    }
    NetworkObjective.checkShapes(network, inputs, targets);
    targets.requireFor(loss);
  }

  @Override
  public Precision<A> precision() {
    return objective.precision();
  }

  @Override
  public int dimension() {
    return objective.dimension();
  }

  @Override
  public double value(A theta) {
    return objective.value(theta);
  }

  @Override
  public double valueAndGradient(A theta, A gradient) {
    return objective.valueAndGradient(theta, gradient);
  }

  @Override
  public Set<ChunkQuantity> chunkQuantities() {
    return objective.chunkQuantities();
  }

  @Override
  public double chunkSums(ChunkRequest<A> request, int place, List<A> sums) {
    return objective.chunkSums(request, place, sums);
  }

  @Override
  public String toString() {
    return "sums of chunks: " + loss + " of " + network;
  }
}
