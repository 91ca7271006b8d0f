package io.github.curvelane.cluster;

import io.github.curvelane.ChunkQuantity;
import io.github.curvelane.ChunkRequest;
import io.github.curvelane.ChunkSums;
import io.github.curvelane.Parallelism;
import io.github.curvelane.Precision;
import io.github.curvelane.internal.Arguments;
import io.github.curvelane.internal.ChunkArguments;
import io.github.curvelane.internal.SoleUse;
import io.github.curvelane.kernel.ChunkTree;
import io.github.curvelane.kernel.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * The chunks of an objective on the threads of one process: each thread takes the next chunk, and
 * works on it alone. This is for many cores and small networks, whose products are too small to be
 * shared; a large network is as fast with a {@link Parallelism} within its own products.
 *
 * <p>Each thread has scratch memory for one chunk and as many vectors as a request asks for; of
 * those at most ⌈log₂C⌉ and one a thread are in the tree, C the number of chunks. It is taken when
 * it is first needed; afterwards nothing is allocated, unless another thread comes to ask. A thread
 * begins with the chunk that it had last: signals of the same point serve again, of all chunks
 * where there are as many threads.
 *
 * <p>Used by one thread at a time: a second one is refused. What a chunk throws is thrown to the
 * caller, and the workers stay usable.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ThreadWorkers<A> implements Workers<A> {
  private final Crowd<A, ?> crowd;
  private final int[] chosen;
  private final long examples;

  private ThreadWorkers(Crowd<A, ?> crowd, int[] chosen) {
    this.crowd = crowd;
    this.chosen = chosen;
    long total = 0;
    for (int chunk : chosen) {
      total += crowd.examples[chunk];
    }
    this.examples = total;
  }

  /**
   * Creates workers.
   *
   * @param objective the objective
   * @param chunks the chunks in ascending order of their examples, at least one; only the last may
   *     have fewer examples than {@link io.github.curvelane.Arithmetic#EXAMPLE_CHUNK}
   * @param parallelism the threads; not closed with the workers. The objective's own work runs on
   *     the thread that has the chunk
   * @param <A> {@code float[]} or {@code double[]}
   * @param <D> the examples of a chunk
   * @return the workers
   * @throws IllegalArgumentException if there is no chunk, or the objective refuses one
   */
  public static <A, D> ThreadWorkers<A> of(
      ChunkedObjective<A, D> objective, List<D> chunks, Parallelism parallelism) {
    Objects.requireNonNull(objective, "objective");
    Objects.requireNonNull(parallelism, "parallelism");
    List<D> own = Arguments.list("chunks", chunks);
    if (own.isEmpty()) {
      throw new IllegalArgumentException("chunks is empty, must be at least one");
    }
    int[] examples = new int[own.size()];
    for (int c = 0; c < examples.length; c++) {
      examples[c] = ChunkArguments.requireSize(c, own.size(), objective.examples(own.get(c)));
    }
    Crowd<A, D> crowd = new Crowd<>(objective, own, examples, parallelism);
    return new ThreadWorkers<>(crowd, IntStream.range(0, own.size()).toArray());
  }

  @Override
  public Precision<A> precision() {
    return crowd.precision;
  }

  @Override
  public int dimension() {
    return crowd.dimension;
  }

  @Override
  public long examples() {
    return examples;
  }

  @Override
  public int chunks() {
    return chosen.length;
  }

  @Override
  public Set<ChunkQuantity> quantities() {
    return crowd.quantities;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if another thread uses the workers
   * @throws IllegalArgumentException if the number or length of the sums is another, two of them
   *     are one, or one is θ or a direction
   * @throws UnsupportedOperationException unless the quantity is one of {@link #quantities}
   */
  @Override
  public double sum(ChunkRequest<A> request, List<A> sums) {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(sums, "sums");
    return crowd.sum(chosen, request, sums);
  }

  @Override
  public ThreadWorkers<A> ofChunks(int... chunks) {
    Objects.requireNonNull(chunks, "chunks");
    ChunkArguments.requireAscending(chunks, chosen.length);
    int[] chosenOfThese = new int[chunks.length];
    for (int i = 0; i < chunks.length; i++) {
      chosenOfThese[i] = chosen[chunks[i]];
    }
    return new ThreadWorkers<>(crowd, chosenOfThese);
  }

  /** Nothing is taken that must be given back; the parallelism belongs to whoever started it. */
  @Override
  public void close() {}

  @Override
  public String toString() {
    return "workers on %s: %d examples in %d chunks"
        .formatted(crowd.parallelism, examples, chosen.length);
  }

  /** The threads, and what each of them works with: shared by all views. */
  private static final class Crowd<A, D> {
    /** What a thread has: a loader, the chunk that it has turned to, and a chunk's sums. */
    private static final class Desk<A, D> {
      ChunkLoader<A, D> loader;
      int held = -1;
      final List<A> sums = new ArrayList<>();
      final List<A> used = new ArrayList<>();
    }

    final ChunkedObjective<A, D> objective;
    final Precision<A> precision;
    final int dimension;
    final Set<ChunkQuantity> quantities;
    final List<D> chunks;
    final int[] examples;
    final Parallelism parallelism;
    private final Kernels<A> kernels;
    private final List<Desk<A, D>> desks = new ArrayList<>();
    private final SoleUse use = new SoleUse("this group of workers");
    private final Parallelism.Task task = this::runTask;

    /** Where a chunk stands among those that are summed; −1 if it is not. */
    private final int[] places;

    /** Whether the chunk at a place was taken. */
    private final AtomicIntegerArray taken;

    private final AtomicInteger next = new AtomicInteger();

    /** Begun by one thread: another's would be told that it was replaced. */
    private ChunkTree<A> tree;

    private Thread asker;
    private ChunkRequest<A> request;
    private int[] chosen;

    Crowd(
        ChunkedObjective<A, D> objective, List<D> chunks, int[] examples, Parallelism parallelism) {
      this.objective = objective;
      this.precision = objective.precision();
      this.dimension = objective.dimension();
      this.quantities = Set.copyOf(objective.quantities());
      this.chunks = chunks;
      this.examples = examples;
      this.parallelism = parallelism;
      this.kernels = Kernels.of(precision);
      this.places = new int[chunks.size()];
      this.taken = new AtomicIntegerArray(chunks.size());
      for (int worker = 0; worker < parallelism.threads(); worker++) {
        desks.add(new Desk<>());
      }
    }

    double sum(int[] chosen, ChunkRequest<A> request, List<A> sums) {
      use.begin();
      try {
        ChunkArguments.check(precision, dimension, quantities, request, sums);
        begin(chosen, request);
        parallelism.run(chosen.length, task);
        return tree.total(1, sums);
      } finally {
        this.request = null;
        use.end();
      }
    }

    private void begin(int[] chosen, ChunkRequest<A> request) {
      if (asker != Thread.currentThread()) {
        asker = Thread.currentThread();
        tree = new ChunkTree<>(kernels);
      }
      tree.begin(chosen.length, request.width(), dimension);
      if (this.chosen != chosen) {
        this.chosen = chosen;
        Arrays.fill(places, -1);
        for (int place = 0; place < chosen.length; place++) {
          places[chosen[place]] = place;
        }
      }
      for (int place = 0; place < chosen.length; place++) {
        taken.setPlain(place, 0);
      }
      next.set(0);
      this.request = request;
    }

    /** One chunk: that which the thread has turned to if it is still to be had, or the next. */
    private void runTask(int index, int worker) {
      Desk<A, D> desk = desks.get(worker);
      int place = take(desk);
      int chunk = chosen[place];
      ChunkRequest<A> request = this.request;
      desk.used.clear();
      for (int k = 0; k < request.width(); k++) {
        if (k == desk.sums.size()) {
          desk.sums.add(precision.newArray(dimension));
        }
        desk.used.add(desk.sums.get(k));
      }
      if (desk.loader == null) {
        desk.loader = objective.newLoader();
      }
      desk.held = -1;
      ChunkSums<A> sums = desk.loader.load(chunks.get(chunk));
      double value = sums.chunkSums(request, place, desk.used);
      desk.held = chunk;
      synchronized (this) {
        tree.add(place, value, desk.used);
      }
    }

    private int take(Desk<A, D> desk) {
      int place = desk.held < 0 ? -1 : places[desk.held];
      if (place >= 0 && taken.compareAndSet(place, 0, 1)) {
        return place;
      }
      // There are as many tasks as chunks, so one is left for each.
      do {
        place = next.getAndIncrement();
      } while (!taken.compareAndSet(place, 0, 1));
      return place;
    }
  }
}
