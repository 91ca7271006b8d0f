package io.github.curvelane.spark;

import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.ChunkRequest;
import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ChunkedObjective;
import io.github.curvelane.cluster.NetworkChunks;
import io.github.curvelane.cluster.Workers;
import io.github.curvelane.internal.ChunkArguments;
import io.github.curvelane.internal.SoleUse;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;

/**
 * The executors of Apache Spark as workers. Spark keeps the chunks in the executors' memory; a
 * request is one job, whose tasks sum the chunks of a partition and send back the nodes of the
 * {@linkplain io.github.curvelane.kernel.ChunkTree tree}, as little-endian bytes. How the chunks
 * are partitioned, which executor has them, which task is retried, run twice or computed again does
 * not change a bit.
 *
 * <p>One task runs on as many threads as {@code spark.task.cpus}: set it to the executors' cores,
 * and use as many partitions as there are executors, or a few times as many where they are uneven.
 * θ is sent once as long as the request's point is the same, directions once a request. Up to N of
 * some millions the driver adds what the partitions send, or what √P tasks have added of it;
 * beyond, each of at most 64 tasks adds a range of coordinates.
 *
 * <p>A block that was lost is read again where Spark's lineage has it from. Its CRC-32C must be
 * that of the first reading: if the source has changed, the request is refused by an {@link
 * IllegalStateException} that names the block, and no number is returned. Chunks that do not fit
 * the executors' memory are read again for each request, after one warning of the logger {@code
 * io.github.curvelane}.
 *
 * <p>Used by one thread at a time: a second one is refused. An interrupted thread cancels its job
 * and gets a {@link java.util.concurrent.CancellationException}. What a chunk throws is thrown to
 * the caller, after as many attempts as {@code spark.task.maxFailures}; the workers stay usable.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class SparkWorkers<A> implements Workers<A> {
  private final ClusterChunks<A, ?> cluster;
  private final ChunkPlan plan;
  private final boolean isView;
  private final SoleUse use;

  private SparkWorkers(ClusterChunks<A, ?> cluster, ChunkPlan plan, boolean isView, SoleUse use) {
    this.cluster = cluster;
    this.plan = plan;
    this.isView = isView;
    this.use = use;
  }

  /**
   * Creates workers for a network. All blocks are read once, checked and kept in the executors'
   * memory.
   *
   * @param objective the network and its loss
   * @param blocks the blocks of all chunks, in any order and any partitions, some of which may be
   *     empty; what is computed must be the same whenever it is computed again
   * @param <A> {@code float[]} or {@code double[]}
   * @return the workers, to be closed
   * @throws IllegalArgumentException if there is no block, the indices are not 0 … C − 1, once
   *     each, a block but the last has fewer examples than {@link
   *     io.github.curvelane.Arithmetic#EXAMPLE_CHUNK}, or the network refuses one
   * @throws IllegalStateException if the context is stopped, or an executor has another version of
   *     this library than the driver
   */
  public static <A> SparkWorkers<A> of(NetworkChunks<A> objective, JavaRDD<StoredBlock> blocks) {
    return create(objective, blocks);
  }

  /**
   * Creates workers for any objective. All chunks are read once, checked and kept in the executors'
   * memory.
   *
   * @param objective the objective, which is serialised once for each executor
   * @param chunks all chunks, in any order and any partitions, some of which may be empty; what is
   *     computed must be the same whenever it is computed again
   * @param <A> {@code float[]} or {@code double[]}
   * @param <D> the examples of a chunk
   * @return the workers, to be closed
   * @throws IllegalArgumentException if there is no chunk, the indices are not 0 … C − 1, once
   *     each, a chunk but the last has fewer examples than {@link
   *     io.github.curvelane.Arithmetic#EXAMPLE_CHUNK}, the objective refuses one, or it cannot be
   *     serialised, naming the field
   * @throws IllegalStateException if the context is stopped, or an executor has another version of
   *     this library than the driver
   */
  public static <A, D extends Serializable> SparkWorkers<A> of(
      ChunkedObjective<A, D> objective, JavaRDD<PlacedChunk<D>> chunks) {
    return create(objective, chunks);
  }

  /** Of blocks or placed chunks; D is what those open as. */
  static <A, D, E extends Serializable> SparkWorkers<A> create(
      ChunkedObjective<A, D> objective, JavaRDD<E> elements) {
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(elements, "chunks");
    ClusterChunks<A, D> cluster = ClusterChunks.load(objective, elements);
    return new SparkWorkers<>(
        cluster, cluster.plan(null), false, new SoleUse("this set of workers"));
  }

  /**
   * Sets what makes Spark notice a frozen executor within a quarter of a minute, where its own
   * time-outs take two minutes, and run slow tasks a second time: {@code spark.speculation}, {@code
   * spark.executor.heartbeatInterval}, {@code spark.network.timeout}, {@code
   * spark.network.timeoutInterval}, {@code spark.storage.blockManagerHeartbeatTimeoutMs}; and
   * {@code spark.task.cpus} to {@code spark.executor.cores} where that is set. What is set already
   * stays.
   *
   * @param conf the configuration of a context that is not created yet
   * @return {@code conf}
   */
  public static SparkConf settings(SparkConf conf) {
    Objects.requireNonNull(conf, "conf");
    conf.setIfMissing("spark.speculation", "true");
    conf.setIfMissing("spark.executor.heartbeatInterval", "1s");
    conf.setIfMissing("spark.network.timeout", "8s");
    conf.setIfMissing("spark.network.timeoutInterval", "2s");
    conf.setIfMissing("spark.storage.blockManagerHeartbeatTimeoutMs", "8000");
    if (conf.contains("spark.executor.cores")) {
      conf.setIfMissing("spark.task.cpus", conf.get("spark.executor.cores"));
    }
    return conf;
  }

  @Override
  public Precision<A> precision() {
    return cluster.precision();
  }

  @Override
  public int dimension() {
    return cluster.dimension();
  }

  @Override
  public long examples() {
    return plan.examples;
  }

  @Override
  public int chunks() {
    return plan.chunks;
  }

  @Override
  public Set<ChunkQuantity> quantities() {
    return cluster.quantities();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if another thread uses the workers, they are closed, their
   *     context is stopped, a source has changed, or {@code spark.driver.maxResultSize} is too
   *     small, saying how much is needed
   * @throws IllegalArgumentException if the number or length of the sums is another, two of them
   *     are one, or one is θ or a direction
   * @throws UnsupportedOperationException unless the quantity is one of {@link #quantities}
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  @Override
  public double sum(ChunkRequest<A> request, List<A> sums) {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(sums, "sums");
    use.begin();
    try {
      ChunkArguments.check(precision(), dimension(), quantities(), request, sums);
      return cluster.sum(plan, request, sums);
    } finally {
      use.end();
    }
  }

  @Override
  public SparkWorkers<A> ofChunks(int... chunks) {
    Objects.requireNonNull(chunks, "chunks");
    int[] chosen = chunks.clone();
    ChunkArguments.requireAscending(chosen, plan.chunks);
    if (plan.chosen != null) {
      for (int i = 0; i < chosen.length; i++) {
        chosen[i] = plan.chosen[chosen[i]];
      }
    }
    return new SparkWorkers<>(cluster, cluster.plan(chosen), true, use);
  }

  /**
   * Tells where the time of the last request went.
   *
   * @return zeros before the first
   */
  public SparkTiming lastTiming() {
    return cluster.timing();
  }

  /** What the executors that read the chunks first said of themselves, by their names. */
  Map<String, String> executors() {
    return cluster.executors();
  }

  /** Spark's number of what it keeps. */
  int keptRdd() {
    return cluster.keptRdd();
  }

  /** Uses one way of reducing for all requests. */
  void reduceBy(Reduction reduction) {
    cluster.reduceBy(reduction);
  }

  /**
   * Gives back the executors' memory, unless this is a view of {@linkplain #ofChunks some chunks}.
   * The context stays.
   */
  @Override
  public void close() {
    if (!isView) {
      use.begin();
      try {
        cluster.close();
      } finally {
        use.end();
      }
    }
  }

  @Override
  public String toString() {
    return "workers on Spark: %d examples in %d chunks, %s"
        .formatted(plan.examples, plan.chunks, cluster);
  }
}
