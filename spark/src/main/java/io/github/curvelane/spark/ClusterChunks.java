package io.github.curvelane.spark;

import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.ChunkRequest;
import io.github.curvelane.Precision;
import io.github.curvelane.cluster.ChunkedObjective;
import io.github.curvelane.internal.ChunkArguments;
import io.github.curvelane.kernel.ChunkTree;
import io.github.curvelane.kernel.Kernels;
import java.io.Serializable;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/** An objective's chunks in the memory of executors, as the driver sees them. */
final class ClusterChunks<A, D> {
  private static final System.Logger LOGGER = System.getLogger("io.github.curvelane");

  private static final String READING = "reading of chunks";

  /** Beyond this many bytes for the driver, partitions are added in groups before. */
  private static final long MOST_FOR_DRIVER = 64 << 20;

  /** From how many parameters on each reducer adds some coordinates. */
  private static final int SLICED = 4_000_000;

  private static final int MOST_SLICES = 64;
  private static final int FEWEST_PARTITIONS_FOR_GROUPS = 8;

  private final JavaSparkContext context;
  private final Precision<A> precision;
  private final int dimension;
  private final Set<ChunkQuantity> quantities;
  private final JavaRDD<Held<D>> held;
  private final Broadcast<Shared<A, D>> shared;
  private final ChunkTree<A> tree;
  private final Map<String, String> executors = new TreeMap<>();
  private int[][] chunksOfPartition = {};
  private int[] examplesOfChunk = {};
  private @Nullable Broadcast<int[][]> expected;
  private @Nullable Broadcast<byte[]> theta;
  private long point;
  private @Nullable Reduction reduction;
  private SparkTiming timing = new SparkTiming(0, 0, 0);
  private boolean isClosed;

  private ClusterChunks(
      JavaSparkContext context,
      ChunkedObjective<A, D> objective,
      JavaRDD<Held<D>> held,
      Broadcast<Shared<A, D>> shared) {
    this.context = context;
    this.precision = objective.precision();
    this.dimension = objective.dimension();
    this.quantities = Set.copyOf(objective.quantities());
    this.held = held;
    this.shared = shared;
    this.tree = new ChunkTree<>(Kernels.of(precision));
  }

  /** Reads all chunks once. */
  static <A, D, E extends Serializable> ClusterChunks<A, D> load(
      ChunkedObjective<A, D> objective, JavaRDD<E> elements) {
    ClusterJob.requireRunning(elements.context());
    return load(objective, new Shared<>(objective), elements);
  }

  static <A, D, E extends Serializable> ClusterChunks<A, D> load(
      ChunkedObjective<A, D> objective, Shared<A, D> description, JavaRDD<E> elements) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(elements.context());
    Broadcast<Shared<A, D>> shared = ClusterJob.send(context, READING, description);
    JavaRDD<Held<D>> held = elements.mapPartitions(new Held.Hold<E, D>(), true);
    held.setName("chunks of " + objective);
    held.persist(StorageLevel.MEMORY_ONLY());
    ClusterChunks<A, D> chunks = new ClusterChunks<>(context, objective, held, shared);
    try {
      chunks.read();
    } catch (Throwable refused) {
      chunks.close();
      throw Failures.unlessInterrupted(READING, refused);
    }
    return chunks;
  }

  private void read() {
    List<Loaded> all = new ArrayList<>();
    ClusterJob.run(
        context.sc(),
        READING,
        held.rdd(),
        new Loaded.Read<>(shared, held.id()),
        IntStream.range(0, held.getNumPartitions()).boxed().toList(),
        (Loaded loaded) -> {
          if (!loaded.refusal.isEmpty()) {
            throw new IllegalStateException(loaded.refusal);
          }
          all.add(loaded);
        });
    place(all);
    report(all);
    int[] counts = Arrays.stream(chunksOfPartition).mapToInt(each -> each.length).toArray();
    int[] checksums = new int[examplesOfChunk.length];
    for (Loaded loaded : all) {
      for (int i = 0; i < loaded.indices.length; i++) {
        checksums[loaded.indices[i]] = loaded.checksums[i];
      }
    }
    expected = ClusterJob.send(context, READING, new int[][] {checksums, counts});
  }

  /** Sees that the chunks are 0 … C − 1, once each, and full. */
  private void place(List<Loaded> all) {
    chunksOfPartition = new int[held.getNumPartitions()][];
    int count = 0;
    for (Loaded loaded : all) {
      chunksOfPartition[loaded.partition] = loaded.indices;
      count = Math.addExact(count, loaded.indices.length);
    }
    if (count == 0) {
      throw new IllegalArgumentException("there are no examples: all partitions are empty");
    }
    examplesOfChunk = new int[count];
    for (Loaded loaded : all) {
      for (int i = 0; i < loaded.indices.length; i++) {
        int index = loaded.indices[i];
        if (index < 0 || index >= count) {
          throw new IllegalArgumentException(
              "chunk %d is one of %d, must be from 0 to %d, each once"
                  .formatted(index, count, count - 1));
        }
        if (examplesOfChunk[index] != 0) {
          throw new IllegalArgumentException("chunk %d is there twice".formatted(index));
        }
        examplesOfChunk[index] = ChunkArguments.requireSize(index, count, loaded.examples[i]);
      }
    }
  }

  private void report(List<Loaded> all) {
    long lost = all.stream().filter(loaded -> !loaded.isCached).count();
    if (lost > 0) {
      LOGGER.log(
          Level.WARNING,
          ("%d of %d partitions do not fit the executors' memory and are read again for every"
                  + " evaluation: give them more (spark.executor.memory) or use more of them")
              .formatted(lost, all.size()));
    }
    all.forEach(loaded -> executors.put(loaded.executor, loaded.description));
    if (LOGGER.isLoggable(Level.INFO)) {
      LOGGER.log(
          Level.INFO,
          "%d chunks in %d partitions on %s"
              .formatted(examplesOfChunk.length, all.size(), executors));
    }
  }

  Precision<A> precision() {
    return precision;
  }

  int dimension() {
    return dimension;
  }

  Set<ChunkQuantity> quantities() {
    return quantities;
  }

  SparkTiming timing() {
    return timing;
  }

  Map<String, String> executors() {
    return executors;
  }

  int keptRdd() {
    return held.id();
  }

  void reduceBy(Reduction reduction) {
    this.reduction = reduction;
  }

  ChunkPlan plan(int @Nullable [] chosen) {
    return new ChunkPlan(chunksOfPartition, examplesOfChunk, chosen);
  }

  // ---------------------------------------------------------------- a request

  double sum(ChunkPlan plan, ChunkRequest<A> request, List<A> sums) {
    if (isClosed || expected == null) {
      throw new IllegalStateException("these workers are closed");
    }
    ClusterJob.requireRunning(context.sc());
    String name = request.quantity().toString().toLowerCase(Locale.ROOT).replace('_', ' ');
    long began = System.nanoTime();
    int[] cuts = cuts(plan);
    Reduction how = choose(plan, request, cuts.length - 1);
    Broadcast<byte[][]> directions = null;
    try {
      Broadcast<byte[]> at = theta(name, request);
      directions = directions(name, request);
      ChunkTask<A, D> task =
          new ChunkTask<>(shared, expected, at, directions, request, plan.chosen, plan.chunks);
      tree.begin(plan.chunks, request.width(), dimension);
      return switch (how) {
        case DRIVER -> toDriver(name, task, plan, began, sums);
        case GROUPS -> inGroups(name, task, plan, began, sums);
        case SLICES -> inSlices(name, task, plan, cuts, began, sums);
      };
    } catch (Throwable thrown) {
      throw Failures.unlessInterrupted(name, thrown);
    } finally {
      ClusterJob.destroy(context.sc(), directions);
      if (request.point() == 0) {
        forgetTheta();
      }
    }
  }

  private double toDriver(
      String name, ChunkTask<A, D> task, ChunkPlan plan, long began, List<A> sums) {
    Gathering gathering = new Gathering();
    ClusterJob.run(
        context.sc(), name, held.rdd(), new Sum<>(task), plan.partitions, gathering::add);
    return gathering.total(began, sums);
  }

  private final class Gathering {
    long nanos;
    long bytes;

    void add(Answer answer) {
      note(answer);
      tree.mergeBytes(answer.nodes);
    }

    void note(Answer answer) {
      if (!answer.refusal.isEmpty()) {
        throw new IllegalStateException(answer.refusal);
      }
      nanos = Math.max(nanos, answer.nanos);
      bytes += answer.nodes.length;
    }

    double total(long began, List<A> sums) {
      double value = tree.total(1, sums);
      timed(began);
      return value;
    }

    void timed(long began) {
      timing = new SparkTiming(nanos / 1e6, (System.nanoTime() - began) / 1e6, bytes);
    }
  }

  private Broadcast<byte[]> theta(String name, ChunkRequest<A> request) {
    if (theta == null || request.point() == 0 || request.point() != point) {
      forgetTheta();
      theta = ClusterJob.send(context, name, LittleEndian.toBytes(precision, request.theta()));
      point = request.point();
    }
    return theta;
  }

  private void forgetTheta() {
    Broadcast<byte[]> sent = theta;
    theta = null;
    ClusterJob.destroy(context.sc(), sent);
  }

  private @Nullable Broadcast<byte[][]> directions(String name, ChunkRequest<A> request) {
    List<A> directions = request.directions();
    if (directions.isEmpty()) {
      return null;
    }
    byte[][] bytes = new byte[directions.size()][];
    for (int k = 0; k < bytes.length; k++) {
      bytes[k] = LittleEndian.toBytes(precision, directions.get(k));
    }
    return ClusterJob.send(context, name, bytes);
  }

  // ---------------------------------------------------------------- reductions

  /** The way with which the bytes for the driver are few, and fit what Spark lets through. */
  private Reduction choose(ChunkPlan plan, ChunkRequest<A> request, int slices) {
    long vectors = (long) request.width() * dimension * precision.bytes();
    long most = context.getConf().getSizeAsBytes("spark.driver.maxResultSize", "1g");
    if (most <= 0) {
      most = Long.MAX_VALUE;
    }
    long flat = plan.bytes(Reduction.DRIVER, vectors, slices);
    Reduction how = reduction;
    if (how == null) {
      if (request.width() > 0 && (dimension > SLICED || flat > most)) {
        how = Reduction.SLICES;
      } else if (flat > MOST_FOR_DRIVER && plan.partitions.size() >= FEWEST_PARTITIONS_FOR_GROUPS) {
        how = Reduction.GROUPS;
      } else {
        how = Reduction.DRIVER;
      }
    }
    long needed = plan.bytes(how, vectors, slices);
    if (needed > most) {
      throw new IllegalStateException(
          "spark.driver.maxResultSize is %d bytes, must be at least %d for %s of %d parameters in %d partitions"
              .formatted(most, needed, request.quantity(), dimension, plan.partitions.size()));
    }
    return how;
  }

  /** Where coordinates are cut for the reducers. */
  private int[] cuts(ChunkPlan plan) {
    int slices = Math.max(1, Math.min(Math.min(MOST_SLICES, dimension), plan.partitions.size()));
    int[] cuts = new int[slices + 1];
    for (int s = 0; s <= slices; s++) {
      cuts[s] = (int) ((long) dimension * s / slices);
    }
    return cuts;
  }

  private double inGroups(
      String name, ChunkTask<A, D> task, ChunkPlan plan, long began, List<A> sums) {
    Gathering gathering = new Gathering();
    int groups = (held.getNumPartitions() + plan.groupSize - 1) / plan.groupSize;
    Shuffled.run(
        context,
        name,
        held.mapPartitionsToPair(new Shuffled.ToGroups<>(task, plan.groupSize)),
        groups,
        new Shuffled.AddWhole<>(task),
        gathering::add);
    return gathering.total(began, sums);
  }

  private double inSlices(
      String name, ChunkTask<A, D> task, ChunkPlan plan, int[] cuts, long began, List<A> sums) {
    Gathering gathering = new Gathering();
    Answer[] slices = new Answer[cuts.length - 1];
    Shuffled.run(
        context,
        name,
        held.mapPartitionsToPair(new Shuffled.ToSlices<>(task, cuts)),
        slices.length,
        new Shuffled.AddSlice<>(task, cuts),
        answer -> {
          gathering.note(answer);
          slices[answer.slice] = answer;
        });
    double value = 0;
    ChunkTree<A> slice = new ChunkTree<>(Kernels.of(precision));
    for (int s = 0; s < slices.length; s++) {
      int length = cuts[s + 1] - cuts[s];
      slice.begin(plan.chunks, sums.size(), length);
      slice.mergeBytes(slices[s].nodes);
      List<A> parts = new ArrayList<>();
      for (int k = 0; k < sums.size(); k++) {
        parts.add(precision.newArray(length));
      }
      double ofSlice = slice.total(1, parts);
      value = s == 0 ? ofSlice : value;
      for (int k = 0; k < sums.size(); k++) {
        precision.copy(parts.get(k), 0, sums.get(k), cuts[s], length);
      }
    }
    gathering.timed(began);
    return value;
  }

  void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    forgetTheta();
    if (!context.sc().isStopped()) {
      ClusterJob.uninterrupted(() -> held.unpersist(false));
    }
    ClusterJob.destroy(context.sc(), shared);
    ClusterJob.destroy(context.sc(), expected);
  }

  @Override
  public String toString() {
    return held.getNumPartitions()
        + " partitions of "
        + context.appName()
        + (isClosed ? ", closed" : "");
  }

  /** Of a partition, at once to the driver. */
  private static final class Sum<A, D>
      extends scala.runtime.AbstractFunction1<scala.collection.Iterator<Held<D>>, Answer>
      implements Serializable {
    private static final long serialVersionUID = 1;

    private final ChunkTask<A, D> task;

    Sum(ChunkTask<A, D> task) {
      this.task = task;
    }

    @Override
    public Answer apply(scala.collection.Iterator<Held<D>> chunks) {
      return task.whole(scala.jdk.javaapi.CollectionConverters.asJava(chunks));
    }
  }
}
